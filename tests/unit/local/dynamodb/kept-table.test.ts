import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import db from 'dynalite/db/index.js';
import { beforeEach, expect, it } from 'vitest';
import { createDynamoEngine, type DynamoEngine } from '../../../../local/dynamodb/engine.ts';

const TableName = 'switchboard';
const INDEX = { IndexName: 'due', KeySchema: [{ AttributeName: 'at', KeyType: 'HASH' }] };
const TABLE = {
  TableName,
  AttributeDefinitions: ['pk', 'at'].map((AttributeName) => ({
    AttributeName,
    AttributeType: 'S',
  })),
  KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
  GlobalSecondaryIndexes: [{ ...INDEX, Projection: { ProjectionType: 'ALL' } }],
};
const Item = { pk: { S: 'a' }, at: { S: 'now' } };

let path: string;
beforeEach(async () => {
  path = await mkdtemp(join(tmpdir(), 'switchboard-table-'));
  return () => rm(path, { recursive: true });
});

async function inEngine<T>(use: (engine: DynamoEngine) => Promise<T>): Promise<T> {
  const engine = createDynamoEngine({ path });
  await engine.open();
  await engine.createTable(TABLE);
  return use(engine).finally(() => engine.close());
}

const call = async (engine: DynamoEngine, operation: string, input: object) => {
  const request = { operation, input: { TableName, ...input }, accessKeyId: 'caller' };
  return (await engine.handle(request)).output;
};

/** Leaves the table's record as a process that is killed at this moment does. */
async function killedWhile(TableStatus: 'CREATING' | 'DELETING'): Promise<void> {
  const store = db.create({ path, createTableMs: 0, deleteTableMs: 0, updateTableMs: 0 });
  await store.db.open();
  const [record] = await new Promise<object[]>((resolve, reject) =>
    store.getTable(TableName, false, (error, table) => (table ? resolve([table]) : reject(error))),
  );
  const { GlobalSecondaryIndexes, ...rest } = { ...TABLE, ...record };
  const left = TableStatus === 'CREATING' ? { ...rest, GlobalSecondaryIndexes } : rest;
  await new Promise<void>((resolve, reject) =>
    store.tableDb.put(TableName, { ...left, TableStatus }, (error) =>
      error ? reject(error) : resolve(),
    ),
  );
  await store.db.close();
}

it.each(['CREATING', 'DELETING'] as const)(
  'a table whose process was killed while it was %s is made anew, empty',
  async (status) => {
    await inEngine((engine) => call(engine, 'PutItem', { Item }));
    await killedWhile(status);

    const [found, rows, put] = await inEngine(async (engine) => [
      await call(engine, 'Scan', {}),
      await call(engine, 'Scan', { IndexName: 'due' }),
      await call(engine, 'PutItem', { Item }),
    ]);

    expect([found, rows, put]).toMatchObject([{ Count: 0 }, { Count: 0 }, {}]);
    expect(await inEngine((engine) => call(engine, 'Scan', { IndexName: 'due' }))).toMatchObject({
      Items: [Item],
    });
  },
);
