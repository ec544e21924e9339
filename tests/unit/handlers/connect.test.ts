import {
  DeleteConnectionCommand,
  GoneException,
  PostToConnectionCommand,
} from '@aws-sdk/client-apigatewaymanagementapi';
import { beforeEach, describe, expect, it } from 'vitest';
import { handler } from '../../../lambdas/handlers/connect.ts';
import {
  activeSession,
  pushed,
  resetClients,
  SESSION_ID,
  sdkCalls,
  sessionOf,
  socketEvent,
  sockets,
  table,
  UpdateCommand,
} from './fixtures.ts';

beforeEach(resetClients);

describe('connect', () => {
  it('opens a customer’s session, in 1 call', async () => {
    table.on(UpdateCommand).resolves({});

    expect(await handler(socketEvent('customer'))).toEqual({ statusCode: 200 });

    const { input } = table.commandCalls(UpdateCommand)[0]?.args[0] ?? {};
    expect(input).toMatchObject({
      Key: { pk: `S#${SESSION_ID}`, sk: 'HEAD' },
      ReturnValues: 'ALL_OLD',
      ExpressionAttributeValues: {
        ':connectionId': 'customer-1',
        ':status': 'bot',
        ':customer': { name: 'Dana' },
      },
    });
    expect(input?.UpdateExpression).toContain('#status = if_not_exists(#status, :status)');
    expect(sdkCalls()).toBe(1);
  });

  it('tells and closes an older connection of the same customer: the newest wins', async () => {
    table
      .on(UpdateCommand)
      .resolves({ Attributes: { ...sessionOf({ customerConnectionId: 'old' }) } });

    await handler(socketEvent('customer', undefined, 'new'));

    expect(pushed()).toEqual([{ to: 'old', frame: { type: 'session.superseded' } }]);
    expect(sockets.commandCalls(DeleteConnectionCommand)[0]?.args[0].input).toEqual({
      ConnectionId: 'old',
    });
  });

  it('does not close an older connection that is gone already', async () => {
    table
      .on(UpdateCommand)
      .resolves({ Attributes: { ...sessionOf({ customerConnectionId: 'old' }) } });
    sockets.on(PostToConnectionCommand).rejects(new GoneException({ message: '', $metadata: {} }));

    expect(await handler(socketEvent('customer', undefined, 'new'))).toEqual({ statusCode: 200 });

    expect(sockets.commandCalls(DeleteConnectionCommand)).toHaveLength(0);
  });

  it('lets the newer connection in although the older one can be neither told nor closed', async () => {
    table
      .on(UpdateCommand)
      .resolves({ Attributes: { ...sessionOf({ customerConnectionId: 'old' }) } });
    sockets.on(PostToConnectionCommand).rejects(new Error('down'));
    sockets.on(DeleteConnectionCommand).rejects(new Error('down'));

    expect(await handler(socketEvent('customer', undefined, 'new'))).toEqual({ statusCode: 200 });
  });

  it('tells the agent that the customer is back', async () => {
    table.on(UpdateCommand).resolves({
      Attributes: { ...activeSession({ customerConnectionId: undefined, customerLostAt: 1 }) },
    });

    await handler(socketEvent('customer', undefined, 'new'));

    expect(pushed()).toMatchObject([{ to: 'agent-1', frame: { type: 'participant.returned' } }]);
  });

  it('makes the connection the agent’s, and supersedes the older one', async () => {
    table.on(UpdateCommand).resolves({ Attributes: { connectionId: 'agent-0' } });

    expect(await handler(socketEvent('agent'))).toEqual({ statusCode: 200 });

    expect(table.commandCalls(UpdateCommand)[0]?.args[0].input).toMatchObject({
      Key: { pk: 'AGENTS', sk: 'asha' },
      ExpressionAttributeValues: { ':connectionId': 'agent-1' },
    });
    expect(pushed()).toEqual([{ to: 'agent-0', frame: { type: 'session.superseded' } }]);
    expect(sdkCalls()).toBe(3);
  });

  it('refuses the handshake with 503 if nothing could be stored', async () => {
    table.on(UpdateCommand).rejects(new Error('down'));

    expect(await handler(socketEvent('customer'))).toEqual({ statusCode: 503 });
  });
});
