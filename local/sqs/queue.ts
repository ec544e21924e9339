import { randomUUID } from 'node:crypto';
import type { Clock } from './clock.ts';
import type { DeliveryFaults } from './delivery-faults.ts';
import { invalidParameter, SqsError } from './errors.ts';
import { assertTaken, createFifoRules, inGroupOrder } from './fifo.ts';
import type { NewMessage } from './message.ts';
import { createSchedule } from './schedule.ts';

/** How long one receiver can hold a message at most (service quota). */
const MAX_IN_FLIGHT_MS = 43_200_000;
/** How long after a purge the next one is refused. */
const PURGE_MS = 60_000;

/** A message in a queue. All times are epoch milliseconds. */
export interface StoredMessage extends NewMessage {
  id: string;
  /** Set on a second delivery: what tells it from the first, which has the same id. */
  copy?: string;
  sentAt: number;
  /** When it can be received next; in the past for a waiting message. */
  visibleAt: number;
  receiveCount: number;
  firstReceivedAt?: number;
  /** The latest receipt. */
  receivedAt?: number;
  /** Names the last receipt; an older handle no longer deletes the message. */
  receiptHandle?: string;
  /** Its place in the order of a FIFO queue: 20 digits that grow. */
  sequenceNumber?: string;
  /** Set once it was moved to a dead-letter queue: where it came from. */
  deadLetterSourceArn?: string;
}

/** What a queue is made with; times in seconds, defaults are those of the service. */
export interface QueueSettings {
  name: string;
  delaySeconds?: number;
  visibilityTimeout?: number;
  receiveWaitSeconds?: number;
  retentionSeconds?: number;
  redrive?: { deadLetterArn: string; maxReceiveCount: number };
  /** Keeps the order within a group, and takes each deduplication id once in five minutes. */
  fifo?: boolean;
  /** Takes the digest of the body where a message has no deduplication id of its own. */
  contentBasedDeduplication?: boolean;
}

/** How many messages wait, are held by a receiver, or are not due yet. */
interface QueueDepth {
  visible: number;
  inFlight: number;
  delayed: number;
}

/** What a receiver wants. */
interface ReceiveOptions {
  max: number;
  /** Infinity waits until there is a message, and sets no timer for it. */
  waitMs: number;
  /** Replaces the queue's visibility timeout, in seconds. */
  visibilityTimeout?: number;
  /** Ends the wait at once, with nothing received. */
  signal?: AbortSignal;
}

/** Where a queue's messages outlive the process. */
export interface QueueJournal {
  /** Every message that was there at the end, oldest first. */
  readonly kept: readonly StoredMessage[];
  /** Stores a message as it is now, in place of what was stored under the key. */
  put(key: string, message: StoredMessage): void;
  remove(key: string): void;
  close(): void;
}

/** A standard queue, at least once and roughly in order, or a FIFO queue. */
export interface Queue {
  readonly arn: string;
  readonly createdAt: number;
  readonly settings: Required<Omit<QueueSettings, 'redrive'>> & Pick<QueueSettings, 'redrive'>;
  send(message: NewMessage): StoredMessage;
  /** Takes over a message from another queue with its id, receive count and sending time. */
  accept(message: StoredMessage): void;
  /** Answers as soon as there is a message; empty after `waitMs`, or when aborted or closed. */
  receive(options: ReceiveOptions): Promise<StoredMessage[]>;
  /** Removes a message by its latest receipt; answers false if the handle is not the latest. */
  remove(receiptHandle: string): boolean;
  /**
   * Sets when a message in flight is visible again; false if it is not in flight. Throws
   * InvalidParameterValue for a time more than 12 hours after it was received.
   */
  changeVisibility(receiptHandle: string, seconds: number): boolean;
  /** Takes out every message that no receiver holds, each once it is accepted elsewhere. */
  drain(acceptElsewhere: (message: StoredMessage) => void): void;
  /** Throws PurgeQueueInProgress within a minute of the purge before. */
  purge(): void;
  depth(): QueueDepth;
  /** All messages that are there, in the order they were sent; copies. */
  list(): StoredMessage[];
  /** Takes over what the journal has kept, and enters every change into it from now on. */
  keepIn(journal: QueueJournal): void;
  /** Ends every waiting receive with nothing; its consumers must have stopped. */
  close(): void;
}

interface Waiter {
  options: ReceiveOptions;
  finish(messages: StoredMessage[]): void;
}

/** `moveToDeadLetter` is handed each message that was received too often. */
export function createQueue(
  arn: string,
  settings: QueueSettings,
  clock: Clock,
  moveToDeadLetter: (message: StoredMessage) => void,
  faults?: DeliveryFaults,
): Queue {
  const full: Queue['settings'] = {
    delaySeconds: 0,
    visibilityTimeout: 30,
    receiveWaitSeconds: 0,
    retentionSeconds: 345_600,
    fifo: false,
    contentBasedDeduplication: false,
    ...settings,
  };
  const messages = new Map<string, StoredMessage>();
  const ready = new Set<StoredMessage>();
  const later = createSchedule<StoredMessage>((message) => message.visibleAt);
  const waiters = new Set<Waiter>();
  const fifo = full.fifo ? createFifoRules<StoredMessage>() : undefined;
  let journal: QueueJournal | undefined;
  let wakeUp: unknown;
  let purgedAt = Number.NEGATIVE_INFINITY;

  function hold(message: StoredMessage, visibleAt: number): void {
    message.visibleAt = visibleAt;
    ready.delete(message);
    if (visibleAt <= clock.now()) ready.add(message);
    else later.add(message);
    journal?.put(keyOf(message), message);
  }

  function forget(message: StoredMessage): void {
    messages.delete(keyOf(message));
    journal?.remove(keyOf(message));
    ready.delete(message);
    later.delete(message);
  }

  function promoteDue(): void {
    const now = clock.now();
    for (const message of later.takeDue(now)) ready.add(message);
    for (const message of messages.values()) {
      if (message.sentAt + full.retentionSeconds * 1000 > now) break;
      forget(message);
    }
  }

  /** What may be received, in the order it is handed out; a FIFO queue's order suffers no fault. */
  function candidates(): Iterable<StoredMessage> {
    if (fifo) return inGroupOrder(messages.values(), ready);
    return faults?.reorder(full.name, ready) ?? ready;
  }

  function take(options: ReceiveOptions): StoredMessage[] {
    promoteDue();
    const now = clock.now();
    const received: StoredMessage[] = [];
    for (const message of candidates()) {
      if (received.length === options.max) break;
      if (full.redrive && message.receiveCount >= full.redrive.maxReceiveCount) {
        // In this order: who is killed in between must find it twice, not nowhere.
        moveToDeadLetter(message);
        forget(message);
      } else {
        received.push(message);
      }
    }
    const visibleAt = now + (options.visibilityTimeout ?? full.visibilityTimeout) * 1000;
    return received.map((message) => {
      message.receiveCount += 1;
      message.firstReceivedAt ??= now;
      message.receivedAt = now;
      message.receiptHandle = `${keyOf(message)}.${randomUUID()}`;
      hold(message, visibleAt);
      repeat(message, now);
      // A later receipt changes the stored message; this one must keep its own handle and count.
      return { ...message };
    });
  }

  function repeat(message: StoredMessage, now: number): void {
    if (!faults || fifo || message.copy !== undefined) return;
    const after = faults.repeatAfter(full.name);
    if (after === undefined) return;
    const { receiptHandle: _, ...content } = message;
    const again = { ...content, copy: randomUUID() };
    messages.set(again.copy, again);
    hold(again, now + after);
  }

  function serveWaiters(): void {
    clock.clearTimeout(wakeUp);
    wakeUp = undefined;
    for (const waiter of waiters) {
      const taken = take(waiter.options);
      if (taken.length === 0) break;
      waiter.finish(taken);
    }
    const next = later.nextTime();
    if (waiters.size > 0 && next !== undefined) {
      wakeUp = clock.setTimeout(serveWaiters, Math.max(0, next - clock.now()));
    }
  }

  function wait(options: ReceiveOptions): Promise<StoredMessage[]> {
    return new Promise((resolve) => {
      const finish = (received: StoredMessage[]) => {
        clock.clearTimeout(timer);
        options.signal?.removeEventListener('abort', giveUp);
        waiters.delete(waiter);
        resolve(received);
      };
      const giveUp = () => {
        finish([]);
        if (waiters.size === 0) clock.clearTimeout(wakeUp);
      };
      const waiter: Waiter = { options, finish };
      const timer = Number.isFinite(options.waitMs)
        ? clock.setTimeout(giveUp, options.waitMs)
        : undefined;
      options.signal?.addEventListener('abort', giveUp);
      waiters.add(waiter);
      serveWaiters();
    });
  }

  function inFlight(receiptHandle: string): StoredMessage | undefined {
    const message = messages.get(receiptHandle.split('.')[0] ?? '');
    return message?.receiptHandle === receiptHandle ? message : undefined;
  }

  function add(message: StoredMessage, visibleAt: number): void {
    fifo?.number(message);
    messages.set(keyOf(message), message);
    hold(message, visibleAt);
    serveWaiters();
  }

  return {
    arn,
    createdAt: clock.now(),
    settings: full,

    send(message) {
      const now = clock.now();
      assertTaken(full, message);
      const duplicate = fifo?.duplicateOf(message, now);
      if (duplicate) return duplicate;
      const stored = { ...message, id: randomUUID(), sentAt: now, visibleAt: now, receiveCount: 0 };
      const late = faults?.lateBy(full.name) ?? 0;
      add(stored, now + (message.delaySeconds ?? full.delaySeconds) * 1000 + late);
      return stored;
    },

    accept: (message) => add(message, clock.now()),

    async receive(options) {
      const taken = take(options);
      if (taken.length > 0 || options.waitMs <= 0 || options.signal?.aborted) return taken;
      return wait(options);
    },

    remove(receiptHandle) {
      const message = inFlight(receiptHandle);
      if (!message) return false;
      forget(message);
      // The next message of its group may go now.
      if (fifo) serveWaiters();
      return true;
    },

    changeVisibility(receiptHandle, seconds) {
      const message = inFlight(receiptHandle);
      if (!message || message.visibleAt <= clock.now()) return false;
      if (clock.now() + seconds * 1000 > (message.receivedAt ?? 0) + MAX_IN_FLIGHT_MS) {
        throw invalidParameter(
          `Value ${seconds} for parameter VisibilityTimeout is invalid. Reason: Total VisibilityTimeout for the message is beyond the limit [${MAX_IN_FLIGHT_MS / 1000} seconds].`,
        );
      }
      later.delete(message);
      hold(message, clock.now() + seconds * 1000);
      serveWaiters();
      return true;
    },

    drain(acceptElsewhere) {
      promoteDue();
      for (const message of [...ready]) {
        acceptElsewhere(message);
        forget(message);
      }
    },

    purge() {
      if (clock.now() < purgedAt + PURGE_MS) {
        throw new SqsError(
          'PurgeQueueInProgress',
          `Only one PurgeQueue operation on ${full.name} is allowed every 60 seconds.`,
        );
      }
      purgedAt = clock.now();
      for (const message of [...messages.values()]) forget(message);
    },

    depth() {
      promoteDue();
      let delayed = 0;
      for (const message of messages.values()) {
        if (message.receiptHandle === undefined && !ready.has(message)) delayed += 1;
      }
      return {
        visible: ready.size,
        delayed,
        inFlight: messages.size - ready.size - delayed,
      };
    },

    list() {
      promoteDue();
      return [...messages.values()].map((message) => ({ ...message }));
    },

    keepIn(newJournal) {
      for (const message of newJournal.kept) add({ ...message }, message.visibleAt);
      journal = newJournal;
    },

    close() {
      for (const waiter of [...waiters]) waiter.finish([]);
      clock.clearTimeout(wakeUp);
    },
  };
}

function keyOf({ id, copy }: StoredMessage): string {
  return copy ?? id;
}
