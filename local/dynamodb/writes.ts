import db, { type Item, type Store } from 'dynalite/db/index.js';
import { type CapacityDetail, capacityDetail, consumedCapacity } from './capacity.ts';
import { DynamoError, validationException } from './errors.ts';
import { assertStorable } from './item-rules.ts';
import { execute, validate } from './operations.ts';
import { createOverlay, type Overlay } from './overlay.ts';
import { executeWrite, type SingleWrite } from './single-write.ts';
import { storedTable } from './transaction.ts';

type Input = Record<string, unknown>;
type Output = Record<string, unknown>;

/**
 * Writes one item and its index rows in one step. Throws ConditionalCheckFailedException, with the
 * `Item` as it is if `ReturnValuesOnConditionCheckFailure` is ALL_OLD and there is one.
 */
export async function writeItem(
  store: Store,
  operation: SingleWrite,
  input: Input,
): Promise<Output> {
  const returnItem = wantsItemOnFailure(input);
  const valid = validate(store, operation, input);
  const tableName = String(valid.TableName);
  const detail = capacityDetail(valid);
  const overlay = createOverlay(store);
  try {
    const output = await executeWrite(overlay.store, operation, {
      ...valid,
      ReturnConsumedCapacity: 'TOTAL',
    });
    await store.db.batch(overlay.operations());
    return { ...output, ConsumedCapacity: writtenCapacity(output, overlay, tableName, detail) };
  } catch (error) {
    throw withFailureDetails(error, overlay, tableName, returnItem, detail);
  }
}

/** Writes up to 25 items. Throws before anything is written if one of them is not acceptable. */
export async function batchWriteItem(store: Store, input: Input): Promise<Output> {
  const valid = validate(store, 'BatchWriteItem', input);
  const detail = capacityDetail(valid);
  const overlay = createOverlay(store);
  await assertBatchStorable(store, valid);
  const output = await execute(overlay.store, 'BatchWriteItem', {
    ...valid,
    ReturnConsumedCapacity: 'TOTAL',
  });
  await store.db.batch(overlay.operations());
  const perTable = output.ConsumedCapacity as { TableName: string; CapacityUnits: number }[];
  return {
    ...output,
    ConsumedCapacity:
      detail === 'NONE'
        ? undefined
        : perTable.map((one) =>
            writtenCapacity({ ConsumedCapacity: one }, overlay, one.TableName, detail),
          ),
  };
}

type WriteRequest = { PutRequest?: { Item: Item }; DeleteRequest?: { Key: Item } };

async function assertBatchStorable(store: Store, { RequestItems }: Input): Promise<void> {
  for (const [name, requests] of Object.entries(RequestItems as Record<string, WriteRequest[]>)) {
    const table = await storedTable(store, name);
    for (const { PutRequest } of requests) {
      // A key that does not fit the table is told by the write itself.
      if (PutRequest && !db.validateItem(PutRequest.Item, table)) {
        assertStorable(table, PutRequest.Item, 'put');
      }
    }
  }
}

/** Reads the member dynalite does not know; throws ValidationException for an unknown value. */
export function wantsItemOnFailure(input: Input): boolean {
  const asked = input.ReturnValuesOnConditionCheckFailure ?? 'NONE';
  if (asked === 'ALL_OLD' || asked === 'NONE') return asked === 'ALL_OLD';
  throw validationException(
    `1 validation error detected: Value '${String(asked)}' at 'returnValuesOnConditionCheckFailure' failed to satisfy constraint: Member must satisfy enum value set: [ALL_OLD, NONE]`,
  );
}

function writtenCapacity(
  output: Output,
  overlay: Overlay,
  tableName: string,
  detail: CapacityDetail,
): Output | undefined {
  const table = (output.ConsumedCapacity as { CapacityUnits: number }).CapacityUnits;
  const indexes = overlay.indexUnits()[tableName] ?? {};
  return consumedCapacity(tableName, { kind: 'write', table, indexes }, detail);
}

/** A refused condition still costs the write units of the item it was checked against. */
function withFailureDetails(
  error: unknown,
  overlay: Overlay,
  tableName: string,
  returnItem: boolean,
  detail: CapacityDetail,
): unknown {
  if (!(error instanceof DynamoError) || error.type !== 'ConditionalCheckFailedException') {
    return error;
  }
  const item = overlay.itemRead();
  const table = db.capacityUnits(item, false, true);
  return new DynamoError(error.type, error.message, {
    ...(returnItem && item && { Item: item }),
    ConsumedCapacity: consumedCapacity(tableName, { kind: 'write', table, indexes: {} }, detail),
  });
}
