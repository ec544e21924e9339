import { beforeEach, describe, expect, it } from 'vitest';
import { ASHA, call } from './api-calls.ts';
import {
  activeSession,
  agentItem,
  agentRecord,
  conditionFailed,
  escalationOf,
  GetCommand,
  OFFER_ID,
  offeredSession,
  PutCommand,
  pushed,
  putItem,
  QueryCommand,
  queuedSession,
  resetClients,
  SESSION_ID,
  sdkCalls,
  sessionOf,
  storedAgents,
  storedHead,
  TransactWriteCommand,
  table,
  timers,
  UpdateCommand,
  updateOf,
} from './fixtures.ts';

const LEAD = { ...ASHA, sub: 'lead', name: 'Lea', 'cognito:groups': '[supervisor]' };
const meera = agentRecord({ agentId: 'meera', name: 'Meera', connectionId: 'agent-2' });

const ASSESSMENT = { assessedSeq: 2, priority: 'high', reasons: [], policyVersion: 'p7' };
const ENTRIES = [
  { seq: 1, from: { role: 'customer' }, text: 'Help', at: 1 },
  { seq: 2, from: { role: 'bot' }, text: 'How?', at: 1, bot: { confidence: 0.1, fallback: true } },
];

beforeEach(resetClients);

describe('offers', () => {
  const offer = (answer: string) => `/offers/${OFFER_ID}/${answer}`;
  const body = { sessionId: SESSION_ID };

  it('accept joins in one transaction that takes the session and the offer together, within 4 calls', async () => {
    storedHead(offeredSession());
    storedAgents(agentRecord({ offers: [OFFER_ID] }));

    const accepted = await call('POST', offer('accept'), { body });

    expect(accepted).toMatchObject({
      status: 200,
      body: { session: { status: 'active', agent: { id: 'asha' } } },
    });
    expect(updateOf('AGENTS', 'asha')).toMatchObject({
      UpdateExpression: expect.stringMatching(
        /ADD #sessions :sessions .*DELETE #offers :withdrawn/,
      ),
      ExpressionAttributeValues: { ':withdrawn': new Set([OFFER_ID]) },
    });
    expect(pushed()).toMatchObject([{ to: 'customer-1', frame: { type: 'participant.joined' } }]);
    expect(timers()).toMatchObject([
      { body: { kind: 'attention', sessionId: SESSION_ID }, delay: 120 },
      { body: { kind: 'route' }, delay: 0 },
    ]);
    expect(sdkCalls() - pushed().length).toBeLessThanOrEqual(4);
  });

  it('reject lets it pass with an empty answer, and somebody else is asked', async () => {
    storedHead(offeredSession());

    const rejected = await call('POST', offer('reject'), { body });

    expect(rejected).toMatchObject({ status: 204, body: null });
    expect(putItem('HEAD')).toMatchObject({
      status: 'queued',
      escalation: { status: 'pending', passedBy: ['asha'] },
    });
    expect(updateOf('AGENTS', 'asha')?.UpdateExpression).toBe('DELETE #offers :withdrawn');
    expect(timers()).toMatchObject([
      {
        body: {
          kind: 'route',
          queues: expect.arrayContaining(['billing']),
          sessionId: SESSION_ID,
        },
      },
    ]);
  });

  it.each(['accept', 'reject'])('%s of an offer that stands no more is refused', async (answer) => {
    storedHead(queuedSession());
    storedAgents(agentRecord());

    expect(await call('POST', offer(answer), { body })).toMatchObject({
      status: 409,
      body: { code: 'offer_gone' },
    });
    expect(table.commandCalls(TransactWriteCommand)).toHaveLength(0);
  });
});

describe('a session in hand', () => {
  const path = (what: string) => `/sessions/${SESSION_ID}/${what}`;

  it('is transferred to a colleague with a note in one transaction: asked first, customer told', async () => {
    storedHead(activeSession());
    storedAgents(agentRecord({ sessions: [SESSION_ID] }), meera);

    const { status, body } = await call('POST', path('transfer'), {
      body: { agentId: 'meera', note: 'Knows the case' },
    });

    expect(status).toBe(200);
    expect(body.session).toMatchObject({ status: 'queued', agent: null });
    expect(putItem('N#0001')).toMatchObject({ text: 'Knows the case', by: { id: 'asha' } });
    expect(updateOf('AGENTS', 'asha')?.UpdateExpression).toContain('DELETE #sessions :sessions');
    expect(updateOf('AGENTS', 'meera')?.UpdateExpression).toContain('ADD #offers :offers');
    expect(pushed()).toEqual(
      expect.arrayContaining([
        expect.objectContaining({
          to: 'customer-1',
          frame: expect.objectContaining({ type: 'participant.left', reason: 'transferred' }),
        }),
        expect.objectContaining({
          to: 'agent-2',
          frame: expect.objectContaining({ type: 'offer.created' }),
        }),
      ]),
    );
  });

  it('is put on hold and taken up again, each in one transaction', async () => {
    storedHead(activeSession());
    expect(await call('POST', path('hold'))).toMatchObject({
      body: { session: { status: 'on_hold' } },
    });
    storedHead(activeSession({ status: 'on_hold', heldAt: Date.now() }));
    expect(await call('POST', path('resume'))).toMatchObject({
      body: { session: { status: 'active', awaitingReplySince: expect.any(Number) } },
    });
    expect(table.commandCalls(TransactWriteCommand)).toHaveLength(2);
  });

  it('takes notes', async () => {
    storedHead(activeSession({ noteCount: 1 }));

    expect(await call('POST', path('notes'), { body: { text: 'Called twice' } })).toMatchObject({
      status: 201,
      body: { note: { n: 2, text: 'Called twice', by: { id: 'asha' } } },
    });
    expect(putItem('N#0002')).toMatchObject({ text: 'Called twice' });
    expect(pushed()).toEqual([]);
  });

  it('is given to somebody else by a supervisor: both agents change in one transaction', async () => {
    storedHead(activeSession());
    storedAgents(agentRecord({ sessions: [SESSION_ID] }), meera);

    const { status } = await call('PUT', path('assignment'), {
      claims: LEAD,
      body: { agentId: 'meera' },
    });

    expect(status).toBe(200);
    expect(updateOf('AGENTS', 'asha')?.UpdateExpression).toContain('DELETE #sessions :sessions');
    expect(updateOf('AGENTS', 'meera')?.UpdateExpression).toContain('ADD #sessions :sessions');
  });
});

describe('feedback', () => {
  const record = { ...escalationOf({ status: 'accepted' }), createdAt: Date.UTC(2026, 0, 31) };
  const item = { pk: 'p', sk: 'E#0001', ttl: 1, ...record, history: [], assessment: ASSESSMENT };
  const stored = () => {
    storedHead(activeSession());
    table
      .on(QueryCommand, {
        ExpressionAttributeValues: { ':pk': `S#${SESSION_ID}`, ':prefix': 'E#' },
      })
      .resolves({ Items: [item] });
  };

  it('is given in 3 calls: two reads and one transaction', async () => {
    stored();

    const given = await call('PUT', `/sessions/${SESSION_ID}/feedback`, {
      body: { verdict: 'too_early', note: 'The bot had it' },
    });

    expect(given).toMatchObject({
      status: 200,
      body: { feedback: { verdict: 'too_early', note: 'The bot had it', agentId: 'asha' } },
    });
    expect(putItem(`${SESSION_ID}#0001`)).toMatchObject({ pk: 'FEEDBACK#2026-01-31' });
    expect(sdkCalls()).toBe(3);
    expect(pushed()).toEqual([]);
  });

  it('is exported to supervisors, one call for each day and each chat', async () => {
    stored();
    await call('PUT', `/sessions/${SESSION_ID}/feedback`, { body: { verdict: 'right' } });
    const kept = putItem(`${SESSION_ID}#0001`);
    resetClients();
    table
      .on(QueryCommand, {
        ExpressionAttributeValues: { ':pk': 'FEEDBACK#2026-01-31', ':after': '#0000' },
      })
      .resolves({ Items: [{ ...kept }] });
    table
      .on(QueryCommand, { KeyConditionExpression: 'pk = :pk AND sk BETWEEN :from AND :end' })
      .resolves({ Items: [{ pk: 'p', sk: 'M#0000000001', entries: ENTRIES }] });

    const { body } = await call('GET', '/feedback', {
      claims: LEAD,
      query: 'from=2026-01-30&to=2026-01-31',
    });

    expect(body).toMatchObject({
      conversations: [
        {
          id: `${SESSION_ID}#1`,
          turns: [{ text: 'Help' }],
          gold: { escalateAt: 1, window: [1, 1] },
        },
      ],
      next: null,
    });
    expect(sdkCalls()).toBe(3);
  });
});

describe('the team', () => {
  it('is listed without what is only stored', async () => {
    storedAgents(agentRecord({ sessions: [SESSION_ID] }), meera);

    const { body } = await call('GET', '/agents');

    expect(body.agents).toMatchObject([
      { agentId: 'asha', present: true, status: 'available', sessions: [SESSION_ID] },
      { agentId: 'meera' },
    ]);
    expect(body.agents[0]).not.toHaveProperty('connectionId');
  });

  it('is edited by supervisors; the queues they fix outlast the next sign-in', async () => {
    table.on(UpdateCommand).resolves({ Attributes: agentItem(meera) });

    expect(
      await call('PUT', '/agents/meera', { claims: LEAD, body: { queues: ['technical'] } }),
    ).toMatchObject({ status: 200, body: { agent: { agentId: 'meera' } } });
    expect(table.commandCalls(UpdateCommand)[0]?.args[0].input.UpdateExpression).toContain(
      '#fixedQueues = :queues',
    );
    expect(timers()).toMatchObject([{ body: { kind: 'route' } }]);
  });

  it('reads the figures of a day: counters of all shards, and what waits now', async () => {
    storedAgents(agentRecord());
    table.on(QueryCommand, { ExpressionAttributeValues: { ':pk': 'STATS#2026-01-31' } }).resolves({
      Items: [
        { pk: 'p', sk: '0', 'all/sessions': 2, 'queue.billing/handled': 1 },
        { pk: 'p', sk: '7', 'all/sessions': 3, 'reason/topic.fraud': 1 },
        { pk: 'p', sk: 'MAX', 'queue.billing/longestWaitMs': 9000 },
      ],
    });

    const { body } = await call('GET', '/metrics', { query: 'day=2026-01-31' });

    expect(body).toMatchObject({
      day: '2026-01-31',
      total: { sessions: 5, handled: 0 },
      queues: { billing: { handled: 1 } },
      reasons: { 'topic.fraud': 1 },
      longestWaitMs: { billing: 9000, technical: 0 },
      waiting: { billing: { count: 0, agentsAvailable: 1 } },
      agents: {},
    });
  });
});

describe('canned replies', () => {
  const stored = { version: 3, replies: [{ shortcut: 'hi', text: 'Hello {customer}' }] };

  it('are read', async () => {
    table.on(GetCommand, { Key: { pk: 'CANNED', sk: 'ALL' } }).resolves({
      Item: { pk: 'CANNED', sk: 'ALL', ...stored },
    });

    expect(await call('GET', '/canned-replies')).toMatchObject({ status: 200, body: stored });
  });

  it('are replaced by a supervisor who has read what stands; else nothing is written', async () => {
    const replace = () => call('PUT', '/canned-replies', { claims: LEAD, body: stored });

    expect(await replace()).toMatchObject({ status: 200, body: { ...stored, version: 4 } });
    table.on(PutCommand).rejects(conditionFailed());
    expect(await replace()).toMatchObject({ status: 409, body: { code: 'stale_version' } });
  });
});

describe('left messages', () => {
  const row = { sessionId: SESSION_ID, queue: 'billing', at: 5, contact: 'c', text: 't' };
  const closedWith = (queue: 'billing' | 'technical') =>
    sessionOf({
      status: 'closed',
      closeReason: 'message_left',
      closedAt: 5,
      escalation: escalationOf({ status: 'failed', queue }),
    });

  it('are listed from the queues of the agent, one call each', async () => {
    table
      .on(QueryCommand, { ExpressionAttributeValues: { ':pk': 'LEFT#billing' } })
      .resolves({ Items: [{ pk: 'p', sk: 's', ttl: 1, ...row }] });

    const { body } = await call('GET', '/left-messages', {
      claims: { ...ASHA, 'custom:skills': 'billing,general' },
    });

    expect(body).toEqual({ messages: [{ ...row, handled: null }] });
    expect(sdkCalls()).toBe(2);
  });

  it('are handled once: the first one stands, whoever comes later', async () => {
    storedHead(closedWith('billing'));
    table.on(UpdateCommand).resolves({
      Attributes: { pk: 'p', ...row, handled: { by: { role: 'agent', id: 'ravi' }, at: 9 } },
    });

    expect(await call('POST', `/left-messages/${SESSION_ID}/handled`)).toMatchObject({
      status: 200,
      body: { handled: { by: { id: 'ravi' }, at: 9 } },
    });
    expect(table.commandCalls(UpdateCommand)[0]?.args[0].input).toMatchObject({
      Key: { pk: 'LEFT#billing', sk: `0000000000005#${SESSION_ID}` },
      UpdateExpression: expect.stringContaining('if_not_exists(#handled, :handled)'),
    });
  });

  it('that nobody left, or of other queues, are refused', async () => {
    storedHead(sessionOf());
    expect(await call('POST', `/left-messages/${SESSION_ID}/handled`)).toMatchObject({
      status: 404,
      body: { code: 'session_unknown' },
    });
    storedHead(closedWith('technical'));
    expect(
      await call('POST', `/left-messages/${SESSION_ID}/handled`, {
        claims: { ...ASHA, 'custom:skills': 'billing' },
      }),
    ).toMatchObject({ status: 403, body: { code: 'not_eligible' } });
    expect(table.commandCalls(UpdateCommand)).toHaveLength(0);
  });
});
