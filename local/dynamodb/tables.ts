import { isDeepStrictEqual } from 'node:util';
import type { KeySchemaElement, Store, Table } from 'dynalite/db/index.js';
import { asDynamoError, DynamoError } from './errors.ts';
import { execute, validate } from './operations.ts';

/** What a table needs, in the words of the CreateTable operation. */
export interface CreateTableInputLike {
  TableName: string;
  AttributeDefinitions: { AttributeName: string; AttributeType: string }[];
  KeySchema: { AttributeName: string; KeyType: string }[];
  GlobalSecondaryIndexes?: {
    IndexName: string;
    KeySchema: { AttributeName: string; KeyType: string }[];
    Projection: { ProjectionType?: string; NonKeyAttributes?: string[] };
  }[];
  BillingMode?: string;
}

/** Makes a table and answers once it accepts requests. Throws ResourceInUseException. */
export async function createActiveTable(
  store: Store,
  input: Record<string, unknown>,
): Promise<Record<string, unknown>> {
  const valid = validate(store, 'CreateTable', structuredClone(input));
  if (await findTable(store, String(valid.TableName))) {
    throw new DynamoError('ResourceInUseException', `Table already exists: ${valid.TableName}`);
  }
  await execute(store, 'CreateTable', valid);
  const table = await statusReached(store, String(valid.TableName), 'ACTIVE');
  return { TableDescription: table };
}

/** Removes a table and its rows, and answers once the name is free. */
export async function deleteWholeTable(
  store: Store,
  input: Record<string, unknown>,
): Promise<Record<string, unknown>> {
  const valid = validate(store, 'DeleteTable', input);
  const output = await execute(store, 'DeleteTable', valid);
  await statusReached(store, String(valid.TableName), undefined);
  return output;
}

/**
 * The table of that name as an earlier run has left it. One that was being made or deleted when
 * that run was killed is cleared away, and undefined, as is one that never was.
 */
export async function findKeptTable(
  store: Store,
  asked: CreateTableInputLike,
): Promise<Table | undefined> {
  const name = asked.TableName;
  const table = await findTable(store, name);
  if (!table || table.TableStatus === 'ACTIVE') return table;
  // A record of a table that is going names no indexes any more, whose rows go only with a name.
  await new Promise<void>((resolve, reject) => {
    const whole = { ...table, ...asked, TableStatus: 'ACTIVE' };
    store.tableDb.put(name, whole, (error) => (error ? reject(error) : resolve()));
  });
  await deleteWholeTable(store, { TableName: name });
  return undefined;
}

/** The table of that name, or undefined. */
export async function findTable(store: Store, name: string): Promise<Table | undefined> {
  try {
    return await tableRecord(store, name);
  } catch (error) {
    if (error instanceof DynamoError && error.type === 'ResourceNotFoundException')
      return undefined;
    throw error;
  }
}

/** Throws when a table kept from an earlier run has other keys or indexes than asked for now. */
export function assertSameShape(existing: Table, asked: CreateTableInputLike): void {
  if (isDeepStrictEqual(shapeOf(existing), shapeOf(asked))) return;
  throw new Error(
    `Table ${asked.TableName} is stored with other keys or indexes than the template has now. Start with another data directory.`,
  );
}

function shapeOf(table: Table | CreateTableInputLike) {
  const keys = (schema: Pick<KeySchemaElement, 'AttributeName'>[]) =>
    schema.map(
      ({ AttributeName }) =>
        `${AttributeName}:${table.AttributeDefinitions.find((one) => one.AttributeName === AttributeName)?.AttributeType}`,
    );
  return {
    keys: keys(table.KeySchema),
    indexes: (table.GlobalSecondaryIndexes ?? [])
      .map((index) => ({
        name: index.IndexName,
        keys: keys(index.KeySchema),
        projection: index.Projection.ProjectionType,
        attributes: [...(index.Projection.NonKeyAttributes ?? [])].sort(),
      }))
      .sort((a, b) => (a.name < b.name ? -1 : 1)),
  };
}

/** dynalite answers before it stores a table's new state; `undefined` waits for its absence. */
async function statusReached(
  store: Store,
  name: string,
  status: string | undefined,
): Promise<Table | undefined> {
  for (;;) {
    const table = await findTable(store, name);
    if (table?.TableStatus === status) return table;
    await new Promise((resolve) => setImmediate(resolve));
  }
}

function tableRecord(store: Store, name: string): Promise<Table> {
  return new Promise((resolve, reject) => {
    store.getTable(name, false, (error, table) => {
      if (table && !error) resolve(table);
      else reject(asDynamoError(error));
    });
  });
}
