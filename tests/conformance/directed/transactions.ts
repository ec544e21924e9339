import {
  BatchGetItemCommand,
  BatchWriteItemCommand,
  GetItemCommand,
  PutItemCommand,
  TransactGetItemsCommand,
  TransactWriteItemsCommand,
} from '@aws-sdk/client-dynamodb';
import { BatchGetCommand, BatchWriteCommand, TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import { CHATS, READINGS } from '../tables.ts';
import { type Scenario, using } from './suite.ts';

const { TableName } = CHATS;
const key = (sk: string) => ({ pk: { S: 'transactions' }, sk: { S: sk } });
const added = (sk: string, text = 'ADD n :n1') => ({
  Update: { TableName, Key: key(sk), UpdateExpression: text, ...using(text) },
});
const failed = { ConditionExpression: 'n = :n10', ...using(':n10') };

/** Transactions with every kind of member and every reason to cancel; batches. */
export const transactions: Scenario[] = [
  {
    name: 'every kind of member is applied together',
    run: async ({ call, document }) => {
      await call(new PutItemCommand({ TableName, Item: { ...key('deleted'), n: { N: '1' } } }));
      await call(new PutItemCommand({ TableName, Item: { ...key('checked'), n: { N: '1' } } }));
      await call(
        new TransactWriteItemsCommand({
          TransactItems: [
            { Put: { TableName, Item: { ...key('put'), q: { S: 'a' }, r: { N: '1' } } } },
            added('updated'),
            { Delete: { TableName, Key: key('deleted') } },
            {
              ConditionCheck: {
                TableName,
                Key: key('checked'),
                ConditionExpression: 'attribute_exists(n)',
              },
            },
            {
              Put: {
                TableName: READINGS.TableName,
                Item: { id: { B: Buffer.from('x') }, at: { N: '1' } },
              },
            },
          ],
        }),
      );
      await call(
        new TransactGetItemsCommand({
          TransactItems: ['put', 'updated', 'deleted', 'checked'].map((sk) => ({
            Get: { TableName, Key: key(sk) },
          })),
        }),
      );
      await call(
        new TransactGetItemsCommand({
          TransactItems: [
            { Get: { TableName, Key: key('put'), ProjectionExpression: 'q' } },
            { Get: { TableName, Key: key('nobody') } },
          ],
        }),
      );
      await document(
        new TransactWriteCommand({
          TransactItems: [
            { Put: { TableName, Item: { pk: 'transactions', sk: 'document', n: 1 } } },
          ],
        }),
      );
    },
  },
  {
    name: 'a failed condition of each kind of member cancels, with its item when asked for',
    run: async ({ call }) => {
      await call(new PutItemCommand({ TableName, Item: { ...key('there'), n: { N: '1' } } }));
      for (const asked of [{}, { ReturnValuesOnConditionCheckFailure: 'ALL_OLD' as const }]) {
        for (const sk of ['there', 'nobody']) {
          const guard = { TableName, ...failed, ...asked };
          for (const member of [
            { Put: { ...guard, Item: key(sk) } },
            { Delete: { ...guard, Key: key(sk) } },
            { ConditionCheck: { ...guard, Key: key(sk) } },
            { Update: { ...guard, Key: key(sk), UpdateExpression: 'REMOVE n' } },
          ]) {
            await call(new TransactWriteItemsCommand({ TransactItems: [added('other'), member] }));
          }
        }
      }
      await call(new GetItemCommand({ TableName, Key: key('other') }));
    },
  },
  {
    name: 'an update that cannot be applied cancels',
    run: async ({ call }) => {
      for (const text of [
        'SET n = missing',
        'SET missing.x = :n1',
        'SET n = s + :n1',
        'ADD s :n1',
      ]) {
        await call(new PutItemCommand({ TableName, Item: { ...key('stuck'), s: { S: 'a' } } }));
        await call(
          new TransactWriteItemsCommand({ TransactItems: [added('beside'), added('stuck', text)] }),
        );
        await call(new GetItemCommand({ TableName, Key: key('beside') }));
      }
    },
  },
  {
    name: 'transactions that are refused before anything is looked at',
    run: async ({ call, raw }) => {
      const Put = { TableName, Item: key('x') };
      await raw('TransactWriteItems', { TransactItems: [] });
      await raw('TransactWriteItems', {});
      await raw('TransactWriteItems', {
        TransactItems: Array.from({ length: 101 }, (_, at) => ({
          Put: { TableName, Item: key(`${at}`) },
        })),
      });
      await raw('TransactWriteItems', { TransactItems: [{}] });
      await raw('TransactWriteItems', {
        TransactItems: [{ Put, Delete: { TableName, Key: key('y') } }],
      });
      await raw('TransactWriteItems', {
        TransactItems: [{ ConditionCheck: { TableName, Key: key('x') } }],
      });
      await raw('TransactGetItems', { TransactItems: [] });
      await call(
        new TransactWriteItemsCommand({
          TransactItems: [added('same'), { Delete: { TableName, Key: key('same') } }],
        }),
      );
      await call(
        new TransactGetItemsCommand({
          TransactItems: [
            { Get: { TableName, Key: key('same') } },
            { Get: { TableName, Key: key('same') } },
          ],
        }),
      );
      await call(
        new TransactWriteItemsCommand({
          TransactItems: [{ Put: { TableName: 'nowhere', Item: key('x') } }],
        }),
      );
      await call(
        new TransactWriteItemsCommand({ TransactItems: [added('x', 'SET n = :nowhere')] }),
      );
      await call(
        new TransactWriteItemsCommand({
          TransactItems: [{ Delete: { TableName, Key: { pk: { S: 'x' } } } }],
        }),
      );
      await call(
        new TransactWriteItemsCommand({
          TransactItems: [{ Put: { TableName, Item: { pk: { S: 'x' } } } }],
        }),
      );
      await call(
        new TransactWriteItemsCommand({
          TransactItems: [{ Put: { TableName, Item: { ...key('x'), q: { N: '1' } } } }],
        }),
      );
    },
  },
  {
    name: 'a token takes effect once, and stands for one request',
    run: async ({ call }) => {
      const once = (text: string, ClientRequestToken = 'token-1') =>
        call(
          new TransactWriteItemsCommand({
            ClientRequestToken,
            TransactItems: [added('tokens', text)],
          }),
        );
      await once('ADD n :n1');
      await once('ADD n :n1');
      await once('ADD n :n2');
      await once('ADD n :n2', 'token-2');
      await once('SET n = missing', 'token-3');
      await call(new GetItemCommand({ TableName, Key: key('tokens') }));
    },
  },
  {
    name: 'batches write, read and refuse',
    run: async ({ call, document }) => {
      const puts = ['a', 'b', 'c'].map((sk) => ({
        PutRequest: { Item: { ...key(`batch ${sk}`), n: { N: '1' } } },
      }));
      const write = (requests: object[]) =>
        call(new BatchWriteItemCommand({ RequestItems: { [TableName]: requests as never } }));
      await write(puts);
      await write([
        { DeleteRequest: { Key: key('batch a') } },
        { DeleteRequest: { Key: key('batch z') } },
      ]);
      await write([...puts, ...puts.slice(0, 1)]);
      await write([{ PutRequest: { Item: { pk: { S: 'x' } } } }]);
      await write([]);
      await write([{}]);
      await write(
        Array.from({ length: 26 }, (_, at) => ({ PutRequest: { Item: key(`many ${at}`) } })),
      );
      await call(new BatchWriteItemCommand({ RequestItems: { nowhere: puts } }));
      const read = (keys: object[], more: object = {}) =>
        call(
          new BatchGetItemCommand({
            RequestItems: { [TableName]: { Keys: keys as never, ...more } },
          }),
        );
      await read(['a', 'b', 'c', 'z'].map((sk) => key(`batch ${sk}`)));
      await read([key('batch b')], { ProjectionExpression: 'n, missing' });
      await read([key('batch b'), key('batch b')]);
      await read([{ pk: { S: 'x' } }]);
      await read([]);
      await read(Array.from({ length: 101 }, (_, at) => key(`many ${at}`)));
      await document(
        new BatchWriteCommand({
          RequestItems: {
            [TableName]: [{ PutRequest: { Item: { pk: 'transactions', sk: 'd', n: 1 } } }],
          },
        }),
      );
      await document(
        new BatchGetCommand({
          RequestItems: { [TableName]: { Keys: [{ pk: 'transactions', sk: 'd' }] } },
        }),
      );
    },
  },
  {
    name: 'a batch too large to answer leaves keys unprocessed',
    run: async ({ call }) => {
      const text = 'x'.repeat(390_000);
      const keys = Array.from({ length: 50 }, (_, at) => key(`large ${at}`));
      for (const large of keys) {
        await call(new PutItemCommand({ TableName, Item: { ...large, s: { S: text } } }));
      }
      let left = keys;
      for (let round = 0; left.length > 0 && round < 10; round += 1) {
        const output = await call(
          new BatchGetItemCommand({
            RequestItems: { [TableName]: { Keys: left, ProjectionExpression: 'sk' } },
          }),
        );
        const unprocessed = output.UnprocessedKeys as Record<string, { Keys: typeof keys }>;
        left = unprocessed[TableName]?.Keys ?? [];
      }
      for (const large of keys) {
        await call(
          new BatchWriteItemCommand({
            RequestItems: { [TableName]: [{ DeleteRequest: { Key: large } }] },
          }),
        );
      }
    },
  },
  {
    name: 'consumed capacity of transactions and batches',
    run: async ({ call }) => {
      for (const ReturnConsumedCapacity of ['TOTAL', 'INDEXES'] as const) {
        await call(
          new TransactWriteItemsCommand({
            ReturnConsumedCapacity,
            TransactItems: [
              added('units'),
              { Put: { TableName, Item: { ...key('units 2'), q: { S: 'a' }, r: { N: '1' } } } },
            ],
          }),
        );
        await call(
          new TransactGetItemsCommand({
            ReturnConsumedCapacity,
            TransactItems: [{ Get: { TableName, Key: key('units') } }],
          }),
        );
        await call(
          new BatchGetItemCommand({
            ReturnConsumedCapacity,
            RequestItems: { [TableName]: { Keys: [key('units')] } },
          }),
        );
        await call(
          new BatchWriteItemCommand({
            ReturnConsumedCapacity,
            RequestItems: { [TableName]: [{ PutRequest: { Item: key('units') } }] },
          }),
        );
      }
    },
  },
];
