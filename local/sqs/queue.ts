import { randomUUID } from 'node:crypto';
import type { Clock } from './clock.ts';
import type { NewMessage } from './message.ts';
import { createSchedule } from './schedule.ts';

/** A message in a queue. All times are epoch milliseconds. */
export interface StoredMessage extends NewMessage {
  id: string;
  sentAt: number;
  /** When it can be received next; in the past for a waiting message. */
  visibleAt: number;
  receiveCount: number;
  firstReceivedAt?: number;
  /** Names the last receipt; an older handle no longer deletes the message. */
  receiptHandle?: string;
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

/** A standard queue: at least once, roughly in order. */
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
  /** Sets when a message in flight is visible again; false if it is not in flight. */
  changeVisibility(receiptHandle: string, seconds: number): boolean;
  /** Takes out every message that no receiver holds. */
  drain(): StoredMessage[];
  purge(): void;
  depth(): QueueDepth;
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
): Queue {
  const full: Queue['settings'] = {
    delaySeconds: 0,
    visibilityTimeout: 30,
    receiveWaitSeconds: 0,
    retentionSeconds: 345_600,
    ...settings,
  };
  const messages = new Map<string, StoredMessage>();
  const ready = new Set<StoredMessage>();
  const later = createSchedule<StoredMessage>((message) => message.visibleAt);
  const waiters = new Set<Waiter>();
  let wakeUp: unknown;

  function hold(message: StoredMessage, visibleAt: number): void {
    message.visibleAt = visibleAt;
    ready.delete(message);
    if (visibleAt <= clock.now()) ready.add(message);
    else later.add(message);
  }

  function forget(message: StoredMessage): void {
    messages.delete(message.id);
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

  function take(options: ReceiveOptions): StoredMessage[] {
    promoteDue();
    const now = clock.now();
    const received: StoredMessage[] = [];
    for (const message of ready) {
      if (received.length === options.max) break;
      if (full.redrive && message.receiveCount >= full.redrive.maxReceiveCount) {
        forget(message);
        moveToDeadLetter(message);
      } else {
        received.push(message);
      }
    }
    const visibleAt = now + (options.visibilityTimeout ?? full.visibilityTimeout) * 1000;
    return received.map((message) => {
      message.receiveCount += 1;
      message.firstReceivedAt ??= now;
      message.receiptHandle = `${message.id}.${randomUUID()}`;
      hold(message, visibleAt);
      // A later receipt changes the stored message; this one must keep its own handle and count.
      return { ...message };
    });
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
    messages.set(message.id, message);
    hold(message, visibleAt);
    serveWaiters();
  }

  return {
    arn,
    createdAt: clock.now(),
    settings: full,

    send(message) {
      const now = clock.now();
      const stored = { ...message, id: randomUUID(), sentAt: now, visibleAt: now, receiveCount: 0 };
      add(stored, now + (message.delaySeconds ?? full.delaySeconds) * 1000);
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
      if (message) forget(message);
      return message !== undefined;
    },

    changeVisibility(receiptHandle, seconds) {
      const message = inFlight(receiptHandle);
      if (!message || message.visibleAt <= clock.now()) return false;
      later.delete(message);
      hold(message, clock.now() + seconds * 1000);
      serveWaiters();
      return true;
    },

    drain() {
      promoteDue();
      const drained = [...ready];
      for (const message of drained) forget(message);
      return drained;
    },

    purge() {
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

    close() {
      for (const waiter of [...waiters]) waiter.finish([]);
      clock.clearTimeout(wakeUp);
    },
  };
}
