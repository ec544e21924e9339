import type { EnginePair } from './engines/pair.ts';

/** String keys and three indexes: sparse with a projection, keys only, and everything. */
export const CHATS = {
  TableName: 'chats',
  BillingMode: 'PAY_PER_REQUEST',
  AttributeDefinitions: [
    { AttributeName: 'pk', AttributeType: 'S' },
    { AttributeName: 'sk', AttributeType: 'S' },
    { AttributeName: 'q', AttributeType: 'S' },
    { AttributeName: 'r', AttributeType: 'N' },
  ],
  KeySchema: [
    { AttributeName: 'pk', KeyType: 'HASH' },
    { AttributeName: 'sk', KeyType: 'RANGE' },
  ],
  GlobalSecondaryIndexes: [
    {
      IndexName: 'pending',
      KeySchema: [
        { AttributeName: 'q', KeyType: 'HASH' },
        { AttributeName: 'r', KeyType: 'RANGE' },
      ],
      Projection: { ProjectionType: 'INCLUDE', NonKeyAttributes: ['s', 'm'] },
    },
    {
      IndexName: 'kinds',
      KeySchema: [{ AttributeName: 'q', KeyType: 'HASH' }],
      Projection: { ProjectionType: 'KEYS_ONLY' },
    },
    {
      IndexName: 'ranks',
      KeySchema: [
        { AttributeName: 'sk', KeyType: 'HASH' },
        { AttributeName: 'r', KeyType: 'RANGE' },
      ],
      Projection: { ProjectionType: 'ALL' },
    },
  ],
} as const;

/** A number and a binary key: their order is not that of strings. */
export const READINGS = {
  TableName: 'readings',
  BillingMode: 'PAY_PER_REQUEST',
  AttributeDefinitions: [
    { AttributeName: 'id', AttributeType: 'B' },
    { AttributeName: 'at', AttributeType: 'N' },
  ],
  KeySchema: [
    { AttributeName: 'id', KeyType: 'HASH' },
    { AttributeName: 'at', KeyType: 'RANGE' },
  ],
} as const;

/** Makes the tables in both engines, dropping what was there. Throws when one of them refuses. */
export async function makeTables({ ours, official }: Pick<EnginePair, 'ours' | 'official'>) {
  for (const { wire } of [ours, official]) {
    for (const table of [CHATS, READINGS]) {
      await wire.call('DeleteTable', { TableName: table.TableName });
      const made = await wire.call('CreateTable', { ...table });
      if ('error' in made) throw new Error(`CreateTable: ${made.error.message}`);
    }
  }
}
