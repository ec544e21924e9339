import type { Item, Store, Table } from 'dynalite/db/index.js';
import { DynamoError, validationException } from './errors.ts';
import { storedTable } from './transaction.ts';
import { writeItem } from './writes.ts';

/** Items that expired longer ago than this are left alone (Developer Guide, "Using TTL"). */
const IGNORED_AFTER_MS = 5 * 365 * 24 * 3600 * 1000;

interface Specification {
  AttributeName: string;
  Enabled: boolean;
}

/** Turns expiry of a table's items on or off; kept beside the table. */
export async function updateTimeToLive(
  store: Store,
  input: Record<string, unknown>,
): Promise<Record<string, unknown>> {
  const tableName = String(input.TableName);
  const asked = input.TimeToLiveSpecification as Partial<Specification> | undefined;
  if (!asked?.AttributeName || typeof asked.Enabled !== 'boolean') {
    throw validationException('TimeToLiveSpecification needs an AttributeName and Enabled');
  }
  await storedTable(store, tableName);
  const current = await specification(store, tableName);
  if ((current?.Enabled ?? false) === asked.Enabled) {
    throw validationException(`TimeToLive is already ${asked.Enabled ? 'enabled' : 'disabled'}`);
  }
  const specified: Specification = { AttributeName: asked.AttributeName, Enabled: asked.Enabled };
  await store.db.put(specificationKey(tableName), specified);
  return { TimeToLiveSpecification: specified };
}

/** States whether expiry is on, and by which attribute. */
export async function describeTimeToLive(
  store: Store,
  input: Record<string, unknown>,
): Promise<Record<string, unknown>> {
  const tableName = String(input.TableName);
  await storedTable(store, tableName);
  const current = await specification(store, tableName);
  return {
    TimeToLiveDescription: current?.Enabled
      ? { TimeToLiveStatus: 'ENABLED', AttributeName: current.AttributeName }
      : { TimeToLiveStatus: 'DISABLED' },
  };
}

/** Forgets a deleted table's setting, so that a new table of that name starts without one. */
export async function forgetTimeToLive(store: Store, tableName: string): Promise<void> {
  await store.db.batch([{ type: 'del', key: specificationKey(tableName) }]);
}

/**
 * Deletes the items of one table whose expiry, in epoch seconds, is before `nowMs`, and answers how
 * many it deleted. An item renewed meanwhile stays.
 */
export async function sweepTable(
  store: Store,
  tableName: string,
  nowMs: number,
  exclusively: <T>(task: () => Promise<T>) => Promise<T>,
): Promise<number> {
  const ttl = await specification(store, tableName);
  if (!ttl?.Enabled) return 0;
  const table = await storedTable(store, tableName);
  let deleted = 0;
  for await (const item of itemsOf(store, tableName)) {
    if (!isExpired(item, ttl.AttributeName, nowMs)) continue;
    if (await exclusively(() => deleteExpired(store, table, item, ttl.AttributeName))) deleted += 1;
  }
  return deleted;
}

function isExpired(item: Item, attribute: string, nowMs: number): boolean {
  const seconds = item[attribute]?.N;
  if (typeof seconds !== 'string') return false;
  const expiresAt = Number(seconds) * 1000;
  return expiresAt < nowMs && expiresAt > nowMs - IGNORED_AFTER_MS;
}

async function deleteExpired(
  store: Store,
  table: Table,
  item: Item,
  attribute: string,
): Promise<boolean> {
  const key = Object.fromEntries(
    table.KeySchema.map(({ AttributeName }) => [AttributeName, item[AttributeName]]),
  );
  try {
    await writeItem(store, 'DeleteItem', {
      TableName: table.TableName,
      Key: key,
      ConditionExpression: '#ttl = :seen',
      ExpressionAttributeNames: { '#ttl': attribute },
      ExpressionAttributeValues: { ':seen': item[attribute] },
    });
    return true;
  } catch (error) {
    if (error instanceof DynamoError && error.type === 'ConditionalCheckFailedException') {
      return false;
    }
    throw error;
  }
}

async function specification(store: Store, table: string): Promise<Specification | undefined> {
  return (await store.db.get(specificationKey(table))) as Specification | undefined;
}

function itemsOf(store: Store, tableName: string): AsyncIterable<Item> {
  const prefix = `item-${tableName}~`;
  return store.db.values({ gte: prefix, lt: `${prefix}\xff` }) as AsyncIterable<Item>;
}

/** Table names cannot hold `~`, so the key collides with no row of a table. */
function specificationKey(tableName: string): string {
  return `ttl~${tableName}`;
}
