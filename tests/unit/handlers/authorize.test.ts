import type { APIGatewayRequestAuthorizerEvent } from 'aws-lambda';
import { beforeEach, describe, expect, it } from 'vitest';
import { handler } from '../../../lambdas/handlers/authorize.ts';
import { sha256 } from '../../../lambdas/usecases/issue-ticket.ts';
import {
  conditionFailed,
  resetClients,
  SESSION_ID,
  sdkCalls,
  table,
  UpdateCommand,
} from './fixtures.ts';

const METHOD_ARN = 'arn:aws:execute-api:eu-west-1:1:api/prod/$connect';

const handshake = (ticket: string | undefined, origin = 'https://shop.test') =>
  ({
    type: 'REQUEST',
    methodArn: METHOD_ARN,
    headers: { origin },
    queryStringParameters: ticket === undefined ? null : { ticket },
    requestContext: { connectionId: 'connection-1' },
  }) as unknown as APIGatewayRequestAuthorizerEvent;

const holder = { role: 'customer', sessionId: SESSION_ID, keyHash: 'aa', customer: { name: 'D' } };

beforeEach(resetClients);

describe('authorize', () => {
  it('uses the ticket up for this connection and lets its identity travel on, in 1 call', async () => {
    table.on(UpdateCommand).resolves({ Attributes: { holder } });

    const result = await handler(handshake('ticket-1'));

    expect(result).toMatchObject({
      principalId: SESSION_ID,
      policyDocument: { Statement: [{ Effect: 'Allow', Resource: METHOD_ARN }] },
      context: { role: 'customer', sessionId: SESSION_ID, keyHash: 'aa', customerName: 'D' },
    });
    expect(table.commandCalls(UpdateCommand)[0]?.args[0].input).toMatchObject({
      Key: { pk: `T#${sha256('ticket-1')}`, sk: 'T' },
      ConditionExpression: expect.stringContaining('attribute_not_exists(#usedBy)'),
      ExpressionAttributeValues: {
        ':connectionId': 'connection-1',
        ':origin': 'https://shop.test',
      },
    });
    expect(sdkCalls()).toBe(1);
  });

  it('gives an agent’s ticket the agent’s identity', async () => {
    table
      .on(UpdateCommand)
      .resolves({ Attributes: { holder: { role: 'agent', agentId: 'asha' } } });

    expect(await handler(handshake('t'))).toMatchObject({
      context: { role: 'agent', agentId: 'asha' },
    });
  });

  const later = String(Date.now() + 60_000);
  it.each([
    ['unknown', undefined],
    ['expired', { origin: { S: 'https://shop.test' }, expiresAt: { N: '1' } }],
    [
      'used',
      { origin: { S: 'https://shop.test' }, expiresAt: { N: later }, usedBy: { S: 'other' } },
    ],
  ])('refuses a ticket that is %s with 401', async (_name, item) => {
    table.on(UpdateCommand).rejects(conditionFailed(item));

    await expect(handler(handshake('t'))).rejects.toThrow(/^Unauthorized$/);
  });

  it('refuses a handshake without a ticket with 401, without asking the table', async () => {
    await expect(handler(handshake(undefined))).rejects.toThrow(/^Unauthorized$/);
    expect(sdkCalls()).toBe(0);
  });

  it('refuses a ticket shown by another site with 403', async () => {
    table
      .on(UpdateCommand)
      .rejects(conditionFailed({ origin: { S: 'https://shop.test' }, expiresAt: { N: later } }));

    expect(await handler(handshake('t', 'https://evil.test'))).toMatchObject({
      policyDocument: { Statement: [{ Effect: 'Deny' }] },
    });
  });

  it('fails, rather than refuses, when the table does not answer', async () => {
    table.on(UpdateCommand).rejects(new Error('down'));

    await expect(handler(handshake('t'))).rejects.toMatchObject({ code: 'unavailable' });
  });
});
