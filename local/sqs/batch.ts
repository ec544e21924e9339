import { SqsError } from './errors.ts';
import { assertTypes } from './member-types.ts';
import { MAX_MESSAGE_BYTES, type MessageAttribute, messageBytes } from './message.ts';

/** Entries in one batch request (service quota). */
const MAX_ENTRIES = 10;

type Entry = Record<string, unknown> & { Id: string };

/**
 * Runs each entry by itself; one that throws an `SqsError` is listed under `Failed` and does not
 * touch the others. Throws when the batch as a whole is malformed.
 */
export function runBatch(
  input: Record<string, unknown>,
  run: (entry: Entry) => Record<string, unknown>,
): { Successful: Record<string, unknown>[]; Failed: Record<string, unknown>[] } {
  const Successful: Record<string, unknown>[] = [];
  const Failed: Record<string, unknown>[] = [];
  for (const entry of entriesOf(input)) {
    try {
      Successful.push({ Id: entry.Id, ...run(entry) });
    } catch (error) {
      if (!(error instanceof SqsError)) throw error;
      Failed.push({ Id: entry.Id, Code: error.type, Message: error.message, SenderFault: true });
    }
  }
  return { Successful, Failed };
}

/** Whether the batch as a whole is accepted; its entries may fail all the same. */
export function isSoundBatch(input: Record<string, unknown>): boolean {
  try {
    assertTypes(input);
    assertBatchSize(input);
    return true;
  } catch (error) {
    if (error instanceof SqsError) return false;
    throw error;
  }
}

/** Throws BatchRequestTooLong when the messages together exceed what one message may have. */
export function assertBatchSize(input: Record<string, unknown>): void {
  let bytes = 0;
  // Of malformed entries, too: those fail by themselves only in a batch that is not too large.
  for (const { MessageBody, MessageAttributes } of entriesOf(input)) {
    const body = typeof MessageBody === 'string' ? MessageBody : '';
    const attributes = (MessageAttributes ?? {}) as Record<string, MessageAttribute>;
    bytes += messageBytes({ body, attributes });
  }
  if (bytes > MAX_MESSAGE_BYTES) {
    throw new SqsError(
      'BatchRequestTooLong',
      `Batch requests cannot be longer than ${MAX_MESSAGE_BYTES} bytes. You have sent ${bytes} bytes.`,
    );
  }
}

function entriesOf(input: Record<string, unknown>): Entry[] {
  const entries = (input.Entries ?? []) as Entry[];
  if (!Array.isArray(entries) || entries.length === 0) {
    throw new SqsError('EmptyBatchRequest', 'There should be at least one entry in the request.');
  }
  if (entries.length > MAX_ENTRIES) {
    throw new SqsError(
      'TooManyEntriesInBatchRequest',
      `Maximum number of entries per request are ${MAX_ENTRIES}. You have sent ${entries.length}.`,
    );
  }
  if (entries.some(({ Id }) => typeof Id !== 'string')) {
    throw new SqsError('MissingParameter', 'The request must contain the parameter Id.');
  }
  if (entries.some(({ Id }) => !/^[\w-]{1,80}$/.test(Id))) {
    throw new SqsError(
      'InvalidBatchEntryId',
      'A batch entry id can only contain alphanumeric characters, hyphens and underscores. It can be at most 80 letters long.',
    );
  }
  if (new Set(entries.map(({ Id }) => Id)).size !== entries.length) {
    throw new SqsError('BatchEntryIdsNotDistinct', 'Two or more batch entries have the same Id.');
  }
  return entries;
}
