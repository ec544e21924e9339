import {
  DeleteItemCommand,
  GetItemCommand,
  PutItemCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { GetCommand, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { CHATS } from '../tables.ts';
import { type Scenario, using } from './suite.ts';

const { TableName } = CHATS;
const key = (sk: string) => ({ pk: { S: 'items' }, sk: { S: sk } });

/** Every type of value, nested. */
const EVERYTHING = {
  n: { N: '1.5' },
  s: { S: 'äöü 👍' },
  t: { SS: ['b', 'a'] },
  ns: { NS: ['10', '-1', '0.5'] },
  bs: { BS: [Buffer.from('a'), Buffer.from([255])] },
  b: { B: Buffer.from([0, 255]) },
  l: { L: [{ S: 'a' }, { N: '1' }, { M: { x: { N: '1' } } }, { L: [{ NULL: true as const }] }] },
  m: { M: { x: { M: { y: { L: [{ N: '1' }, { N: '2' }] } } }, y: { S: '' } } },
  f: { BOOL: false },
  nil: { NULL: true as const },
};

/** Puts, gets, updates and deletes of one item, with everything they can give back. */
export const items: Scenario[] = [
  {
    name: 'every type of value is stored and read back',
    run: async ({ call, document }) => {
      await call(new PutItemCommand({ TableName, Item: { ...key('all'), ...EVERYTHING } }));
      await call(new GetItemCommand({ TableName, Key: key('all'), ConsistentRead: true }));
      await document(
        new PutCommand({
          TableName,
          Item: {
            pk: 'items',
            sk: 'document',
            n: 12.25,
            t: new Set(['x', 'y']),
            ns: new Set([1, 2]),
            l: [1, 'a', null, true, { deep: [] }],
            b: new Uint8Array([1, 2, 3]),
          },
        }),
      );
      await document(new GetCommand({ TableName, Key: { pk: 'items', sk: 'document' } }));
      await document(new GetCommand({ TableName, Key: { pk: 'items', sk: 'nobody' } }));
    },
  },
  {
    name: 'each kind of ReturnValues, with and without an item',
    run: async ({ call }) => {
      for (const there of [false, true]) {
        for (const ReturnValues of ['NONE', 'ALL_OLD', 'UPDATED_OLD', 'ALL_NEW', 'UPDATED_NEW']) {
          const Key = key(`${ReturnValues} ${there}`);
          if (there) await call(new PutItemCommand({ TableName, Item: { ...Key, ...EVERYTHING } }));
          for (const UpdateExpression of [
            'SET n = :n1, s = :a REMOVE l',
            'REMOVE t',
            'SET q = :a',
            'ADD r :n1',
            'REMOVE missing',
          ]) {
            await call(
              new UpdateItemCommand({
                TableName,
                Key,
                UpdateExpression,
                ReturnValues: ReturnValues as 'NONE',
                ...using(UpdateExpression),
              }),
            );
          }
        }
      }
      for (const ReturnValues of ['NONE', 'ALL_OLD', 'ALL_NEW', 'UPDATED_OLD'] as const) {
        for (const there of [false, true]) {
          const Key = key(`put ${ReturnValues} ${there}`);
          if (there) await call(new PutItemCommand({ TableName, Item: { ...Key, n: { N: '1' } } }));
          await call(new PutItemCommand({ TableName, Item: Key, ReturnValues }));
          await call(new DeleteItemCommand({ TableName, Key, ReturnValues }));
        }
      }
    },
  },
  {
    name: 'the item of a failed condition is given only when it is asked for',
    run: async ({ call }) => {
      await call(new PutItemCommand({ TableName, Item: { ...key('guarded'), n: { N: '1' } } }));
      for (const asked of [undefined, 'NONE', 'ALL_OLD'] as const) {
        for (const sk of ['guarded', 'nobody']) {
          const guard = {
            TableName,
            ConditionExpression: 'n > :n1',
            ...using('n > :n1'),
            ...(asked && { ReturnValuesOnConditionCheckFailure: asked }),
          };
          await call(new PutItemCommand({ ...guard, Item: key(sk) }));
          await call(new DeleteItemCommand({ ...guard, Key: key(sk) }));
          await call(
            new UpdateItemCommand({ ...guard, Key: key(sk), UpdateExpression: 'REMOVE n' }),
          );
        }
      }
    },
  },
  {
    name: 'an update makes the item that is not there, and an empty one touches it',
    run: async ({ call, document }) => {
      await call(new UpdateItemCommand({ TableName, Key: key('touched') }));
      await call(new GetItemCommand({ TableName, Key: key('touched') }));
      await call(
        new UpdateItemCommand({
          TableName,
          Key: key('only removed'),
          UpdateExpression: 'REMOVE n',
        }),
      );
      await call(new GetItemCommand({ TableName, Key: key('only removed') }));
      await document(
        new UpdateCommand({
          TableName,
          Key: { pk: 'items', sk: 'counter' },
          UpdateExpression: 'ADD n :by',
          ExpressionAttributeValues: { ':by': 5 },
          ReturnValues: 'ALL_NEW',
        }),
      );
    },
  },
  {
    name: 'consumed capacity of single reads and writes',
    run: async ({ call }) => {
      for (const ReturnConsumedCapacity of ['NONE', 'TOTAL', 'INDEXES'] as const) {
        const asked = { TableName, ReturnConsumedCapacity };
        const Key = key(`capacity ${ReturnConsumedCapacity}`);
        const text = (length: number) => ({ s: { S: 'x'.repeat(length) } });
        await call(new PutItemCommand({ ...asked, Item: { ...Key, ...text(100) } }));
        await call(new PutItemCommand({ ...asked, Item: { ...Key, ...text(2000) } }));
        await call(
          new PutItemCommand({ ...asked, Item: { ...Key, q: { S: 'a' }, r: { N: '1' } } }),
        );
        await call(
          new PutItemCommand({ ...asked, Item: { ...Key, q: { S: 'a' }, r: { N: '2' } } }),
        );
        await call(new GetItemCommand({ ...asked, Key }));
        await call(new GetItemCommand({ ...asked, Key, ConsistentRead: true }));
        await call(new GetItemCommand({ ...asked, Key: key('nobody') }));
        await call(
          new UpdateItemCommand({
            ...asked,
            Key,
            UpdateExpression: 'SET n = :n1',
            ...using(':n1'),
          }),
        );
        await call(new UpdateItemCommand({ ...asked, Key, UpdateExpression: 'REMOVE q' }));
        await call(new DeleteItemCommand({ ...asked, Key }));
      }
    },
  },
];
