import { GetCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { beforeEach, describe, expect, it } from 'vitest';
import { toItem } from '../../../lambdas/adapters/dynamo/session-item.ts';
import { dynamoSessions } from '../../../lambdas/adapters/dynamo/session-store.ts';
import { at, NOON } from '../domain/builders.ts';
import { client, conditionFailed, PK, SESSION_ID, stored, TABLE, table } from './fixtures.ts';

const store = dynamoSessions(client, TABLE);
const update = () => table.commandCalls(UpdateCommand)[0]?.args[0].input;

beforeEach(() => table.reset());

describe('connections', () => {
  const opening = {
    sessionId: SESSION_ID,
    keyHash: 'ab',
    customer: { name: 'Dana' },
    customerId: 'dana',
    continuedFrom: 'before',
    previous: { sessionId: 'before', at: NOON },
  };

  it('a first connection opens the session with all that its ticket says', async () => {
    table.on(UpdateCommand).resolves({});

    const outcome = await store.connectCustomer(opening, 'c-1', NOON);

    expect(outcome).toEqual({ before: null, displaced: null });
    const { UpdateExpression = '', ExpressionAttributeValues = {} } = update() ?? {};
    expect(update()?.Key).toEqual({ pk: PK, sk: 'HEAD' });
    const { sessionId, ...kept } = opening;
    for (const name of [...Object.keys(kept), 'status', 'openedAt']) {
      expect(UpdateExpression).toContain(`#${name} = if_not_exists(#${name}, :${name})`);
    }
    expect(UpdateExpression).toMatch(/#customerConnectionId = :connectionId/);
    expect(UpdateExpression).toMatch(/ REMOVE #customerLostAt$/);
    expect(ExpressionAttributeValues).toMatchObject({
      ':status': 'bot',
      ':customerId': 'dana',
      ':continuedFrom': 'before',
      ':openedAt': NOON,
    });
    expect(update()).not.toHaveProperty('ConditionExpression');
  });

  it('a further one says whom it displaced', async () => {
    const before = { ...stored(), customerConnectionId: 'c-1' };
    table.on(UpdateCommand).resolves({ Attributes: toItem(before, NOON) });

    expect(await store.connectCustomer(opening, 'c-2', NOON)).toEqual({
      before,
      displaced: 'c-1',
    });
  });

  it('hello tells whether the customer had been taken for gone, from one write', async () => {
    const before = { ...stored(), customerConnectionId: 'c-1', customerLostAt: at(1) };
    table
      .on(UpdateCommand)
      .resolvesOnce({ Attributes: toItem(before, NOON) })
      .rejects(conditionFailed());
    const { customerLostAt, ...rest } = before;

    expect(await store.helloCustomer(SESSION_ID, 'c-1')).toEqual({
      session: { ...rest, version: before.version + 1 },
      wasLost: true,
    });
    expect(await store.helloCustomer(SESSION_ID, 'c-0')).toBeNull();
    expect(update()?.ReturnValues).toBe('ALL_OLD');
  });

  it('an agent’s hello: theirs, superseded by a later one, or not theirs', async () => {
    const session = stored();
    const connection = { connectionId: 'a-1', connectedAt: 5 };
    table
      .on(UpdateCommand)
      .resolvesOnce({ Attributes: toItem(session, NOON) })
      .rejects(conditionFailed());
    table.on(GetCommand).resolves({ Item: toItem(session, NOON) });

    expect(await store.helloAgent(SESSION_ID, 'asha', connection)).toEqual(session);
    expect(await store.helloAgent(SESSION_ID, 'asha', connection)).toBe('superseded');
    expect(await store.helloAgent(SESSION_ID, 'ravi', connection)).toBe('not_theirs');
  });

  it('are forgotten only if they still stand, and on request only if nothing was written since', async () => {
    table.on(UpdateCommand).rejects(conditionFailed());

    expect(await store.loseCustomer(SESSION_ID, 'c-1', NOON)).toBeNull();
    expect(await store.loseCustomer(SESSION_ID, 'c-1', NOON, 7)).toBeNull();
    await store.loseAgentAddress(SESSION_ID, 'a-1');

    const conditions = table
      .commandCalls(UpdateCommand)
      .map(({ args }) => args[0].input.ConditionExpression);
    expect(conditions).toEqual([
      '#customerConnectionId = :connectionId',
      '#customerConnectionId = :connectionId AND #version = :seen',
      '#agentConnectionId = :connectionId',
    ]);
  });
});
