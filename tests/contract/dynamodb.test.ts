import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  ConditionalCheckFailedException,
  DescribeTimeToLiveCommand,
  IdempotentParameterMismatchException,
  ResourceNotFoundException,
  TransactionCanceledException,
} from '@aws-sdk/client-dynamodb';
import {
  BatchWriteCommand,
  DeleteCommand,
  GetCommand,
  PutCommand,
  QueryCommand,
  TransactGetCommand,
  TransactWriteCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type LocalServices, startLocalServices } from './local-services.ts';
import { refused } from './refused.ts';

const TableName = 'switchboard';
const TABLE = {
  TableName,
  AttributeDefinitions: [
    { AttributeName: 'pk', AttributeType: 'S' },
    { AttributeName: 'sk', AttributeType: 'S' },
    { AttributeName: 'queue', AttributeType: 'S' },
    { AttributeName: 'rank', AttributeType: 'N' },
  ],
  KeySchema: [
    { AttributeName: 'pk', KeyType: 'HASH' },
    { AttributeName: 'sk', KeyType: 'RANGE' },
  ],
  GlobalSecondaryIndexes: [
    {
      IndexName: 'pending',
      KeySchema: [
        { AttributeName: 'queue', KeyType: 'HASH' },
        { AttributeName: 'rank', KeyType: 'RANGE' },
      ],
      Projection: { ProjectionType: 'INCLUDE', NonKeyAttributes: ['card'] },
    },
  ],
};

let services: LocalServices;
let keyCount = 0;
const nextKey = () => {
  keyCount += 1;
  return { pk: `S#${keyCount}`, sk: 'HEAD' };
};
const send: LocalServices['clients']['documents']['send'] = (command: never) =>
  services.clients.documents.send(command) as never;
const stored = async (Key: { pk: string; sk: string }) =>
  (await send(new GetCommand({ TableName, Key, ConsistentRead: true }))).Item;

beforeAll(async () => {
  services = await startLocalServices();
  await services.dynamo.createTable(TABLE, 'expiresAt');
});
afterAll(() => services.close());

describe('single writes', () => {
  it('refuse a false condition with the stored item when it is asked for', async () => {
    const key = nextKey();
    await send(new PutCommand({ TableName, Item: { ...key, version: 3 } }));

    const error = await refused(
      send(
        new UpdateCommand({
          TableName,
          Key: key,
          UpdateExpression: 'SET version = :next',
          ConditionExpression: 'version = :seen',
          ExpressionAttributeValues: { ':next': 3, ':seen': 2 },
          ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
        }),
      ),
    );

    expect(error).toBeInstanceOf(ConditionalCheckFailedException);
    expect(error).toMatchObject({
      name: 'ConditionalCheckFailedException',
      Item: { version: { N: '3' } },
    });
    expect(await stored(key)).toMatchObject({ version: 3 });
  });

  it('do not reveal the item of a false condition unasked', async () => {
    const key = nextKey();
    await send(new PutCommand({ TableName, Item: key }));

    const error = await refused(
      send(
        new PutCommand({
          TableName,
          Item: key,
          ConditionExpression: 'attribute_not_exists(pk)',
        }),
      ),
    );

    expect(error).toBeInstanceOf(ConditionalCheckFailedException);
    expect((error as ConditionalCheckFailedException).Item).toBeUndefined();
  });

  it('count set members in a condition, and keep sets as sets', async () => {
    const key = nextKey();
    const join_ = (session: string) =>
      send(
        new UpdateCommand({
          TableName,
          Key: key,
          UpdateExpression: 'ADD #s :one',
          ConditionExpression: 'attribute_not_exists(#s) OR size(#s) < :capacity',
          ExpressionAttributeNames: { '#s': 'sessions' },
          ExpressionAttributeValues: { ':one': new Set([session]), ':capacity': 2 },
        }),
      );
    await join_('a');
    await join_('b');

    const third = await refused(join_('c'));

    expect(third).toBeInstanceOf(ConditionalCheckFailedException);
    expect((await stored(key))?.sessions).toEqual(new Set(['a', 'b']));
    await send(
      new UpdateCommand({
        TableName,
        Key: key,
        UpdateExpression: 'DELETE sessions :all',
        ExpressionAttributeValues: { ':all': new Set(['a', 'b']) },
      }),
    );
    expect(await stored(key)).toEqual(key);
  });

  it('keep values of one update apart that came from the same place', async () => {
    const key = nextKey();
    await send(new PutCommand({ TableName, Item: { ...key, list: [{ x: 'old' }, { x: 'old' }] } }));

    await send(
      new UpdateCommand({
        TableName,
        Key: key,
        UpdateExpression: 'SET #l[1].x = :new, #c = list_append(#l, :more), #a = :same, #b = :same',
        ExpressionAttributeNames: { '#l': 'list', '#c': 'copy', '#a': 'a', '#b': 'b' },
        ExpressionAttributeValues: { ':new': 'new', ':more': [{ x: 'more' }], ':same': { n: 1 } },
      }),
    );

    expect(await stored(key)).toMatchObject({
      list: [{ x: 'old' }, { x: 'new' }],
      copy: [{ x: 'old' }, { x: 'old' }, { x: 'more' }],
    });
  });

  it('remove the list elements that were named, whatever their order', async () => {
    const key = nextKey();
    await send(new PutCommand({ TableName, Item: { ...key, list: ['a', 'b', 'c', 'd'] } }));

    await send(
      new UpdateCommand({
        TableName,
        Key: key,
        UpdateExpression: 'REMOVE #l[0], #l[1] SET #l[2] = :x',
        ExpressionAttributeNames: { '#l': 'list' },
        ExpressionAttributeValues: { ':x': 'C' },
      }),
    );

    expect((await stored(key))?.list).toEqual(['C', 'd']);
  });

  it('let exactly one of 50 parallel claims win', async () => {
    const key = nextKey();
    await send(new PutCommand({ TableName, Item: { ...key, status: 'queued' } }));
    const claim = (agent: number) => ({
      TableName,
      Key: key,
      UpdateExpression: 'SET #s = :active, agentId = :agent',
      ConditionExpression: '#s = :queued AND attribute_not_exists(agentId)',
      ExpressionAttributeNames: { '#s': 'status' },
      ExpressionAttributeValues: { ':active': 'active', ':queued': 'queued', ':agent': agent },
    });
    const claims = Array.from({ length: 50 }, (_, agent) =>
      agent % 2 === 0
        ? send(new UpdateCommand(claim(agent)))
        : send(new TransactWriteCommand({ TransactItems: [{ Update: claim(agent) }] })),
    );

    const outcomes = await Promise.allSettled(claims);

    const winners = outcomes.flatMap((outcome, agent) =>
      outcome.status === 'fulfilled' ? [agent] : [],
    );
    expect(winners).toHaveLength(1);
    expect(await stored(key)).toMatchObject({ status: 'active', agentId: winners[0] });
    const losers = outcomes.flatMap((outcome) =>
      outcome.status === 'rejected' ? [(outcome.reason as Error).name] : [],
    );
    expect(new Set(losers)).toEqual(
      new Set(['ConditionalCheckFailedException', 'TransactionCanceledException']),
    );
  });
});

describe('refusals', () => {
  it('name the reserved word in an expression', async () => {
    const error = await refused(
      send(
        new UpdateCommand({
          TableName,
          Key: nextKey(),
          UpdateExpression: 'SET capacity = :c',
          ExpressionAttributeValues: { ':c': 1 },
        }),
      ),
    );

    expect(error).toMatchObject({
      name: 'ValidationException',
      message:
        'Invalid UpdateExpression: Attribute name is a reserved keyword; reserved keyword: capacity',
    });
  });

  it('hold items to 400 KB, put at once or grown', async () => {
    const key = nextKey();
    const put = await refused(
      send(new PutCommand({ TableName, Item: { ...key, text: 'x'.repeat(409_600) } })),
    );
    await send(new PutCommand({ TableName, Item: { ...key, text: 'x'.repeat(300_000) } }));
    const grown = await refused(
      send(
        new UpdateCommand({
          TableName,
          Key: key,
          UpdateExpression: 'SET more = :more',
          ExpressionAttributeValues: { ':more': 'x'.repeat(120_000) },
        }),
      ),
    );

    expect(put).toMatchObject({
      name: 'ValidationException',
      message: 'Item size has exceeded the maximum allowed size',
    });
    expect(grown).toMatchObject({ name: 'ValidationException' });
  });

  it('tell a missing table by its own exception', async () => {
    const error = await refused(send(new GetCommand({ TableName: 'nowhere', Key: nextKey() })));

    expect(error).toBeInstanceOf(ResourceNotFoundException);
  });
});

describe('transactions', () => {
  it('write everything or nothing, with one reason per member and the item that was in the way', async () => {
    const [first, second, third] = [nextKey(), nextKey(), nextKey()];
    await send(new PutCommand({ TableName, Item: { ...second, owner: 'other' } }));

    const error = await refused(
      send(
        new TransactWriteCommand({
          TransactItems: [
            { Put: { TableName, Item: { ...first, queue: 'billing', rank: 1 } } },
            {
              ConditionCheck: {
                TableName,
                Key: second,
                ConditionExpression: '#o = :me',
                ExpressionAttributeNames: { '#o': 'owner' },
                ExpressionAttributeValues: { ':me': 'me' },
                ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
              },
            },
            { Delete: { TableName, Key: third } },
          ],
        }),
      ),
    );

    expect(error).toBeInstanceOf(TransactionCanceledException);
    const { message, CancellationReasons } = error as TransactionCanceledException;
    expect(message).toContain('[None, ConditionalCheckFailed, None]');
    expect(CancellationReasons?.map(({ Code }) => Code)).toEqual([
      'None',
      'ConditionalCheckFailed',
      'None',
    ]);
    expect(CancellationReasons?.[1]?.Item).toMatchObject({ owner: { S: 'other' } });
    expect(await stored(first)).toBeUndefined();
  });

  it('apply puts, updates, deletes and checks together', async () => {
    const [put, updated, deleted, checked] = [nextKey(), nextKey(), nextKey(), nextKey()];
    for (const Item of [{ ...updated, n: 1 }, deleted, checked]) {
      await send(new PutCommand({ TableName, Item }));
    }

    await send(
      new TransactWriteCommand({
        TransactItems: [
          { Put: { TableName, Item: put, ConditionExpression: 'attribute_not_exists(pk)' } },
          {
            Update: {
              TableName,
              Key: updated,
              UpdateExpression: 'ADD n :two',
              ExpressionAttributeValues: { ':two': 2 },
            },
          },
          { Delete: { TableName, Key: deleted } },
          {
            ConditionCheck: {
              TableName,
              Key: checked,
              ConditionExpression: 'attribute_exists(pk)',
            },
          },
        ],
      }),
    );

    const { Responses } = await send(
      new TransactGetCommand({
        TransactItems: [put, updated, deleted, checked].map((Key) => ({ Get: { TableName, Key } })),
      }),
    );
    expect(Responses?.map(({ Item }) => Item)).toEqual([
      put,
      { ...updated, n: 3 },
      undefined,
      checked,
    ]);
  });

  it('refuse two members for one item', async () => {
    const key = nextKey();
    const error = await refused(
      send(
        new TransactWriteCommand({
          TransactItems: [
            { Put: { TableName, Item: key } },
            {
              ConditionCheck: {
                TableName,
                Key: key,
                ConditionExpression: 'attribute_not_exists(pk)',
              },
            },
          ],
        }),
      ),
    );

    expect(error).toMatchObject({
      name: 'ValidationException',
      message: 'Transaction request cannot include multiple operations on one item',
    });
  });

  it('take effect once per token, and refuse the token for another request', async () => {
    const key = nextKey();
    const add = (n: number) =>
      send(
        new TransactWriteCommand({
          ClientRequestToken: 'token-1',
          TransactItems: [
            {
              Update: {
                TableName,
                Key: key,
                UpdateExpression: 'ADD n :n',
                ExpressionAttributeValues: { ':n': n },
              },
            },
          ],
        }),
      );

    await add(1);
    await add(1);
    const error = await refused(add(2));

    expect(error).toBeInstanceOf(IdempotentParameterMismatchException);
    expect((await stored(key))?.n).toBe(1);
  });
});

describe('the index', () => {
  const pageOf = (queue: string, from?: Record<string, unknown>, Limit = 2) =>
    send(
      new QueryCommand({
        TableName,
        IndexName: 'pending',
        KeyConditionExpression: '#q = :q',
        ExpressionAttributeNames: { '#q': 'queue' },
        ExpressionAttributeValues: { ':q': queue },
        Limit,
        ...(from && { ExclusiveStartKey: from }),
      }),
    );

  it('holds only items with its keys, in order, page by page, without other attributes', async () => {
    const waiting = [3, 1, 2].map((rank) => ({
      ...nextKey(),
      queue: 'technical',
      rank,
      card: `card ${rank}`,
      secret: 'no',
    }));
    for (const Item of waiting) await send(new PutCommand({ TableName, Item }));
    await send(new PutCommand({ TableName, Item: { ...nextKey(), queue: 'technical' } }));

    const first = await pageOf('technical');
    const second = await pageOf('technical', first.LastEvaluatedKey);

    expect(first.Items?.map((item) => item.card)).toEqual(['card 1', 'card 2']);
    expect(second.Items?.map((item) => item.card)).toEqual(['card 3']);
    expect(second.LastEvaluatedKey).toBeUndefined();
    expect(Object.keys(first.Items?.[0] ?? {}).sort()).toEqual([
      'card',
      'pk',
      'queue',
      'rank',
      'sk',
    ]);
  });

  it('follows an item that moves, and forgets one that stops waiting', async () => {
    const key = nextKey();
    await send(new PutCommand({ TableName, Item: { ...key, queue: 'from', rank: 1 } }));
    await send(
      new UpdateCommand({
        TableName,
        Key: key,
        UpdateExpression: 'SET #q = :to',
        ExpressionAttributeNames: { '#q': 'queue' },
        ExpressionAttributeValues: { ':to': 'to' },
      }),
    );
    const moved = [(await pageOf('from')).Count, (await pageOf('to')).Count];

    await send(
      new TransactWriteCommand({
        TransactItems: [
          {
            Update: {
              TableName,
              Key: key,
              UpdateExpression: 'REMOVE #q',
              ExpressionAttributeNames: { '#q': 'queue' },
            },
          },
        ],
      }),
    );

    expect(moved).toEqual([0, 1]);
    expect((await pageOf('to')).Count).toBe(0);
  });
});

describe('consumed capacity', () => {
  const spent = async (command: PutCommand) =>
    (await send(command)).ConsumedCapacity?.CapacityUnits;

  it('counts the item, its index row, and both rows when the index key changes', async () => {
    const key = nextKey();
    const put = (attributes: Record<string, unknown>) =>
      spent(
        new PutCommand({
          TableName,
          Item: { ...key, ...attributes },
          ReturnConsumedCapacity: 'TOTAL',
        }),
      );

    expect(await put({ note: 'not indexed' })).toBe(1);
    expect(await put({ queue: 'cost', rank: 1 })).toBe(2);
    expect(await put({ queue: 'cost', rank: 1, note: 'index row unchanged' })).toBe(1);
    expect(await put({ queue: 'cost', rank: 2 })).toBe(3);
    expect(await put({ big: 'x'.repeat(2500) })).toBe(4);
  });

  it('is twice the item in a transaction, and the index once', async () => {
    const output = await send(
      new TransactWriteCommand({
        ReturnConsumedCapacity: 'INDEXES',
        TransactItems: [
          { Put: { TableName, Item: { ...nextKey(), queue: 'cost', rank: 1 } } },
          {
            ConditionCheck: {
              TableName,
              Key: nextKey(),
              ConditionExpression: 'attribute_not_exists(pk)',
            },
          },
        ],
      }),
    );

    expect(output.ConsumedCapacity).toMatchObject([
      {
        TableName,
        CapacityUnits: 5,
        Table: { CapacityUnits: 4 },
        GlobalSecondaryIndexes: { pending: { CapacityUnits: 1 } },
      },
    ]);
  });

  it('of a query that finds nothing is the smallest read', async () => {
    const output = await send(
      new QueryCommand({
        TableName,
        KeyConditionExpression: 'pk = :none',
        ExpressionAttributeValues: { ':none': 'none' },
        ReturnConsumedCapacity: 'TOTAL',
      }),
    );

    expect(output.ConsumedCapacity?.CapacityUnits).toBe(0.5);
  });
});

describe('expiry', () => {
  it('removes items past their time with their index rows, and leaves the rest', async () => {
    const now = Date.UTC(2026, 10, 1);
    const [gone, later, never, text] = [nextKey(), nextKey(), nextKey(), nextKey()];
    await send(
      new BatchWriteCommand({
        RequestItems: {
          [TableName]: [
            { ...gone, queue: 'expiry', rank: 1, expiresAt: now / 1000 - 1 },
            { ...later, queue: 'expiry', rank: 2, expiresAt: now / 1000 + 1 },
            { ...never, queue: 'expiry', rank: 3 },
            { ...text, queue: 'expiry', rank: 4, expiresAt: 'soon' },
          ].map((Item) => ({ PutRequest: { Item } })),
        },
      }),
    );

    const deleted = await services.dynamo.sweepExpired(now);

    expect(deleted).toBe(1);
    const left = await send(
      new QueryCommand({
        TableName,
        IndexName: 'pending',
        KeyConditionExpression: '#q = :q',
        ExpressionAttributeNames: { '#q': 'queue' },
        ExpressionAttributeValues: { ':q': 'expiry' },
      }),
    );
    expect(left.Items?.map(({ rank }) => rank)).toEqual([2, 3, 4]);
    expect(await stored(gone)).toBeUndefined();
  });

  it('is described', async () => {
    const { TimeToLiveDescription } = await services.clients.dynamo.send(
      new DescribeTimeToLiveCommand({ TableName }),
    );

    expect(TimeToLiveDescription).toEqual({
      TimeToLiveStatus: 'ENABLED',
      AttributeName: 'expiresAt',
    });
  });
});

describe('a data directory', () => {
  let path: string;
  beforeEach(async () => {
    path = await mkdtemp(join(tmpdir(), 'switchboard-data-'));
    return () => rm(path, { recursive: true });
  });

  it('keeps items and indexes over a restart, and refuses a table of another shape', async () => {
    const before = await startLocalServices({ dataPath: path });
    await before.dynamo.createTable(TABLE, 'expiresAt');
    const Item = { pk: 'kept', sk: 'HEAD', queue: 'kept', rank: 1 };
    await before.clients.documents.send(new PutCommand({ TableName, Item }));
    await before.clients.documents.send(
      new DeleteCommand({ TableName, Key: { pk: 'x', sk: 'y' } }),
    );
    await before.close();

    const after = await startLocalServices({ dataPath: path });
    await after.dynamo.createTable(TABLE, 'expiresAt');
    const found = await after.clients.documents.send(
      new QueryCommand({
        TableName,
        IndexName: 'pending',
        KeyConditionExpression: '#q = :q',
        ExpressionAttributeNames: { '#q': 'queue' },
        ExpressionAttributeValues: { ':q': 'kept' },
      }),
    );
    const other = refused(after.dynamo.createTable({ ...TABLE, GlobalSecondaryIndexes: [] }));

    expect(found.Items).toEqual([Item]);
    expect(String(await other)).toContain('other keys or indexes');
    await after.close();
  });
});
