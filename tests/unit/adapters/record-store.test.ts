import { GetCommand, PutCommand, QueryCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { beforeEach, describe, expect, it } from 'vitest';
import { dynamoRecords } from '../../../lambdas/adapters/dynamo/record-store.ts';
import { at, NOON } from '../domain/builders.ts';
import { client, conditionFailed, SESSION_ID, TABLE, table } from './fixtures.ts';

const store = dynamoRecords(client, TABLE);
const updates = () => table.commandCalls(UpdateCommand).map(({ args }) => args[0].input);
const DAY = '2026-01-01';

beforeEach(() => {
  table.reset();
  table.on(UpdateCommand).resolves({});
});

describe('left messages', () => {
  const left = {
    sessionId: SESSION_ID,
    queue: 'billing' as const,
    at: NOON,
    customer: { name: 'Dana' },
    contact: 'dana@example.org',
    text: 'Call me',
  };
  const Key = { pk: 'LEFT#billing', sk: `${NOON}#${SESSION_ID}` };
  const item = { ...Key, ttl: 1, ...left };
  const handled = { by: { role: 'agent' as const, id: 'asha', name: 'Asha' }, at: at(5) };

  it('are listed newest first, those that nobody took care of with null', async () => {
    table.on(QueryCommand).resolves({ Items: [{ ...item, handled }, item] });

    expect(await store.leftMessages('billing', 100)).toEqual([
      { ...left, handled },
      { ...left, handled: null },
    ]);
    expect(table.commandCalls(QueryCommand)[0]?.args[0].input).toEqual({
      TableName: TABLE,
      KeyConditionExpression: 'pk = :pk',
      ExpressionAttributeValues: { ':pk': 'LEFT#billing' },
      ScanIndexForward: false,
      Limit: 100,
    });
  });

  it('are taken care of once: the first one stands', async () => {
    table.on(UpdateCommand).resolves({ Attributes: { ...item, handled } });

    const result = await store.handleLeft(left, { ...handled, at: at(9) });

    expect(result).toEqual({ ...left, handled });
    expect(updates()).toEqual([
      {
        TableName: TABLE,
        Key,
        UpdateExpression: 'SET #handled = if_not_exists(#handled, :handled)',
        ConditionExpression: 'attribute_exists(pk)',
        ExpressionAttributeNames: { '#handled': 'handled' },
        ExpressionAttributeValues: { ':handled': { ...handled, at: at(9) } },
        ReturnValues: 'ALL_NEW',
      },
    ]);
  });

  it('that do not exist are not made by taking care of them', async () => {
    table.on(UpdateCommand).rejects(conditionFailed());

    expect(await store.handleLeft(left, handled)).toBeNull();
  });
});

describe('counters', () => {
  it('are added in one update of one of 8 items of the day', async () => {
    await store.count(DAY, { add: { 'all/handled': 1, 'queue.billing/waitMs': 250 }, max: {} });

    expect(updates()).toEqual([
      {
        TableName: TABLE,
        Key: { pk: `STATS#${DAY}`, sk: expect.stringMatching(/^[0-7]$/) },
        UpdateExpression: 'ADD #n0 :v0, #n1 :v1',
        ExpressionAttributeNames: { '#n0': 'all/handled', '#n1': 'queue.billing/waitMs' },
        ExpressionAttributeValues: { ':v0': 1, ':v1': 250 },
      },
    ]);
  });

  it('maxima are raised, never lowered, and one that stands higher is fine', async () => {
    table.on(UpdateCommand).resolvesOnce({}).rejects(conditionFailed());

    await store.count(DAY, {
      add: { 'all/handled': 1 },
      max: { 'queue.billing/longestWaitMs': 900 },
    });

    expect(updates()[1]).toEqual({
      TableName: TABLE,
      Key: { pk: `STATS#${DAY}`, sk: 'MAX' },
      UpdateExpression: 'SET #name = :value',
      ConditionExpression: 'attribute_not_exists(#name) OR #name < :value',
      ExpressionAttributeNames: { '#name': 'queue.billing/longestWaitMs' },
      ExpressionAttributeValues: { ':value': 900 },
    });
  });

  it('of a day are the sums over its items, and the maxima as they are', async () => {
    const pk = `STATS#${DAY}`;
    table
      .on(QueryCommand)
      .resolvesOnce({
        Items: [
          { pk, sk: '0', 'all/handled': 2, 'all/waitMs': 10 },
          { pk, sk: '5', 'all/handled': 3 },
        ],
        LastEvaluatedKey: { pk, sk: '5' },
      })
      .resolves({ Items: [{ pk, sk: 'MAX', 'queue.billing/longestWaitMs': 900 }] });

    expect(await store.totals(DAY)).toEqual({
      add: { 'all/handled': 5, 'all/waitMs': 10 },
      max: { 'queue.billing/longestWaitMs': 900 },
    });
  });

  it('of a day on which nothing happened are none', async () => {
    table.on(QueryCommand).resolves({ Items: [] });

    expect(await store.totals(DAY)).toEqual({ add: {}, max: {} });
  });

  it('are spread: no single item is hot', async () => {
    for (let i = 0; i < 200; i += 1) await store.count(DAY, { add: { 'all/handled': 1 }, max: {} });

    expect(new Set(updates().map(({ Key }) => Key?.sk)).size).toBe(8);
  });
});

describe('canned replies', () => {
  const replies = [{ id: 'hello', title: 'Hello', text: 'Hello {customer}' }] as never;

  it('are version 0 and none while nobody has written any', async () => {
    table
      .on(GetCommand)
      .resolvesOnce({})
      .resolves({
        Item: { pk: 'CANNED', sk: 'ALL', version: 3, replies },
      });

    expect(await store.cannedReplies()).toEqual({ version: 0, replies: [] });
    expect(await store.cannedReplies()).toEqual({ version: 3, replies });
  });

  it('the first ones are written only if there are none', async () => {
    table.on(PutCommand).resolves({});

    expect(await store.replaceCannedReplies({ version: 0, replies })).toEqual({
      version: 1,
      replies,
    });
    expect(table.commandCalls(PutCommand)[0]?.args[0].input).toEqual({
      TableName: TABLE,
      Item: { pk: 'CANNED', sk: 'ALL', version: 1, replies },
      ConditionExpression: 'attribute_not_exists(pk)',
    });
  });

  it('are replaced only in the version that was read; a stale one changes nothing', async () => {
    table.on(PutCommand).resolvesOnce({}).rejects(conditionFailed());

    expect(await store.replaceCannedReplies({ version: 3, replies })).toMatchObject({ version: 4 });
    expect(await store.replaceCannedReplies({ version: 3, replies })).toBeNull();

    expect(table.commandCalls(PutCommand)[0]?.args[0].input).toMatchObject({
      Item: { version: 4 },
      ConditionExpression: '#version = :version',
      ExpressionAttributeNames: { '#version': 'version' },
      ExpressionAttributeValues: { ':version': 3 },
    });
  });
});

it('a table that fails is said to be unavailable by every method', async () => {
  table.rejects(new Error('down'));

  const outcomes = await Promise.allSettled([
    store.leftMessages('billing', 1),
    store.handleLeft(
      { queue: 'billing', at: NOON, sessionId: SESSION_ID },
      {
        by: { role: 'agent' },
        at: NOON,
      },
    ),
    store.count(DAY, { add: { 'all/handled': 1 }, max: {} }),
    store.totals(DAY),
    store.cannedReplies(),
    store.replaceCannedReplies({ version: 0, replies: [] }),
  ]);

  for (const outcome of outcomes) {
    expect(outcome).toMatchObject({ status: 'rejected', reason: { code: 'unavailable' } });
  }
});
