import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { TicketHolder } from '../../../lambdas/ports.ts';
import { callerOf, contextOf, type SocketEvent } from '../../../lambdas/socket/caller.ts';
import { policyFor } from '../../../lambdas/socket/policy.ts';
import { QueueName } from '../../../protocol/vocabulary.ts';

const eventWith = (authorizer?: Record<string, string>) =>
  ({ requestContext: { connectionId: 'c-1', authorizer } }) as unknown as SocketEvent;

const label = fc.string({ minLength: 1, maxLength: 80 });
const holders: fc.Arbitrary<TicketHolder> = fc.oneof(
  fc.record({
    role: fc.constant('customer' as const),
    sessionId: fc.uuid(),
    keyHash: fc.stringMatching(/^[0-9a-f]{64}$/),
    customer: fc.record({ name: label, plan: label }, { requiredKeys: [] }),
  }),
  // A sequel brings who the customer is, and what they wanted and of whom.
  fc.record({
    role: fc.constant('customer' as const),
    sessionId: fc.uuid(),
    keyHash: fc.stringMatching(/^[0-9a-f]{64}$/),
    customer: fc.record({ name: label, plan: label }, { requiredKeys: [] }),
    customerId: fc.uuid(),
    continuedFrom: fc.uuid(),
    previous: fc.record(
      {
        sessionId: fc.uuid(),
        at: fc.nat(),
        agentId: label,
        agentName: label,
        queue: fc.constantFrom(...QueueName.options),
      },
      { requiredKeys: ['sessionId', 'at'] },
    ),
  }),
  fc.record({ role: fc.constant('agent' as const), agentId: label }),
);

describe('an identity', () => {
  it('travels as flat strings and arrives as it was', () => {
    fc.assert(
      fc.property(holders, (holder) => {
        const context = contextOf(holder);

        for (const value of Object.values(context)) expect(typeof value).toBe('string');
        expect(callerOf(eventWith(context))).toEqual({ ...holder, connectionId: 'c-1' });
      }),
    );
  });

  it.each([
    ['none', undefined],
    ['no role', { sessionId: 's', keyHash: 'k' }],
    ['a customer without a session', { role: 'customer', keyHash: 'k' }],
    ['a customer without a key', { role: 'customer', sessionId: 's' }],
    ['an agent without an id', { role: 'agent', sessionId: 's', keyHash: 'k' }],
    ['another role', { role: 'supervisor', agentId: 'a' }],
  ])('%s is refused', (_name, context) => {
    expect(() => callerOf(eventWith(context as Record<string, string> | undefined))).toThrow(
      expect.objectContaining({ code: 'unauthenticated' }),
    );
  });
});

describe('the authorizer’s answer', () => {
  it('speaks of this one call and carries the identity', () => {
    const context = { role: 'agent', agentId: 'asha' };

    expect(
      policyFor('Allow', 'arn:aws:execute-api:eu-west-1:1:api/prod/$connect', context),
    ).toEqual({
      principalId: 'asha',
      policyDocument: {
        Version: '2012-10-17',
        Statement: [
          {
            Action: 'execute-api:Invoke',
            Effect: 'Allow',
            Resource: 'arn:aws:execute-api:eu-west-1:1:api/prod/$connect',
          },
        ],
      },
      context,
    });
  });

  it('names nobody when it refuses', () => {
    expect(policyFor('Deny', 'arn', {})).toMatchObject({
      principalId: 'nobody',
      policyDocument: { Statement: [{ Effect: 'Deny' }] },
    });
  });
});
