import { randomUUID } from 'node:crypto';
import type { Clock } from './clock.ts';
import type {
  Queue,
  QueueJournal,
  QueueSettings,
  ReceiveOptions,
  StoredMessage,
} from './contracts.ts';
import type { DeliveryFaults } from './delivery-faults.ts';
import { invalidParameter, SqsError } from './errors.ts';
import { assertTaken, createFifoRules, inGroupOrder } from './fifo.ts';
import { createSchedule } from './schedule.ts';

/** How long one receiver can hold a message at most (service quota). */
const MAX_IN_FLIGHT_MS = 43_200_000;
/** How long after a purge the next one is refused. */
const PURGE_MS = 60_000;

interface Waiter {
  options: ReceiveOptions;
  finish(messages: StoredMessage[]): void;
  fail(error: unknown): void;
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

  /** What the journal could not take has not happened: it throws, and the queue is as it was. */
  function hold(message: StoredMessage, visibleAt: number, changes?: Partial<StoredMessage>): void {
    journal?.put(keyOf(message), { ...message, ...changes, visibleAt });
    ready.delete(message);
    later.delete(message);
    Object.assign(message, changes, { visibleAt });
    if (visibleAt <= clock.now()) ready.add(message);
    else later.add(message);
    messages.set(keyOf(message), message);
  }

  function forget(message: StoredMessage): void {
    journal?.remove(keyOf(message));
    messages.delete(keyOf(message));
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
      hold(message, visibleAt, {
        receiveCount: message.receiveCount + 1,
        firstReceivedAt: message.firstReceivedAt ?? now,
        receivedAt: now,
        receiptHandle: `${keyOf(message)}.${randomUUID()}`,
      });
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
    hold({ ...content, copy: randomUUID() }, now + after);
  }

  function serveWaiters(): void {
    clock.clearTimeout(wakeUp);
    wakeUp = undefined;
    for (const waiter of waiters) {
      try {
        const taken = take(waiter.options);
        if (taken.length === 0) break;
        waiter.finish(taken);
      } catch (error) {
        // Neither the sender whose message woke it nor a timer is to bear a receiver's error.
        waiter.fail(error);
      }
    }
    const next = later.nextTime();
    if (waiters.size > 0 && next !== undefined) {
      wakeUp = clock.setTimeout(serveWaiters, Math.max(0, next - clock.now()));
    }
  }

  function wait(options: ReceiveOptions): Promise<StoredMessage[]> {
    return new Promise((resolve, reject) => {
      const leave = () => {
        clock.clearTimeout(timer);
        options.signal?.removeEventListener('abort', giveUp);
        waiters.delete(waiter);
      };
      const finish = (received: StoredMessage[]) => {
        leave();
        resolve(received);
      };
      const fail = (error: unknown) => {
        leave();
        reject(error);
      };
      const giveUp = () => {
        finish([]);
        if (waiters.size === 0) clock.clearTimeout(wakeUp);
      };
      const waiter: Waiter = { options, finish, fail };
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
    fifo?.number(message, clock.now());
    hold(message, visibleAt);
    fifo?.remember(message);
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
      for (const message of [...messages.values()]) forget(message);
      purgedAt = clock.now();
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
