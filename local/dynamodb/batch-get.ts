import db, { type Item, type Store } from 'dynalite/db/index.js';
import { capacityDetail, createUnitsByTable } from './capacity.ts';
import { asDynamoError } from './errors.ts';
import type { ParsedExpressions } from './expressions/parsed.ts';
import { project } from './expressions/paths.ts';
import { assertKeySize } from './item-rules.ts';
import { itemBytes } from './item-size.ts';
import { execute, validate } from './operations.ts';
import { storedTable } from './transaction.ts';

type Input = Record<string, unknown>;
type KeysOfTable = Input & ParsedExpressions & { Keys: Item[] };

/** One answer holds at most 16 MB of items, as they are stored (API reference of BatchGetItem). */
const MAX_ANSWER_BYTES = 16 * 1024 * 1024;

/** Reads up to 100 items, in the order of their keys; what no longer fits is left unprocessed. */
export async function batchGetItem(store: Store, request: Input): Promise<Input> {
  const valid = validate(store, 'BatchGetItem', request);
  const requested = Object.entries(valid.RequestItems as Record<string, KeysOfTable>);
  for (const [tableName, { Keys }] of requested) await assertKeys(store, tableName, Keys);

  const units = createUnitsByTable('read');
  const responses: Record<string, Item[]> = {};
  const unprocessed: Record<string, Input> = {};
  let room = MAX_ANSWER_BYTES;
  for (const [tableName, table] of requested) {
    const { _projection, Keys, ...options } = table;
    const found: Item[] = [];
    const left: Item[] = [];
    for (const Key of Keys) {
      const item = room > 0 ? await stored(store, tableName, Key, table) : undefined;
      room -= item ? itemBytes(item) : 0;
      if (room < 0 || left.length > 0) {
        left.push(Key);
        continue;
      }
      units.add(tableName, db.capacityUnits(item, true, table.ConsistentRead === true));
      if (item) found.push(_projection ? project(_projection.paths, item) : item);
    }
    responses[tableName] = found;
    if (left.length > 0) unprocessed[tableName] = { ...options, Keys: left };
  }
  return {
    Responses: responses,
    UnprocessedKeys: unprocessed,
    ConsumedCapacity: units.report(capacityDetail(valid)),
  };
}

async function assertKeys(store: Store, tableName: string, keys: Item[]): Promise<void> {
  const table = await storedTable(store, tableName);
  for (const key of keys) {
    const invalid = db.validateKey(key, table);
    if (invalid) throw asDynamoError(invalid);
    assertKeySize(table, key);
  }
}

async function stored(
  store: Store,
  TableName: string,
  Key: Item,
  { AttributesToGet, ConsistentRead }: KeysOfTable,
): Promise<Item | undefined> {
  const { Item: item } = await execute(store, 'GetItem', {
    TableName,
    Key,
    ...(AttributesToGet !== undefined && { AttributesToGet }),
    ...(ConsistentRead !== undefined && { ConsistentRead }),
  });
  return item as Item | undefined;
}
