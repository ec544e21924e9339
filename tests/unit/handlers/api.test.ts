import { beforeEach, describe, expect, it } from 'vitest';
import { POLICY } from '../../../lambdas/domain/policy.ts';
import { sha256 } from '../../../lambdas/usecases/issue-ticket.ts';
import { ASHA, call } from './api-calls.ts';
import {
  activeSession,
  agentItem,
  agentRecord,
  cancelled,
  escalationOf,
  GetCommand,
  lastTransaction,
  OFFER_ID,
  PutCommand,
  pushed,
  putEntries,
  QueryCommand,
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
  UpdateCommand,
  updateOf,
  wrappingSession,
} from './fixtures.ts';

const AGENT_ROUTES: readonly [method: string, path: string, body?: object][] = [
  ['POST', '/agent/tickets'],
  ['PUT', '/agent/availability', { availability: 'busy' }],
  ['GET', '/agent/sessions'],
  ['GET', '/escalations'],
  ['GET', `/sessions/${SESSION_ID}`],
  ['GET', `/sessions/${SESSION_ID}/messages`],
  ['PUT', `/sessions/${SESSION_ID}/assignment`],
  ['DELETE', `/sessions/${SESSION_ID}/assignment`],
  ['POST', `/sessions/${SESSION_ID}/transfer`, { queue: 'billing' }],
  ['POST', `/sessions/${SESSION_ID}/hold`],
  ['POST', `/sessions/${SESSION_ID}/resume`],
  ['POST', `/sessions/${SESSION_ID}/return-to-bot`],
  ['POST', `/sessions/${SESSION_ID}/end`],
  ['POST', `/sessions/${SESSION_ID}/notes`, { text: 'Called twice' }],
  ['POST', `/sessions/${SESSION_ID}/wrap-up`, { disposition: 'resolved' }],
  ['POST', `/offers/${OFFER_ID}/accept`, { sessionId: SESSION_ID }],
  ['POST', `/offers/${OFFER_ID}/reject`, { sessionId: SESSION_ID }],
  ['GET', '/agents'],
  ['PUT', '/agents/asha', { capacity: 2 }],
  ['GET', '/canned-replies'],
  ['PUT', '/canned-replies', { version: 0, replies: [] }],
  ['GET', '/left-messages'],
  ['POST', `/left-messages/${SESSION_ID}/handled`],
  ['GET', '/metrics'],
];

beforeEach(resetClients);

describe('POST /tickets', () => {
  const shop = { origin: 'https://shop.test', claims: {} };

  it('opens a new session with a ticket and a key, both stored hashed, in 2 calls', async () => {
    table.on(UpdateCommand).resolves({ Attributes: { requests: 1 } });

    const { status, body } = await call('POST', '/tickets', {
      ...shop,
      body: { customer: { name: 'Dana' } },
    });

    expect(status).toBe(201);
    expect(body).toMatchObject({ expiresInSeconds: 30, sessionKey: expect.any(String) });
    const item = table.commandCalls(PutCommand)[0]?.args[0].input.Item;
    expect(item).toMatchObject({
      pk: `T#${sha256(body.ticket)}`,
      origin: 'https://shop.test',
      holder: {
        role: 'customer',
        sessionId: body.sessionId,
        keyHash: sha256(body.sessionKey),
        customer: { name: 'Dana' },
      },
    });
    expect(JSON.stringify(item)).not.toContain(body.ticket);
    expect(JSON.stringify(item)).not.toContain(body.sessionKey);
    expect(sdkCalls()).toBe(2);
  });

  it('resumes a session by id and key, in 3 calls', async () => {
    const sessionKey = 'k'.repeat(43);
    table.on(UpdateCommand).resolves({ Attributes: { requests: 1 } });
    storedHead(sessionOf({ keyHash: sha256(sessionKey) }));

    const { status, body } = await call('POST', '/tickets', {
      ...shop,
      body: { sessionId: SESSION_ID, sessionKey },
    });

    expect(status).toBe(201);
    expect(body).toMatchObject({ sessionId: SESSION_ID, sessionKey });
    expect(sdkCalls()).toBe(3);
  });

  it.each([
    [
      'a wrong key',
      { sessionId: SESSION_ID, sessionKey: 'x'.repeat(43) },
      403,
      'session_key_invalid',
    ],
    ['an id without a key', { sessionId: SESSION_ID }, 400, 'invalid_field'],
    ['a key that is none', { sessionId: SESSION_ID, sessionKey: 'short' }, 400, 'invalid_field'],
    ['malformed JSON', '{', 400, 'malformed_json'],
    ['a name that is too long', { customer: { name: 'x'.repeat(81) } }, 400, 'invalid_field'],
  ])('refuses %s', async (_name, body, status, code) => {
    table.on(UpdateCommand).resolves({ Attributes: { requests: 1 } });
    storedHead(sessionOf({ keyHash: sha256('k'.repeat(43)) }));

    const answer = await call('POST', '/tickets', { ...shop, body });

    expect(answer).toMatchObject({ status, body: { code, ref: 'request-1' } });
    expect(answer.result.headers?.['content-type']).toContain('application/problem+json');
    expect(table.commandCalls(PutCommand)).toHaveLength(0);
  });

  it('refuses an unknown session, another site, a flood and an oversize body', async () => {
    table.on(UpdateCommand).resolves({ Attributes: { requests: 1 } });
    storedHead(null);
    const resume = { sessionId: SESSION_ID, sessionKey: 'k'.repeat(43) };
    expect(await call('POST', '/tickets', { ...shop, body: resume })).toMatchObject({
      status: 404,
      body: { code: 'session_unknown' },
    });
    expect(
      await call('POST', '/tickets', { body: {}, claims: {}, origin: 'https://evil.test' }),
    ).toMatchObject({ status: 403, body: { code: 'origin_not_allowed' } });
    expect(
      await call('POST', '/tickets', { ...shop, body: { pad: 'x'.repeat(33 * 1024) } }),
    ).toMatchObject({ status: 413, body: { code: 'too_large' } });
    table.on(UpdateCommand).resolves({ Attributes: { requests: POLICY.ticketsPerMinute + 1 } });
    expect(await call('POST', '/tickets', { ...shop, body: {} })).toMatchObject({
      status: 429,
      body: { code: 'too_many_requests' },
    });
    expect(table.commandCalls(PutCommand)).toHaveLength(0);
  });
});

describe('who may call', () => {
  it.each([
    ['array', ['agent', 'supervisor']],
    ['gateway string', '[agent supervisor]'],
    ['comma string', 'agent,other'],
  ])('a group claim as %s is understood', async (_name, groups) => {
    storedAgents();
    const { status } = await call('GET', '/escalations', {
      claims: { ...ASHA, 'cognito:groups': groups },
    });
    expect(status).toBe(200);
  });

  it('somebody outside the groups is refused on every route', async () => {
    const claims = { sub: 'sam', name: 'Sam', 'cognito:groups': '[guest]' };
    for (const [method, path, body] of AGENT_ROUTES) {
      expect(await call(method, path, { claims, body }), `${method} ${path}`).toMatchObject({
        status: 403,
        body: { code: 'not_an_agent' },
      });
    }
    expect(sdkCalls()).toBe(0);
  });

  it('an access token is refused: it would widen its bearer’s queues to all', async () => {
    expect(
      await call('GET', '/escalations', { claims: { ...ASHA, token_use: 'access' } }),
    ).toMatchObject({ status: 401, body: { code: 'unauthenticated' } });
    storedAgents();
    expect(
      (await call('GET', '/escalations', { claims: { ...ASHA, token_use: 'id' } })).status,
    ).toBe(200);
  });

  it('nobody without claims', async () => {
    expect(await call('GET', '/escalations', { claims: {} })).toMatchObject({
      status: 401,
      body: { code: 'unauthenticated' },
    });
  });

  it('an unknown address is 404 with a code', async () => {
    expect(await call('GET', '/nowhere')).toMatchObject({
      status: 404,
      body: { code: 'not_found' },
    });
  });
});

describe('agents', () => {
  it('get a ticket and their record, made from the token, in 2 calls', async () => {
    table.on(UpdateCommand).resolves({ Attributes: agentItem(agentRecord()) });

    const { status, body } = await call('POST', '/agent/tickets');

    expect(status).toBe(201);
    expect(body).toMatchObject({ agent: { agentId: 'asha', capacity: 4 } });
    expect(table.commandCalls(UpdateCommand)[0]?.args[0].input).toMatchObject({
      Key: { pk: 'AGENTS', sk: 'asha' },
      ExpressionAttributeValues: { ':team': 'Billing', ':supervisor': false, ':away': 'away' },
    });
    expect(sdkCalls()).toBe(2);
  });

  it('set their availability; a wrong one is refused', async () => {
    table.on(UpdateCommand).resolves({ Attributes: agentItem(agentRecord()) });

    expect(
      await call('PUT', '/agent/availability', { body: { availability: 'busy' } }),
    ).toMatchObject({ status: 200, body: { agent: { agentId: 'asha' } } });
    expect(
      await call('PUT', '/agent/availability', { body: { availability: 'asleep' } }),
    ).toMatchObject({ status: 400, body: { code: 'invalid_field', field: 'availability' } });
  });

  it('list what waits in their queues, soonest first, and nothing of other queues', async () => {
    const card = (sessionId: string, place: number) => ({ card: { sessionId, place }, version: 2 });
    table
      .on(QueryCommand, { ExpressionAttributeValues: { ':queue': 'Q#billing' } })
      .resolves({ Items: [card('b', 20)] })
      .on(QueryCommand, { ExpressionAttributeValues: { ':queue': 'Q#general' } })
      .resolves({ Items: [card('a', 10)] });

    const { body } = await call('GET', '/escalations', {
      claims: { ...ASHA, 'custom:skills': 'billing,general' },
    });

    expect(body.escalations).toMatchObject([{ sessionId: 'a' }, { sessionId: 'b' }]);
    expect(table.commandCalls(QueryCommand)).toHaveLength(2);
  });

  it('list the sessions they hold', async () => {
    const agent = agentItem(agentRecord({ sessions: [SESSION_ID] }));
    storedHead(activeSession());
    table.on(GetCommand, { Key: { pk: 'AGENTS', sk: 'asha' } }).resolves({ Item: agent });

    const { body } = await call('GET', '/agent/sessions');

    expect(body.sessions).toMatchObject([{ sessionId: SESSION_ID, status: 'active' }]);
  });
});

describe('PUT /sessions/{id}/assignment', () => {
  const path = `/sessions/${SESSION_ID}/assignment`;

  it('joins in one transaction, tells the customer who, and the other agents, within 4 calls', async () => {
    const evidence = [{ seq: 1, text: 'My bill is wrong', quote: true }];
    const reasons = [{ code: 'topic.billing_dispute' as const, score: 0.9, evidence }];
    storedHead(queuedSession({ escalation: escalationOf({ reasons }) }));
    storedAgents(agentRecord(), agentRecord({ agentId: 'meera', connectionId: 'agent-2' }));

    const { status, body } = await call('PUT', path);

    expect(status).toBe(200);
    expect(body.session).toMatchObject({ status: 'active', agent: { id: 'asha' } });
    const [head, , escalation] = lastTransaction();
    expect(head?.Put?.Item).toMatchObject({ status: 'active', agentConnectionId: 'agent-1' });
    // The quotes stay in the escalation's record; the head keeps the reasons alone.
    expect(head?.Put?.Item?.escalation.reasons).toEqual([{ ...reasons[0], evidence: [] }]);
    expect(head?.Put?.Item).not.toHaveProperty('pendingQueue');
    expect(putEntries()).toMatchObject([{ seq: 4, text: 'Asha Rao from Billing joined.' }]);
    expect(escalation?.Update?.ExpressionAttributeValues).toMatchObject({ ':status': 'accepted' });
    expect(updateOf('AGENTS', 'asha')).toMatchObject({
      ConditionExpression: expect.stringContaining('size(#sessions) < #capacity'),
    });
    expect(pushed()).toMatchObject([
      {
        to: 'customer-1',
        frame: { type: 'participant.joined', participant: { name: 'Asha Rao' } },
      },
      { to: 'agent-2', frame: { type: 'escalation.accepted', agent: { id: 'asha' } } },
    ]);
    expect(sdkCalls() - pushed().length).toBeLessThanOrEqual(4);
  });

  it('that was taken meanwhile names the winner', async () => {
    table
      .on(TransactWriteCommand)
      .callsFakeOnce(() => {
        storedHead(
          activeSession({
            assignment: { assignmentId: 'x', agentId: 'ravi', name: 'Ravi', team: 'Tech', at: 1 },
          }),
        );
        throw cancelled({ Code: 'ConditionalCheckFailed' });
      })
      .resolves({});
    storedHead(queuedSession());
    storedAgents(agentRecord());

    expect(await call('PUT', path)).toMatchObject({
      status: 409,
      body: { code: 'already_taken', winner: { id: 'ravi', name: 'Ravi' } },
    });
    expect(pushed()).toHaveLength(0);
  });

  it('of a session that is mine already is fine', async () => {
    storedHead(activeSession());
    storedAgents(agentRecord());

    expect(await call('PUT', path)).toMatchObject({ status: 200 });
    expect(table.commandCalls(TransactWriteCommand)).toHaveLength(0);
  });

  it('is tried again when the transaction only met another one', async () => {
    storedHead(queuedSession());
    storedAgents(agentRecord());
    table
      .on(TransactWriteCommand)
      .rejectsOnce(cancelled({ Code: 'None' }, { Code: 'TransactionConflict' }))
      .resolves({});

    expect(await call('PUT', path)).toMatchObject({ status: 200 });
  });

  it.each([
    ['ended', sessionOf({ status: 'closed' }), 'session_closed', 409],
    ['still the bot’s', sessionOf(), 'session_not_waiting', 409],
    ['unknown', null, 'session_unknown', 404],
  ])('of a session that is %s is refused', async (_name, session, code, status) => {
    storedHead(session);
    storedAgents(agentRecord());

    expect(await call('PUT', path)).toMatchObject({ status, body: { code } });
    expect(table.commandCalls(TransactWriteCommand)).toHaveLength(0);
  });

  it('of a session in a queue that the agent does not serve is refused', async () => {
    storedHead(queuedSession());
    storedAgents(agentRecord({ queues: ['technical'] }));

    expect(await call('PUT', path)).toMatchObject({ status: 403, body: { code: 'not_eligible' } });
    expect(table.commandCalls(TransactWriteCommand)).toHaveLength(0);
  });

  const agentRefused = (sessions: string[]) =>
    cancelled(
      { Code: 'None' },
      { Code: 'None' },
      { Code: 'None' },
      {
        Code: 'ConditionalCheckFailed',
        Item: { sessions: { SS: sessions }, capacity: { N: '2' } },
      },
    );

  it.each([
    ['full', agentRefused(['a', 'b']), 'at_capacity'],
    ['absent or offline', agentRefused(['a']), 'agent_not_available'],
  ])('by an agent who is %s is refused', async (_name, error, code) => {
    storedHead(queuedSession());
    storedAgents(agentRecord());
    table.on(TransactWriteCommand).rejects(error);

    expect(await call('PUT', path)).toMatchObject({ status: 409, body: { code } });
  });

  it('of an id that is none is a bad request', async () => {
    expect(await call('PUT', '/sessions/abc/assignment')).toMatchObject({
      status: 400,
      body: { code: 'invalid_field', field: 'sessionId' },
    });
  });
});

describe('moves', () => {
  it('release keeps the wait clock, frees the agent and alerts the queue', async () => {
    const session = activeSession();
    storedHead(session);
    storedAgents(agentRecord(), agentRecord({ agentId: 'meera', connectionId: 'agent-2' }));

    const { body } = await call('DELETE', `/sessions/${SESSION_ID}/assignment`);

    expect(body.session).toMatchObject({
      status: 'queued',
      agent: null,
      waitingSince: session.escalation?.waitingSince,
    });
    expect(pushed()).toMatchObject([
      { to: 'customer-1', frame: { type: 'participant.left', reason: 'released' } },
      { to: 'agent-1', frame: { type: 'escalation.created' } },
      { to: 'agent-2', frame: { type: 'escalation.created' } },
    ]);
  });

  it('return to bot ends the escalation and forgets the signals', async () => {
    storedHead(activeSession());

    const { body } = await call('POST', `/sessions/${SESSION_ID}/return-to-bot`);

    expect(body.session).toMatchObject({ status: 'bot', agent: null, waitingSince: null });
    expect(lastTransaction()[0]?.Put?.Item).toMatchObject({ botSinceSeq: 4 });
    expect(lastTransaction()[2]?.Update?.ExpressionAttributeValues).toMatchObject({
      ':status': 'returned_to_bot',
    });
  });

  it('end starts wrap-up; wrap-up closes and frees the agent', async () => {
    storedHead(activeSession());
    expect(await call('POST', `/sessions/${SESSION_ID}/end`)).toMatchObject({
      body: { session: { status: 'wrap_up', closeReason: 'agent_ended' } },
    });
    expect(pushed()).toMatchObject([
      { to: 'customer-1', frame: { type: 'session.closed' } },
      { to: 'agent-1', frame: { type: 'session.closed' } },
    ]);
    expect(timers()).toMatchObject([{ body: { kind: 'wrap_up' } }]);

    storedHead(wrappingSession());
    expect(
      await call('POST', `/sessions/${SESSION_ID}/wrap-up`, { body: { disposition: 'resolved' } }),
    ).toMatchObject({
      body: { session: { status: 'closed', outcome: { disposition: 'resolved' } } },
    });
    expect(updateOf('AGENTS', 'asha')?.UpdateExpression).toContain('DELETE #sessions :sessions');
  });

  it('of somebody else’s session are refused, but for supervisors', async () => {
    const claims = { ...ASHA, sub: 'ravi' };
    storedHead(activeSession());
    for (const [method, path] of [
      ['DELETE', 'assignment'],
      ['POST', 'return-to-bot'],
      ['POST', 'end'],
    ] as const) {
      expect(await call(method, `/sessions/${SESSION_ID}/${path}`, { claims })).toMatchObject({
        status: 403,
        body: { code: 'not_your_session' },
      });
    }
    expect(table.commandCalls(TransactWriteCommand)).toHaveLength(0);
    expect(
      await call('POST', `/sessions/${SESSION_ID}/end`, {
        claims: { ...claims, 'cognito:groups': '[supervisor]' },
      }),
    ).toMatchObject({ status: 200 });
  });

  it('of an ended session are refused', async () => {
    storedHead(sessionOf({ status: 'closed' }));
    expect(
      await call('DELETE', `/sessions/${SESSION_ID}/assignment`, {
        claims: { ...ASHA, 'cognito:groups': '[supervisor]' },
      }),
    ).toMatchObject({ status: 409, body: { code: 'session_closed' } });
  });
});

describe('reading', () => {
  it('the context card shows the escalation with its history', async () => {
    storedHead(queuedSession());
    const rowsUnder = (prefix: string, ...Items: object[]) =>
      table
        .on(QueryCommand, { ExpressionAttributeValues: { ':prefix': prefix } })
        .resolves({ Items: Items as Record<string, unknown>[] });
    storedEntries({ seq: 1, from: { role: 'customer' }, text: 'Hi', at: 1 });
    table
      .on(GetCommand, { Key: { pk: `S#${SESSION_ID}`, sk: 'M~READ' } })
      .resolves({ Item: { customer: 3 } });
    rowsUnder('E#', { pk: 'p', sk: 'E#0001', ttl: 1, escalationId: 'esc-1', history: [] });
    rowsUnder('N#', { pk: 'p', sk: 'N#0001', ttl: 1, n: 1, text: 'Called twice' });

    const { body } = await call('GET', `/sessions/${SESSION_ID}`);

    expect(body).toMatchObject({
      session: { status: 'queued', customer: { plan: 'Fibre 300' } },
      escalations: [{ escalationId: 'esc-1', history: [] }],
      notes: [{ n: 1, text: 'Called twice' }],
      summary: ['Came with: “Hi”'],
      read: { customer: 3, agent: 0 },
    });
    expect(body.session).not.toHaveProperty('keyHash');
  });

  it('the transcript pages by place; a wrong place is refused', async () => {
    storedHead(queuedSession({ seq: 5 }));
    storedEntries(
      { seq: 3, from: { role: 'customer' }, text: 'w', at: 1 },
      { seq: 4, from: { role: 'bot' }, text: 'x', at: 1 },
    );

    expect(
      await call('GET', `/sessions/${SESSION_ID}/messages`, { query: 'after=3' }),
    ).toMatchObject({ body: { messages: [{ seq: 4 }], lastSeq: 5, more: true } });
    expect(
      await call('GET', `/sessions/${SESSION_ID}/messages`, { query: 'after=-1' }),
    ).toMatchObject({ status: 400, body: { code: 'invalid_field' } });
  });

  it('a chat with the bot, or with another agent, is not for agents to read', async () => {
    storedHead(sessionOf());
    expect(await call('GET', `/sessions/${SESSION_ID}`)).toMatchObject({
      status: 403,
      body: { code: 'not_your_session' },
    });
  });

  it('a chat that waits in another queue is not for this agent to read', async () => {
    storedHead(queuedSession());
    expect(
      await call('GET', `/sessions/${SESSION_ID}`, {
        claims: { ...ASHA, 'custom:skills': 'technical' },
      }),
    ).toMatchObject({ status: 403, body: { code: 'not_eligible' } });
  });

  it('a failing table is a retriable problem without internals', async () => {
    table.on(UpdateCommand).rejects(new Error('secret internals'));

    const { status, body } = await call('POST', '/agent/tickets');

    expect(status).toBe(503);
    expect(JSON.stringify(body)).not.toContain('secret');
    expect(body).toMatchObject({ code: 'unavailable' });
  });
});
