import { SendMessageBatchCommand } from '@aws-sdk/client-sqs';
import { beforeEach, describe, expect, it } from 'vitest';
import { handler } from '../../../lambdas/handlers/disconnect.ts';
import {
  activeSession,
  agentItem,
  agentRecord,
  conditionFailed,
  pushed,
  queue,
  resetClients,
  SESSION_ID,
  sdkCalls,
  sessionOf,
  socketEvent,
  table,
  timers,
  UpdateCommand,
} from './fixtures.ts';

beforeEach(resetClients);

describe('disconnect', () => {
  it('of a customer with the bot only forgets the address, in 1 call', async () => {
    table.on(UpdateCommand).resolves({ Attributes: { ...sessionOf() } });

    await handler(socketEvent('customer'));

    expect(table.commandCalls(UpdateCommand)[0]?.args[0].input).toMatchObject({
      ConditionExpression: '#customerConnectionId = :connectionId',
      ExpressionAttributeValues: { ':connectionId': 'customer-1' },
    });
    expect(sdkCalls()).toBe(1);
  });

  it('of a customer with an agent starts the grace and tells the agent, in 2 calls and a push', async () => {
    table.on(UpdateCommand).resolves({ Attributes: { ...activeSession() } });

    await handler(socketEvent('customer'));

    expect(pushed()).toMatchObject([
      { to: 'agent-1', frame: { type: 'participant.disconnected', sessionId: SESSION_ID } },
    ]);
    expect(timers()).toEqual([
      {
        body: { kind: 'customer_lost', sessionId: SESSION_ID, connectionId: 'customer-1' },
        delay: 180,
      },
    ]);
    expect(sdkCalls()).toBe(3);
  });

  it('that comes after a newer connection changes nothing', async () => {
    table.on(UpdateCommand).rejects(conditionFailed());

    expect(await handler(socketEvent('customer', undefined, 'old'))).toEqual({ statusCode: 200 });
    expect(await handler(socketEvent('agent', undefined, 'old'))).toEqual({ statusCode: 200 });

    expect(queue.calls()).toHaveLength(0);
    expect(pushed()).toHaveLength(0);
  });

  it('of an agent starts the grace, in 2 calls', async () => {
    table.on(UpdateCommand).resolves({ Attributes: agentItem(agentRecord()) });

    await handler(socketEvent('agent'));

    expect(timers()).toEqual([
      { body: { kind: 'agent_lost', agentId: 'asha', connectionId: 'agent-1' }, delay: 60 },
    ]);
    expect(sdkCalls()).toBe(2);
  });

  it('of a customer survives a failing table: the next push finds the dead address', async () => {
    table.on(UpdateCommand).rejects(new Error('down'));

    expect(await handler(socketEvent('customer'))).toEqual({ statusCode: 200 });
  });

  it('of an agent fails with a failing table: the gateway’s log tells, the sweep finds them', async () => {
    table.on(UpdateCommand).rejects(new Error('down'));

    await expect(handler(socketEvent('agent'))).rejects.toMatchObject({ code: 'unavailable' });
  });

  it('survives a failing timer queue: the sweep finds the session', async () => {
    table.on(UpdateCommand).resolves({ Attributes: { ...activeSession() } });
    queue.on(SendMessageBatchCommand).rejects(new Error('down'));

    expect(await handler(socketEvent('customer'))).toEqual({ statusCode: 200 });
  });
});
