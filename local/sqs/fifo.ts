import { createHash } from 'node:crypto';
import { invalidParameter, SqsError } from './errors.ts';
import type { NewMessage } from './message.ts';

/** How long a deduplication id stands for the message it was first used with. */
const DEDUPLICATION_MS = 5 * 60_000;
const SEQUENCE_DIGITS = 20;
/** Sequence numbers start at the time, so that they grow from one run to the next, too. */
const NUMBERS_PER_MS = 1_000_000n;
const FIFO_SUFFIX = '.fifo';

/** What tells a FIFO queue. */
interface FifoSettings {
  name: string;
  fifo?: boolean;
  contentBasedDeduplication?: boolean;
}

/** A message that has, or is to have, a place in the order. */
interface Numbered extends NewMessage {
  sentAt: number;
  sequenceNumber?: string;
}

/** What a FIFO queue does beyond a standard one. */
export interface FifoRules<Message extends Numbered> {
  /** The message that the same deduplication id was used with in the last five minutes. */
  duplicateOf(message: NewMessage, nowMs: number): Message | undefined;
  /** Gives a message its place in the order, behind all others. */
  number(message: Message, nowMs: number): void;
  /** Keeps a message that was taken in mind for later duplicates. */
  remember(message: Message): void;
}

/** Throws InvalidParameterValue for a name that does not fit the kind of queue. */
export function assertQueueName({ name, fifo }: FifoSettings): void {
  const stem = fifo && name.endsWith(FIFO_SUFFIX) ? name.slice(0, -FIFO_SUFFIX.length) : name;
  const fits = /^[\w-]+$/.test(stem) && name.length <= 80 && (!fifo || stem !== name);
  if (fits) return;
  throw invalidParameter(
    fifo
      ? 'The name of a FIFO queue can only include alphanumeric characters, hyphens, or underscores, must end with .fifo suffix and be 1 to 80 in length.'
      : 'Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length.',
  );
}

/**
 * Throws for members that the kind of queue does not take, MissingParameter for a FIFO message
 * without a group.
 */
export function assertTaken(
  { fifo, contentBasedDeduplication }: FifoSettings,
  message: NewMessage,
) {
  if (!fifo) {
    if (message.deduplicationId === undefined) return;
    throw invalidParameter(
      'The request include parameter that is not valid for this queue type. Reason: MessageDeduplicationId is for FIFO queues.',
    );
  }
  if (message.groupId === undefined) {
    throw new SqsError(
      'MissingParameter',
      'The request must contain the parameter MessageGroupId.',
    );
  }
  if (message.deduplicationId === undefined && !contentBasedDeduplication) {
    throw invalidParameter(
      'The queue should either have ContentBasedDeduplication enabled or MessageDeduplicationId provided explicitly',
    );
  }
  if (message.delaySeconds !== undefined) {
    throw invalidParameter(
      `Value ${message.delaySeconds} for parameter DelaySeconds is invalid. Reason: The request include parameter that is not valid for this queue type.`,
    );
  }
}

/** The id that tells duplicates: the sender's, or the digest of the body. */
function deduplicationIdOf({ deduplicationId, body }: NewMessage): string {
  return deduplicationId ?? createHash('sha256').update(body).digest('hex');
}

/** Remembers ids in memory only: a restart forgets them. */
export function createFifoRules<Message extends Numbered>(): FifoRules<Message> {
  const seen = new Map<string, Message>();
  let last = 0n;
  return {
    duplicateOf(message, nowMs) {
      for (const [id, first] of seen) {
        if (first.sentAt + DEDUPLICATION_MS > nowMs) break;
        seen.delete(id);
      }
      return seen.get(deduplicationIdOf(message));
    },
    number(message, nowMs) {
      const kept = message.sequenceNumber === undefined ? 0n : BigInt(message.sequenceNumber);
      const started = BigInt(Math.trunc(nowMs)) * NUMBERS_PER_MS;
      const next = started > last ? started : last + 1n;
      last = kept > last ? kept : next;
      message.sequenceNumber = String(last).padStart(SEQUENCE_DIGITS, '0');
      message.deduplicationId = deduplicationIdOf(message);
    },
    remember(message) {
      // The first receipt changes the stored message; a duplicate is answered with this one.
      seen.set(deduplicationIdOf(message), { ...message });
    },
  };
}

/**
 * The waiting messages in the order they were sent, without those whose group has an earlier one
 * that is delayed or in flight.
 */
export function* inGroupOrder<Message extends NewMessage>(
  all: Iterable<Message>,
  waiting: ReadonlySet<Message>,
): Generator<Message> {
  const blocked = new Set<string | undefined>();
  for (const message of all) {
    if (blocked.has(message.groupId)) continue;
    if (waiting.has(message)) yield message;
    else blocked.add(message.groupId);
  }
}
