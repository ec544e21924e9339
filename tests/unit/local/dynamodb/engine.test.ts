import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createDynamoEngine, type DynamoEngine } from '../../../../local/dynamodb/engine.ts';

const TableName = 'switchboard';
const Key = { pk: { S: 'S#1' } };
const TABLE = {
  TableName,
  AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
  KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
};

let nowMs: number;
let engine: DynamoEngine;
const call = (operation: string, input: Record<string, unknown>) =>
  engine.handle({ operation, input, accessKeyId: 'caller' });

beforeEach(async () => {
  nowMs = 0;
  engine = createDynamoEngine({
    now: () => nowMs,
    accountId: '123456789012',
    region: 'eu-central-1',
  });
});
afterEach(() => engine.close());

describe('tables', () => {
  it('accept requests as soon as they are made, under the ARN they report', async () => {
    const { arn, name } = await engine.createTable(TABLE);

    const put = await call('PutItem', { TableName: name, Item: Key });
    expect(put.status).toBe(200);
    expect(arn).toBe('arn:aws:dynamodb:eu-central-1:123456789012:table/switchboard');
  });

  it('lose their items and their expiry when they are deleted', async () => {
    await engine.createTable(TABLE, 'expiresAt');
    await call('PutItem', { TableName, Item: { ...Key, expiresAt: { N: '1' } } });
    await call('DeleteTable', { TableName });
    await call('CreateTable', { ...TABLE, BillingMode: 'PAY_PER_REQUEST' });

    const { output: found } = await call('GetItem', { TableName, Key });
    const { output: ttl } = await call('DescribeTimeToLive', { TableName });

    expect(found.Item).toBeUndefined();
    expect(ttl).toEqual({ TimeToLiveDescription: { TimeToLiveStatus: 'DISABLED' } });
  });

  it('refuse to turn expiry on twice', async () => {
    await engine.createTable(TABLE, 'expiresAt');

    const again = await call('UpdateTimeToLive', {
      TableName,
      TimeToLiveSpecification: { AttributeName: 'expiresAt', Enabled: true },
    });

    expect(again).toMatchObject({ status: 400, errorType: 'ValidationException' });
  });
});

describe('conditions', () => {
  it.each([
    ['a set, whatever its order', 'a = :v', { SS: ['x', 'y'] }, { SS: ['y', 'x'] }],
    ['a list', 'NOT a <> :v', { L: [{ S: 'x' }] }, { L: [{ S: 'x' }] }],
    ['a map among others', 'a IN (:w, :v)', { M: { x: { N: '1.0' } } }, { M: { x: { N: '1' } } }],
    ['a list that has a map', 'contains(a, :v)', { L: [{ M: {} }] }, { M: {} }],
  ])('compare %s by value', async (_, condition, stored, value) => {
    await engine.createTable(TABLE);
    await call('PutItem', { TableName, Item: { ...Key, a: stored } });

    const deleteIf = (ConditionExpression: string) =>
      call('DeleteItem', {
        TableName,
        Key,
        ConditionExpression,
        ExpressionAttributeValues: {
          ':v': value,
          ...(condition.includes(':w') && { ':w': { S: 'other' } }),
        },
      });

    expect(await deleteIf(`NOT (${condition})`)).toMatchObject({
      errorType: 'ConditionalCheckFailedException',
    });
    expect(await deleteIf(condition)).toMatchObject({ status: 200 });
  });

  it('that order a list are refused', async () => {
    await engine.createTable(TABLE);

    const answer = await call('PutItem', {
      TableName,
      Item: Key,
      ConditionExpression: 'attribute_not_exists(a) OR a < :v',
      ExpressionAttributeValues: { ':v': { L: [] } },
    });

    expect(answer).toMatchObject({
      errorType: 'ValidationException',
      output: { message: expect.stringContaining('operator or function: <, operand type: L') },
    });
  });
});

describe('transactions', () => {
  const add = () =>
    call('TransactWriteItems', {
      ClientRequestToken: 'token',
      TransactItems: [
        {
          Update: {
            TableName,
            Key,
            UpdateExpression: 'ADD n :one',
            ExpressionAttributeValues: { ':one': { N: '1' } },
          },
        },
      ],
    });

  it('may use a token again after ten minutes', async () => {
    await engine.createTable(TABLE);
    await add();
    nowMs = 10 * 60_000 - 1;
    await add();
    nowMs += 1;
    await add();

    const { output } = await call('GetItem', { TableName, Key });
    expect(output.Item).toEqual({ ...Key, n: { N: '2' } });
  });

  it('do not use up a token when they are cancelled', async () => {
    await engine.createTable(TABLE);
    const put = (ConditionExpression: string) =>
      call('TransactWriteItems', {
        ClientRequestToken: 'token',
        TransactItems: [{ Put: { TableName, Item: Key, ConditionExpression } }],
      });

    const cancelled = await put('attribute_exists(pk)');
    const accepted = await put('attribute_not_exists(pk)');

    expect(cancelled.errorType).toBe('TransactionCanceledException');
    expect(accepted.status).toBe(200);
  });

  it.each([
    ['nothing', []],
    ['more than 100 members', Array.from({ length: 101 }, (_, n) => ({ Delete: { n } }))],
    ['a member of two kinds', [{ Put: { TableName, Item: Key }, Delete: { TableName, Key } }]],
    ['a member of an unknown kind', [{ Get: { TableName, Key } }]],
    ['a check without a condition', [{ ConditionCheck: { TableName, Key } }]],
  ])('refuse %s', async (_, TransactItems) => {
    await engine.createTable(TABLE);

    expect(await call('TransactWriteItems', { TransactItems })).toMatchObject({
      status: 400,
      errorType: 'ValidationException',
    });
  });

  it('report a key that does not fit the table as the reason of that member', async () => {
    await engine.createTable(TABLE);

    const { output } = await call('TransactWriteItems', {
      TransactItems: [
        { Put: { TableName, Item: Key } },
        { Delete: { TableName, Key: { other: { S: 'x' } } } },
      ],
    });

    expect(output.CancellationReasons).toMatchObject([
      { Code: 'None' },
      { Code: 'ValidationError' },
    ]);
  });
});

describe('writes', () => {
  it('let one of 50 simultaneous claims win, single or in a transaction', async () => {
    await engine.createTable(TABLE);
    const claim = (agent: number) => ({
      TableName,
      Key,
      UpdateExpression: 'SET agentId = :agent',
      ConditionExpression: 'attribute_not_exists(agentId)',
      ExpressionAttributeValues: { ':agent': { N: String(agent) } },
    });

    const outcomes = await Promise.all(
      Array.from({ length: 50 }, (_, agent) =>
        agent % 2 === 0
          ? call('UpdateItem', claim(agent))
          : call('TransactWriteItems', { TransactItems: [{ Update: claim(agent) }] }),
      ),
    );

    expect(outcomes.filter(({ status }) => status === 200)).toHaveLength(1);
  });

  it('are not held up by one that failed before', async () => {
    await engine.createTable(TABLE);
    const outcomes = await Promise.all([
      call('PutItem', { TableName: 'nowhere', Item: Key }),
      call('PutItem', { TableName, Item: Key }),
    ]);

    expect(outcomes.map(({ status }) => status)).toEqual([400, 200]);
  });
});

describe('sizes', () => {
  it.each([
    ['an item above 400 KB in bytes', { ...Key, text: { S: 'é'.repeat(210_000) } }],
    ['a key above 2048 bytes', { pk: { S: 'é'.repeat(1100) } }],
  ])('refuse %s', async (_, Item) => {
    await engine.createTable(TABLE);
    const batch = { RequestItems: { [TableName]: [{ PutRequest: { Item } }] } };

    expect(await call('PutItem', { TableName, Item })).toMatchObject({ status: 400 });
    expect(await call('BatchWriteItem', batch)).toMatchObject({ status: 400 });
  });
});

describe('closing', () => {
  it('waits for reads in progress and refuses what comes after', async () => {
    await engine.createTable(TABLE);
    const query = {
      TableName,
      KeyConditionExpression: 'pk = :pk',
      ExpressionAttributeValues: { ':pk': Key.pk },
    };

    const inProgress = call('Query', query);
    const closed = engine.close();

    expect(await call('Query', query)).toMatchObject({
      status: 500,
      errorType: 'InternalServerError',
    });
    expect(await inProgress).toMatchObject({ status: 200 });
    await closed;
  });
});
