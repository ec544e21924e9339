import type { EngineResponse } from '../contracts.ts';
import type { Call } from '../front-door/call.ts';
import { isSoundBatch } from '../sqs/batch.ts';
import type { Schedule } from './schedule.ts';

type Members = Record<string, unknown>;
/** Takes about half of a list out, one member at least. */
type Leave = <T>(list: readonly T[]) => { taken: T[]; left: T[] };

/** A batch of which a part is left undone. */
export interface PartialBatch {
  /** What remains to be carried out; undefined if nothing does. */
  rest: Members | undefined;
  /** The service's answer to the whole, given the engine's to the rest. */
  complete(answer: EngineResponse): EngineResponse;
}

const QUEUE_BATCHES = new Set([
  'SendMessageBatch',
  'DeleteMessageBatch',
  'ChangeMessageVisibilityBatch',
]);

/** A larger batch (service quotas) is refused as a whole, and so must reach the engine whole. */
const MOST = { BatchWriteItem: 25, BatchGetItem: 100 };

/** Whether the service may leave a part of this call undone. */
export function canBePartial({ service, operation, input }: Call): boolean {
  if (service === 'sqs') return QUEUE_BATCHES.has(operation) && isSoundBatch(input);
  if (service !== 'dynamodb') return false;
  const most = operation === 'BatchGetItem' ? MOST.BatchGetItem : MOST.BatchWriteItem;
  const requests = partsOf(operation, input).length;
  // Of a single item DynamoDB does not leave a part: it refuses the call.
  return requests > 1 && requests <= most;
}

/**
 * Leaves some of a batch for the caller to send again: entries of SQS fail for no fault of the
 * sender (API reference, BatchResultErrorEntry), requests to DynamoDB come back as unprocessed; at
 * least one of these is carried out (API reference, BatchWriteItem and BatchGetItem).
 */
export function partial(call: Call, schedule: Schedule): PartialBatch {
  const leave: Leave = (list) => {
    const shuffled = schedule.shuffle('left undone', list);
    const left = shuffled.slice(0, Math.max(1, Math.floor(shuffled.length / 2)));
    return { taken: list.filter((one) => !left.includes(one)), left };
  };
  return call.service === 'sqs'
    ? failedEntries(call.input, leave)
    : unprocessed(call.operation, call.input, leave);
}

function failedEntries(input: Members, leave: Leave): PartialBatch {
  const { taken, left } = leave(listOf(input.Entries) as { Id?: string }[]);
  const Failed = left.map(({ Id }) => ({
    Id,
    Code: 'InternalError',
    Message: 'The request could not be carried out. Try again.',
    SenderFault: false,
  }));
  return {
    rest: taken.length > 0 ? { ...input, Entries: taken } : undefined,
    complete: (answer) =>
      withOutput(answer, ({ Successful = [], Failed: own }) => ({
        Successful,
        Failed: [...listOf(own), ...Failed],
      })),
  };
}

/** One request of a batch, with its table and what the table's other members say. */
interface Part {
  table: string;
  request: unknown;
}

function unprocessed(operation: string, input: Members, leave: Leave): PartialBatch {
  const { taken, left } = leave(partsOf(operation, input));
  const member = operation === 'BatchGetItem' ? 'UnprocessedKeys' : 'UnprocessedItems';
  const grouped = (parts: Part[]) => groupedByTable(operation, input, parts);
  return {
    rest: { ...input, RequestItems: grouped(taken) },
    complete: (answer) =>
      withOutput(answer, (output) => {
        const own = partsOf(operation, { RequestItems: output[member] });
        return { ...output, [member]: grouped([...own, ...left]) };
      }),
  };
}

function partsOf(operation: string, { RequestItems }: Members): Part[] {
  if (operation !== 'BatchGetItem' && operation !== 'BatchWriteItem') return [];
  return Object.entries((RequestItems ?? {}) as Members).flatMap(([table, requests]) => {
    const list = operation === 'BatchGetItem' ? (requests as Members | null)?.Keys : requests;
    return listOf(list).map((request) => ({ table, request }));
  });
}

function groupedByTable(operation: string, { RequestItems }: Members, parts: Part[]): Members {
  const tables = new Map<string, unknown[]>();
  for (const { table, request } of parts) {
    tables.set(table, [...(tables.get(table) ?? []), request]);
  }
  const said = RequestItems as Record<string, Members>;
  return Object.fromEntries(
    [...tables].map(([table, list]) => [
      table,
      operation === 'BatchGetItem' ? { ...said[table], Keys: list } : list,
    ]),
  );
}

function withOutput(answer: EngineResponse, change: (output: Members) => Members): EngineResponse {
  return answer.status === 200 ? { ...answer, output: change(answer.output) } : answer;
}

function listOf(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}
