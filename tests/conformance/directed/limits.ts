import {
  CreateTableCommand,
  DeleteTableCommand,
  DescribeTableCommand,
  DescribeTimeToLiveCommand,
  GetItemCommand,
  ListTablesCommand,
  PutItemCommand,
  QueryCommand,
  UpdateItemCommand,
  UpdateTimeToLiveCommand,
} from '@aws-sdk/client-dynamodb';
import { CHATS } from '../tables.ts';
import type { Scenario } from './suite.ts';

const { TableName } = CHATS;
const key = (sk: string) => ({ pk: { S: 'limits' }, sk: { S: sk } });

const NUMBERS = [
  '0',
  '-0',
  '00012.3400',
  '1.00',
  '1e3',
  '1E-3',
  '.5',
  '12345678901234567890123456789012345678',
  '123456789012345678901234567890123456789',
  '1.2345678901234567890123456789012345678',
  '9.9999999999999999999999999999999999999E+125',
  '1e126',
  '1e-130',
  '1e-131',
  '-1e-130',
  'abc',
  '',
  ' 1',
  '0x10',
  'NaN',
  'Infinity',
];

/** Sizes, numbers, empty values, keys, names and tables. */
export const limits: Scenario[] = [
  {
    name: 'numbers as they are written',
    run: async ({ raw }) => {
      for (const [at, N] of NUMBERS.entries()) {
        const Key = key(`number ${at}`);
        await raw('PutItem', { TableName, Item: { ...Key, n: { N } } });
        await raw('GetItem', { TableName, Key });
        await raw('PutItem', { TableName, Item: { ...Key, n: { NS: [N, '7'] } } });
        await raw('PutItem', { TableName, Item: { ...Key, r: { N } } });
      }
    },
  },
  {
    name: 'arithmetic is exact to 38 digits',
    run: async ({ call }) => {
      const Key = key('sum');
      for (const [start, change] of [
        ['0.1', '0.2'],
        ['-1.5', '1.5'],
        ['12345678901234567890123456789012345678', '1'],
        ['99999999999999999999999999999999999999', '1'],
        ['1e125', '-1e125'],
        ['9.9e125', '9.9e125'],
        ['1e20', '1e-10'],
      ] as const) {
        for (const UpdateExpression of ['ADD n :by', 'SET n = n - :by']) {
          await call(new PutItemCommand({ TableName, Item: { ...Key, n: { N: start } } }));
          await call(
            new UpdateItemCommand({
              TableName,
              Key,
              UpdateExpression,
              ExpressionAttributeValues: { ':by': { N: change } },
              ReturnValues: 'ALL_NEW',
            }),
          );
        }
      }
    },
  },
  {
    name: 'values that are empty, doubled or of no type',
    run: async ({ raw }) => {
      for (const value of [
        { S: '' },
        { B: '' },
        { SS: [] },
        { NS: [] },
        { BS: [] },
        { SS: [''] },
        { SS: ['a', 'a'] },
        { NS: ['1', '1.0'] },
        { L: [] },
        { M: {} },
        { L: [{ S: '' }] },
        { NULL: true },
        { NULL: false },
        {},
        { S: 'a', N: '1' },
        { M: { x: {} } },
      ]) {
        await raw('PutItem', { TableName, Item: { ...key('value'), v: value } });
        await raw('GetItem', { TableName, Key: key('value') });
        await raw('UpdateItem', {
          TableName,
          Key: key('value'),
          UpdateExpression: 'SET v = :v',
          ExpressionAttributeValues: { ':v': value },
        });
      }
    },
  },
  {
    name: 'keys that are empty, missing, too many or of another type',
    run: async ({ raw }) => {
      const pk = { S: 'limits' };
      for (const Key of [
        { pk, sk: { S: '' } },
        { pk: { S: '' }, sk: { S: 'a' } },
        { pk },
        {},
        { pk, sk: { N: '1' } },
        { pk, sk: { S: 'a' }, more: { S: 'a' } },
        { pk, sk: { S: 'x'.repeat(1025) } },
        { pk, sk: { S: 'é'.repeat(600) } },
        { pk: { S: 'x'.repeat(2049) }, sk: { S: 'a' } },
      ]) {
        await raw('GetItem', { TableName, Key });
        await raw('DeleteItem', { TableName, Key });
        await raw('PutItem', { TableName, Item: Key });
        await raw('UpdateItem', { TableName, Key });
      }
      for (const q of [{ S: '' }, { N: '1' }, { S: 'x'.repeat(2049) }]) {
        await raw('PutItem', { TableName, Item: { ...key('index key'), q } });
        await raw('UpdateItem', {
          TableName,
          Key: key('index key'),
          UpdateExpression: 'SET r = :one, q = :q',
          ExpressionAttributeValues: { ':q': q, ':one': { N: '1' } },
        });
      }
    },
  },
  {
    name: 'an item has at most 400 KB, names and bytes counted',
    run: async ({ call }) => {
      const own = 'pk'.length + 'limits'.length + 'sk'.length + 'size'.length + 's'.length;
      const most = 400 * 1024 - own;
      for (const length of [most, most + 1]) {
        await call(
          new PutItemCommand({ TableName, Item: { ...key('size'), s: { S: 'x'.repeat(length) } } }),
        );
      }
      for (const letters of [most / 2 - 1, most / 2 + 1]) {
        await call(
          new PutItemCommand({
            TableName,
            Item: { ...key('size'), s: { S: 'é'.repeat(letters) } },
          }),
        );
      }
      await call(
        new PutItemCommand({ TableName, Item: { ...key('size'), s: { S: 'x'.repeat(300_000) } } }),
      );
      await call(
        new UpdateItemCommand({
          TableName,
          Key: key('size'),
          UpdateExpression: 'SET l = :more',
          ExpressionAttributeValues: { ':more': { S: 'x'.repeat(120_000) } },
        }),
      );
    },
  },
  {
    name: 'a page of a query ends at 1 MB',
    run: async ({ call }) => {
      for (let at = 0; at < 4; at += 1) {
        await call(
          new PutItemCommand({
            TableName,
            Item: { pk: { S: 'pages' }, sk: { S: `${at}` }, s: { S: 'x'.repeat(390_000) } },
          }),
        );
      }
      let from: unknown;
      for (let count = 0; count < 6; count += 1) {
        const output = await call(
          new QueryCommand({
            TableName,
            KeyConditionExpression: 'pk = :pages',
            ExpressionAttributeValues: { ':pages': { S: 'pages' } },
            ProjectionExpression: 'sk',
            ...(from !== undefined && { ExclusiveStartKey: from as never }),
          }),
        );
        from = output.LastEvaluatedKey;
        if (from === undefined) break;
      }
    },
  },
  {
    name: 'names and values that are unused, missing or malformed',
    run: async ({ raw, call }) => {
      const Key = key('names');
      const update = (more: object) =>
        raw('UpdateItem', { TableName, Key, UpdateExpression: 'SET n = :n1', ...more });
      await update({ ExpressionAttributeValues: { ':n1': { N: '1' }, ':b': { N: '2' } } });
      await update({
        ExpressionAttributeValues: { ':n1': { N: '1' } },
        ExpressionAttributeNames: { '#n': 'n' },
      });
      await update({});
      await update({ ExpressionAttributeValues: {} });
      await update({ ExpressionAttributeValues: { n1: { N: '1' } } });
      await update({ ExpressionAttributeValues: { ':n1': {} } });
      await update({ ExpressionAttributeValues: { ':n1': { N: '1' } }, AttributeUpdates: {} });
      await update({ ExpressionAttributeValues: { ':n1': { N: '1' } }, ReturnValues: 'SOME' });
      await update({ ExpressionAttributeValues: { ':n1': { N: '1' } }, TableName: 'x' });
      await update({ ExpressionAttributeValues: { ':n1': { N: '1' } }, TableName: undefined });
      await raw('PutItem', {
        TableName,
        Item: Key,
        ExpressionAttributeValues: { ':n1': { N: '1' } },
      });
      for (const word of [
        'owner',
        'free',
        'name',
        'status',
        'capacity',
        'queue',
        'rank',
        'count',
        'ttl',
        'agent',
        'role',
      ]) {
        await call(new GetItemCommand({ TableName, Key, ProjectionExpression: word }));
      }
    },
  },
  {
    name: 'tables are described, listed and missed',
    run: async ({ call, raw }) => {
      const shape = {
        TableName: 'made',
        BillingMode: 'PAY_PER_REQUEST' as const,
        AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' as const }],
        KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' as const }],
      };
      await raw('ListTables', {});
      await raw('ListTables', { Limit: 1 });
      await call(new DescribeTableCommand({ TableName: 'nowhere' }));
      await call(new DeleteTableCommand({ TableName: 'nowhere' }));
      await call(new CreateTableCommand({ ...shape, TableName: CHATS.TableName }));
      await call(new CreateTableCommand({ ...shape, AttributeDefinitions: [] }));
      await call(new CreateTableCommand(shape));
      await call(new DescribeTimeToLiveCommand({ TableName: 'made' }));
      const ttl = (Enabled: boolean, AttributeName = 'expiresAt') =>
        call(
          new UpdateTimeToLiveCommand({
            TableName: 'made',
            TimeToLiveSpecification: { Enabled, AttributeName },
          }),
        );
      await ttl(true);
      await call(new DescribeTimeToLiveCommand({ TableName: 'made' }));
      await ttl(true);
      await call(new ListTablesCommand({}));
      await call(new DeleteTableCommand({ TableName: 'made' }));
      await call(new DescribeTimeToLiveCommand({ TableName: 'made' }));
    },
  },
];
