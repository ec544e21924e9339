import db, { type Item, type Store, type Table } from 'dynalite/db/index.js';
import { asDynamoError, DynamoError } from './errors.ts';
import { matches } from './expressions/condition.ts';
import type { ParsedExpressions, Path } from './expressions/parsed.ts';
import { project } from './expressions/paths.ts';
import { updated } from './expressions/update.ts';
import { assertKeySize, assertStorable } from './item-rules.ts';
import { execute, type ValidInput } from './operations.ts';
import { storedTable } from './transaction.ts';

type Output = Record<string, unknown>;

/** The operations that write one item. */
export type SingleWrite = 'PutItem' | 'UpdateItem' | 'DeleteItem';

/**
 * Carries out one validated write against an overlay: dynalite stores items and keeps indexes, but
 * conditions and updates are decided here. Throws ConditionalCheckFailedException and
 * ValidationException.
 */
export async function executeWrite(
  overlay: Store,
  operation: SingleWrite,
  input: ValidInput,
): Promise<Output> {
  const { _condition, _updates, ...rest } = input as ValidInput & ParsedExpressions;
  const table = await storedTable(overlay, String(input.TableName));
  const key = (input.Item ?? input.Key) as Item;
  refuse(input.Item ? db.validateItem(key, table) : db.validateKey(key, table));
  if (input.Item) assertStorable(table, key, 'put');
  else assertKeySize(table, key);
  if (_updates) refuse(db.validateUpdates(undefined, _updates, table));
  if (_condition) refuse(db.validateKeyPaths(_condition.nestedPaths, table));
  const before = await storedItem(overlay, table, key);
  if (_condition && !matches(_condition.expression, before ?? {})) {
    throw new DynamoError('ConditionalCheckFailedException', 'The conditional request failed');
  }
  if (!_updates) return execute(overlay, operation, rest);

  const after = updated(_updates.sections, before ?? key);
  assertStorable(table, after, 'update');
  const { ConsumedCapacity } = await execute(overlay, 'PutItem', {
    TableName: input.TableName,
    Item: after,
    ReturnConsumedCapacity: input.ReturnConsumedCapacity,
  });
  return { ...returned(input.ReturnValues, before, after, _updates.paths), ConsumedCapacity };
}

function refuse(error: Error | null | undefined): void {
  if (error) throw asDynamoError(error);
}

function storedItem(store: Store, table: Table, key: Item): Promise<Item | undefined> {
  return new Promise((resolve, reject) => {
    store.getItemDb(table.TableName).get(db.createKey(key, table), (error, item) => {
      if (error && error.name !== 'NotFoundError') reject(error);
      else resolve(item);
    });
  });
}

function returned(
  asked: unknown,
  before: Item | undefined,
  after: Item,
  paths: Path[],
): { Attributes?: Item } {
  switch (asked) {
    case 'ALL_OLD':
      return before ? { Attributes: before } : {};
    case 'ALL_NEW':
      return { Attributes: after };
    case 'UPDATED_OLD':
      return unlessEmpty(project(paths, before ?? {}));
    case 'UPDATED_NEW':
      return unlessEmpty(project(paths, after));
    default:
      return {};
  }
}

function unlessEmpty(attributes: Item): { Attributes?: Item } {
  return Object.keys(attributes).length > 0 ? { Attributes: attributes } : {};
}
