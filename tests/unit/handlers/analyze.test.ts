import type { SQSEvent } from 'aws-lambda';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Session } from '../../../lambdas/domain/session.ts';
import { handler } from '../../../lambdas/handlers/analyze.ts';
import type { Escalation } from '../../../protocol/escalation.ts';
import {
  activeSession,
  agentRecord,
  cancelled,
  lastTransaction,
  PutCommand,
  pushed,
  putEntries,
  putItem,
  queuedSession,
  resetClients,
  SESSION_ID,
  sdkCalls,
  sessionOf,
  storedAgents,
  storedEntries,
  storedHead,
  TransactWriteCommand,
  table,
  timers,
} from './fixtures.ts';

const batch = (...bodies: unknown[]): SQSEvent =>
  ({
    Records: bodies.map((body, i) => ({
      messageId: `m-${i}`,
      body: typeof body === 'string' ? body : JSON.stringify(body),
      attributes: { ApproximateReceiveCount: '1' },
      eventSource: 'aws:sqs',
    })),
  }) as unknown as SQSEvent;

const candidate = { sessionId: SESSION_ID, seq: 2 };

function storedTurn(text: string, patch: Partial<Session> = {}): void {
  storedHead(
    sessionOf({ seq: 2, candidate: { seq: 2, at: Date.now(), explicit: false }, ...patch }),
  );
  storedAgents(agentRecord(), agentRecord({ agentId: 'ravi', queues: ['technical'] }));
  storedEntries(
    { seq: 1, from: { role: 'customer' }, text, at: 1 },
    {
      seq: 2,
      from: { role: 'bot' },
      text: 'Your bill shows …',
      at: 1,
      bot: { confidence: 0.8, fallback: false, articleId: 'bill' },
    },
  );
}

beforeEach(resetClients);

describe('analyze', () => {
  it('escalates a frustrated billing dispute: recorded, customer told, agents of the queue alerted', async () => {
    storedTurn('I’m very frustrated! My bill is wrong again', {
      signals: { customerTurns: 1, fallbacksInARow: 1, recent: [] },
    });

    expect(await handler(batch(candidate))).toEqual({ batchItemFailures: [] });

    const [head, notice] = lastTransaction();
    const escalation = putItem('E#');
    expect(head?.Put).toMatchObject({
      Item: {
        status: 'queued',
        version: 8,
        pendingQueue: 'Q#billing',
        pendingSort: expect.stringMatching(/^\d{13}#/),
        card: { priority: 'high', customer: { name: 'Dana', plan: 'Fibre 300' } },
      },
    });
    expect(head?.Put?.Item).not.toHaveProperty('candidate');
    expect(head?.Put?.Item).not.toHaveProperty('signals');
    expect(notice?.Put?.Item).toMatchObject({ sk: 'M#0000000003' });
    expect(putEntries()).toMatchObject([
      { seq: 3, event: 'escalated' },
      { seq: 4, event: 'detail_asked' },
    ]);
    expect(escalation).toMatchObject({
      sk: 'E#0001',
      status: 'pending',
      queue: 'billing',
      assessment: { escalate: true, assessedSeq: 2 },
      history: [{ cause: 'escalated', session: { from: 'bot', to: 'queued' } }],
    });
    const { assessment } = escalation as unknown as Escalation;
    expect(assessment.reasons.map(({ code }) => code)).toEqual(
      expect.arrayContaining(['topic.billing_dispute', 'sentiment.frustration']),
    );
    expect(timers()).toMatchObject([
      { body: { kind: 'route', queues: ['billing'], sessionId: SESSION_ID }, delay: 0 },
      { body: { kind: 'max_wait', escalationId: escalation?.escalationId }, delay: 600 },
    ]);
    expect(pushed()).toMatchObject([
      {
        to: 'customer-1',
        frame: {
          type: 'session.status_changed',
          status: 'queued',
          messages: [{ seq: 3 }, { event: 'detail_asked' }],
        },
      },
      { to: 'agent-1', frame: { type: 'escalation.created', card: { sessionId: SESSION_ID } } },
    ]);
  });

  it('promises nobody where nobody is: the customer is told and chooses', async () => {
    storedTurn('I’m very frustrated! My bill is wrong again');
    storedAgents(agentRecord({ queues: ['technical'] }));

    await handler(batch(candidate));

    expect(putItem('HEAD')).toMatchObject({ escalation: { trouble: 'no_agents' } });
    expect(pushed()).toMatchObject([
      { to: 'customer-1', frame: { type: 'escalation.failed', reason: 'no_agents' } },
    ]);
  });

  it('stays within 5 calls and the pushes', async () => {
    storedTurn('I’m very frustrated! My bill is wrong again');

    await handler(batch(candidate));

    expect(sdkCalls() - pushed().length).toBeLessThanOrEqual(5);
  });

  it('dismisses a calm question, in 3 calls, at the price of a plain write', async () => {
    storedTurn('how do i read my bill');

    await handler(batch(candidate));

    expect(table.commandCalls(TransactWriteCommand)).toHaveLength(0);
    expect(table.commandCalls(PutCommand)[0]?.args[0].input.Item).not.toHaveProperty('candidate');
    expect(pushed()).toHaveLength(0);
    expect(sdkCalls()).toBe(3);
  });

  it('escalates a bare request with an empty conversation', async () => {
    storedTurn('', { candidate: { seq: 1, at: Date.now(), explicit: true } });
    storedEntries();

    await handler(batch(candidate));

    expect(putItem('E#')).toMatchObject({
      assessment: { reasons: [{ code: 'request.explicit' }] },
    });
  });

  it('does nothing for a duplicate, a late or an unknown candidate', async () => {
    storedHead(queuedSession());
    await handler(batch(candidate));
    storedHead(null);
    await handler(batch(candidate));

    expect(table.commandCalls(TransactWriteCommand)).toHaveLength(0);
    expect(pushed()).toHaveLength(0);
  });

  it('reports a candidate that could not be recorded, alone, so that the queue brings it back', async () => {
    storedTurn('I’m very frustrated! My bill is wrong again');
    table.on(TransactWriteCommand).rejects(cancelled({ Code: 'ThrottlingError' }));

    expect(await handler(batch('not json', candidate))).toEqual({
      batchItemFailures: [{ itemIdentifier: 'm-0' }, { itemIdentifier: 'm-1' }],
    });
    expect(pushed()).toHaveLength(0);
  });

  it('decides again on what was written in between, and then leaves a claimed session alone', async () => {
    storedTurn('I’m very frustrated! My bill is wrong again');
    table.on(TransactWriteCommand).callsFakeOnce(() => {
      storedHead(activeSession());
      throw cancelled({ Code: 'ConditionalCheckFailed' });
    });

    expect(await handler(batch(candidate))).toEqual({ batchItemFailures: [] });

    expect(table.commandCalls(TransactWriteCommand)).toHaveLength(1);
    expect(pushed()).toHaveLength(0);
  });
});
