import { GetCommand, QueryCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { beforeEach, describe, expect, it } from 'vitest';
import { dynamoAgents } from '../../../lambdas/adapters/dynamo/agent-store.ts';
import { POLICY } from '../../../lambdas/domain/policy.ts';
import { ASHA, at, NOON } from '../domain/builders.ts';
import { client, conditionFailed, TABLE, table } from './fixtures.ts';

const store = dynamoAgents(client, TABLE);
const update = () => table.commandCalls(UpdateCommand)[0]?.args[0].input;
const Key = { pk: 'AGENTS', sk: 'asha' };

/** As the table has her: sets that are empty do not exist. */
const item = (patch: Record<string, unknown> = {}) => {
  const { sessions, parked, offers, ...rest } = ASHA;
  return { ...Key, ...rest, ...patch };
};

beforeEach(() => table.reset());

describe('an agent’s record', () => {
  it('is read with its sets as lists, empty where there is no set, and without what storage adds', async () => {
    table
      .on(GetCommand)
      .resolvesOnce({ Item: item({ fixedQueues: ['billing'] }) })
      .resolvesOnce({
        Item: item({
          sessions: new Set(['s-1', 's-2']),
          parked: new Set(['s-3']),
          offers: new Set(['o-1']),
        }),
      });

    expect(await store.get('asha')).toEqual(ASHA);
    expect(await store.get('asha')).toEqual({
      ...ASHA,
      sessions: ['s-1', 's-2'],
      parked: ['s-3'],
      offers: ['o-1'],
    });
    expect(table.commandCalls(GetCommand)[0]?.args[0].input).toEqual({
      TableName: TABLE,
      Key,
      ConsistentRead: true,
    });
  });

  it('that does not exist is null', async () => {
    table.on(GetCommand).resolves({});
    expect(await store.get('asha')).toBeNull();
  });

  it('is in the list of all, over all pages', async () => {
    table
      .on(QueryCommand)
      .resolvesOnce({ Items: [item()], LastEvaluatedKey: Key })
      .resolves({ Items: [item({ agentId: 'ravi' })] });

    expect((await store.list()).map(({ agentId }) => agentId)).toEqual(['asha', 'ravi']);
  });

  it('is made at sign-in: away, with the usual capacity; what a supervisor fixed stays', async () => {
    table.on(UpdateCommand).resolves({ Attributes: item() });

    expect(await store.signIn(ASHA)).toEqual(ASHA);

    const { UpdateExpression, ExpressionAttributeValues, ReturnValues } = update() ?? {};
    expect(UpdateExpression).toContain('#queues = if_not_exists(#fixedQueues, :queues)');
    expect(UpdateExpression).toContain('#availability = if_not_exists(#availability, :away)');
    expect(UpdateExpression).toContain('#capacity = if_not_exists(#capacity, :capacity)');
    expect(ExpressionAttributeValues).toMatchObject({
      ':away': 'away',
      ':capacity': POLICY.capacity,
      ':queues': ['billing'],
    });
    expect(ReturnValues).toBe('ALL_NEW');
  });
});

describe('availability', () => {
  it('is a choice that ends "not responding", and they are idle from now', async () => {
    table.on(UpdateCommand).resolves({ Attributes: item({ availability: 'busy' }) });

    expect(await store.setAvailability('asha', 'busy', NOON)).toMatchObject({
      availability: 'busy',
    });
    expect(update()).toMatchObject({
      Key,
      UpdateExpression:
        'SET #availability = :availability, #idleSince = :now REMOVE #notResponding',
      ConditionExpression: 'attribute_exists(pk)',
      ExpressionAttributeValues: { ':availability': 'busy', ':now': NOON },
    });
  });

  it('of somebody who never signed in makes no record', async () => {
    table.on(UpdateCommand).rejects(conditionFailed());
    expect(await store.setAvailability('nobody', 'busy', NOON)).toBeNull();
  });
});

describe('a supervisor’s edit', () => {
  it.each([
    [{ capacity: 2 }, 'SET #capacity = :capacity', { ':capacity': 2 }],
    [
      { queues: ['technical' as const] },
      'SET #queues = :queues, #fixedQueues = :queues',
      { ':queues': ['technical'] },
    ],
    [
      { capacity: 2, queues: [] },
      'SET #capacity = :capacity, #queues = :queues, #fixedQueues = :queues',
      { ':capacity': 2, ':queues': [] },
    ],
  ])('%o', async (change, expression, values) => {
    table.on(UpdateCommand).resolves({ Attributes: item() });

    expect(await store.edit('asha', change)).toEqual(ASHA);

    expect(update()).toMatchObject({
      UpdateExpression: expression,
      ConditionExpression: 'attribute_exists(pk)',
    });
    expect(update()?.ExpressionAttributeValues).toEqual(values);
    const used = [...new Set(expression.match(/#\w+/g))].sort();
    expect(Object.keys(update()?.ExpressionAttributeNames ?? {}).sort()).toEqual(used);
  });

  it('of nothing writes nothing', async () => {
    table.on(GetCommand).resolves({ Item: item() });

    expect(await store.edit('asha', {})).toEqual(ASHA);
    expect(table.commandCalls(UpdateCommand)).toHaveLength(0);
  });

  it('of somebody who never signed in makes no record', async () => {
    table.on(UpdateCommand).rejects(conditionFailed());
    expect(await store.edit('nobody', { capacity: 2 })).toBeNull();
  });
});

describe('presence', () => {
  it('a connection makes them present, and says how they were before', async () => {
    const before = item({ connectionId: 'asha-0', lostAt: NOON });
    table.on(UpdateCommand).resolvesOnce({ Attributes: before }).resolves({});

    expect(await store.connect('asha', 'asha-1', at(1))).toMatchObject({ lostAt: NOON });
    expect(await store.connect('asha', 'asha-1', at(1))).toBeNull();
    expect(update()).toMatchObject({
      UpdateExpression:
        'SET #connectionId = :connectionId, #seenAt = :now REMOVE #lostAt, #lostConnectionId',
      ReturnValues: 'ALL_OLD',
    });
  });

  it('a heartbeat of the connection that stands, or of one whose address was cleared', async () => {
    const lost = item({ lostAt: NOON, lostConnectionId: 'asha-1', connectionId: undefined });
    table.on(UpdateCommand).resolvesOnce({ Attributes: lost }).rejects(conditionFailed());

    const life = await store.heartbeat('asha', 'asha-1', at(1));

    expect(life?.before.lostAt).toBe(NOON);
    expect(life?.agent).toEqual({ ...ASHA, connectionId: 'asha-1', seenAt: at(1) });
    expect(await store.heartbeat('asha', 'asha-0', at(1))).toBeNull();
    expect(update()?.ConditionExpression).toBe(
      'attribute_exists(pk) AND (#connectionId = :connectionId OR attribute_not_exists(#connectionId))',
    );
  });

  it('a disconnect of the connection that stands starts the grace; an older one does nothing', async () => {
    table.on(UpdateCommand).resolvesOnce({}).rejects(conditionFailed());

    expect(await store.disconnect('asha', 'asha-1', NOON)).toBe(true);
    expect(await store.disconnect('asha', 'asha-0', NOON)).toBe(false);
    expect(update()).toMatchObject({
      UpdateExpression:
        'SET #lostAt = :now, #lostConnectionId = :connectionId REMOVE #connectionId',
      ConditionExpression: '#connectionId = :connectionId',
    });
  });
});
