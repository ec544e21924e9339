import type { NewMessage } from './message.ts';

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
export interface QueueDepth {
  visible: number;
  inFlight: number;
  delayed: number;
}

/** What a receiver wants. */
export interface ReceiveOptions {
  max: number;
  /** Infinity waits until there is a message, and sets no timer for it. */
  waitMs: number;
  /** Replaces the queue's visibility timeout, in seconds. */
  visibilityTimeout?: number;
  /** Ends the wait at once, with nothing received. */
  signal?: AbortSignal;
}

/** Where a queue's messages outlive the process. A change that cannot be written throws. */
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
