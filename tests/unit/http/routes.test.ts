import { describe, expect, it } from 'vitest';
import { endByAgent } from '../../../lambdas/usecases/end-session.ts';
import { takeMessage } from '../../../lambdas/usecases/leave-message.ts';
import {
  AgentList,
  AgentResult,
  CannedReplies,
  FeedbackResult,
  LeftMessage,
  LeftMessageList,
  Metrics,
  NoteResult,
  RatedConversationList,
  SessionContext,
  SessionList,
  SessionResult,
} from '../../../protocol/http.ts';
import { createWorld, idOf, type World } from '../../simulation/memory/world.ts';
import {
  agentOf,
  headOf,
  offered,
  present,
  SESSION,
  stored,
  waiting,
  withAgent,
} from '../usecases/scenes.ts';
import { type Call, call } from './call.ts';

const LEAD: Call = { who: 'lead', groups: '[supervisor]' };
const session = (what = '') => `/sessions/${SESSION}${what}`;
const json = (body: unknown) => JSON.stringify(body);

/** Asha has the session, Ravi is there, Lea supervises. */
async function desk(): Promise<World> {
  const world = await withAgent();
  await present(world, 'ravi');
  await present(world, 'lead', { supervisor: true });
  return world;
}

const parses = (schema: { parse(value: unknown): unknown }, body: unknown) =>
  expect(schema.parse(body)).toEqual(body);

describe('answers keep the contract', () => {
  it.each<[string, string, Call, { parse(value: unknown): unknown }, number]>([
    ['GET', session(), {}, SessionContext, 200],
    ['GET', '/agent/sessions', {}, SessionList, 200],
    ['POST', session('/hold'), {}, SessionResult, 200],
    ['POST', session('/resume'), {}, SessionResult, 200],
    ['POST', session('/transfer'), { body: json({ queue: 'billing' }) }, SessionResult, 200],
    ['POST', session('/transfer'), { body: json({ agentId: 'ravi' }) }, SessionResult, 200],
    ['POST', session('/notes'), { body: json({ text: 'Called twice' }) }, NoteResult, 201],
    ['PUT', session('/feedback'), { body: json({ verdict: 'too_late' }) }, FeedbackResult, 200],
    ['GET', '/feedback?from=2026-01-01', LEAD, RatedConversationList, 200],
    ['POST', session('/return-to-bot'), {}, SessionResult, 200],
    ['POST', session('/end'), {}, SessionResult, 200],
    ['DELETE', session('/assignment'), {}, SessionResult, 200],
    [
      'PUT',
      session('/assignment'),
      { ...LEAD, body: json({ agentId: 'ravi' }) },
      SessionResult,
      200,
    ],
    ['GET', '/agents', {}, AgentList, 200],
    ['PUT', '/agents/ravi', { ...LEAD, body: json({ capacity: 2 }) }, AgentResult, 200],
    ['PUT', '/agent/availability', { body: json({ availability: 'busy' }) }, AgentResult, 200],
    ['GET', '/canned-replies', {}, CannedReplies, 200],
    [
      'PUT',
      '/canned-replies',
      { ...LEAD, body: json({ version: 0, replies: [] }) },
      CannedReplies,
      200,
    ],
    ['GET', '/left-messages', {}, LeftMessageList, 200],
    ['GET', '/metrics', LEAD, Metrics, 200],
  ])('%s %s', async (method, path, request, schema, status) => {
    const answer = await call(await desk(), method, path, request);

    expect(answer.status).toBe(status);
    parses(schema, answer.body);
  });
});

describe('PUT /sessions/{id}/assignment', () => {
  it.each([undefined, '', '{}'])('with %j as body is taking it oneself', async (body) => {
    const world = await waiting();
    await present(world, 'asha');

    expect(await call(world, 'PUT', session('/assignment'), { body })).toMatchObject({
      status: 200,
      body: { session: { status: 'active', agent: { id: 'asha' } } },
    });
  });

  it.each(['{', '[]', '{"agentId":""}', '{"agentId":7}', 'null'])(
    'with %j as body is refused, not taken for empty',
    async (body) => {
      const world = await waiting();
      await present(world, 'asha');

      expect(await call(world, 'PUT', session('/assignment'), { body })).toMatchObject({
        status: 400,
        type: 'application/problem+json',
      });
      expect(headOf(world).status).toBe('queued');
    },
  );

  it('of somebody else is a supervisor’s to say', async () => {
    const world = await desk();
    const body = json({ agentId: 'ravi' });

    expect(await call(world, 'PUT', session('/assignment'), { body })).toMatchObject({
      status: 403,
      body: { code: 'wrong_role' },
    });
    expect(await call(world, 'PUT', session('/assignment'), { ...LEAD, body })).toMatchObject({
      status: 200,
      body: { session: { agent: { id: 'ravi' } } },
    });
  });
});

describe('offers', () => {
  it('are accepted with the session, and rejected with an empty answer', async () => {
    const body = json({ sessionId: SESSION });
    const first = await offered();
    expect(
      await call(first.world, 'POST', `/offers/${first.offerId}/accept`, { body }),
    ).toMatchObject({ status: 200, body: { session: { status: 'active' } } });

    const second = await offered();
    expect(
      await call(second.world, 'POST', `/offers/${second.offerId}/reject`, { body }),
    ).toMatchObject({ status: 204, body: null });
    expect(headOf(second.world).escalation?.passedBy).toEqual(['asha']);
  });

  it.each(['accept', 'reject'])('%s of one that stands no more is 409', async (answer) => {
    const { world } = await offered();

    expect(
      await call(world, 'POST', `/offers/${idOf(0xbad)}/${answer}`, {
        body: json({ sessionId: SESSION }),
      }),
    ).toMatchObject({ status: 409, body: { code: 'offer_gone' } });
  });
});

describe('wrong bodies are refused by name and change nothing', () => {
  const long = 'x'.repeat(2001);
  it.each<[string, string, unknown, object]>([
    ['POST', session('/transfer'), {}, { code: 'invalid_field' }],
    ['POST', session('/transfer'), { queue: 'sales' }, { code: 'invalid_field', field: 'queue' }],
    [
      'POST',
      session('/transfer'),
      { queue: 'billing', agentId: 'ravi' },
      { code: 'invalid_field' },
    ],
    ['POST', session('/transfer'), { agentId: '' }, { code: 'invalid_field', field: 'agentId' }],
    ['POST', session('/transfer'), { queue: 'billing', note: ' ' }, { code: 'text_empty' }],
    ['POST', session('/transfer'), { queue: 'billing', note: long }, { field: 'note' }],
    ['POST', session('/notes'), {}, { code: 'invalid_field', field: 'text' }],
    ['POST', session('/notes'), { text: ' \n ' }, { code: 'text_empty' }],
    ['POST', session('/notes'), { text: long }, { code: 'invalid_field', field: 'text' }],
    ['POST', session('/wrap-up'), { disposition: 'done' }, { field: 'disposition' }],
    ['POST', `/offers/${idOf(1)}/accept`, {}, { field: 'sessionId' }],
    ['POST', `/offers/${idOf(1)}/reject`, { sessionId: 'abc' }, { field: 'sessionId' }],
    ['PUT', session('/feedback'), {}, { field: 'verdict' }],
    ['PUT', session('/feedback'), { verdict: 'wrong' }, { field: 'verdict' }],
    ['PUT', session('/feedback'), { verdict: 'right', turn: 1 }, { field: 'turn' }],
    ['PUT', session('/feedback'), { verdict: 'too_late', turn: 0 }, { field: 'turn' }],
    ['PUT', session('/feedback'), { verdict: 'too_late', turn: 1.5 }, { field: 'turn' }],
    ['PUT', session('/feedback'), { verdict: 'too_late', turn: 99 }, { field: 'turn' }],
    ['PUT', session('/feedback'), { verdict: 'right', note: long }, { field: 'note' }],
    ['PUT', '/agents/ravi', { capacity: 0 }, { field: 'capacity' }],
    ['PUT', '/agents/ravi', { capacity: 21 }, { field: 'capacity' }],
    ['PUT', '/agents/ravi', { queues: [] }, { field: 'queues' }],
    ['PUT', '/agents/ravi', { queues: ['sales'] }, { field: 'queues.0' }],
    ['PUT', '/canned-replies', { replies: [] }, { field: 'version' }],
    [
      'PUT',
      '/canned-replies',
      { version: 0, replies: [{ shortcut: 'No spaces', text: 'x' }] },
      { field: 'replies.0.shortcut' },
    ],
    [
      'PUT',
      '/canned-replies',
      { version: 0, replies: [{ shortcut: 'a', text: '' }] },
      { field: 'replies.0.text' },
    ],
    ['PUT', '/agent/availability', { availability: 'asleep' }, { field: 'availability' }],
  ])('%s %s %j', async (method, path, body, problem) => {
    const world = await desk();
    const before = stored(world);

    const answer = await call(world, method, path, { ...LEAD, body: json(body) });

    expect(answer).toMatchObject({ status: 400, type: 'application/problem+json', body: problem });
    expect(stored(world)).toEqual(before);
  });

  it.each(['/transfer', '/notes', '/wrap-up'])('no body at all for %s is no JSON', async (what) => {
    expect(await call(await desk(), 'POST', session(what))).toMatchObject({
      status: 400,
      body: { code: 'malformed_json' },
    });
  });

  it.each(['yesterday', '2026-1-1', '2026-01-01T00:00', ''])('day=%s', async (day) => {
    expect(await call(await desk(), 'GET', `/metrics?day=${day}`)).toMatchObject({
      status: 400,
      body: { code: 'invalid_field', field: 'day' },
    });
  });
});

describe('roles', () => {
  it.each<[string, string, unknown]>([
    ['PUT', '/agents/ravi', { capacity: 2 }],
    ['PUT', '/canned-replies', { version: 0, replies: [] }],
    ['PUT', session('/assignment'), { agentId: 'ravi' }],
  ])('%s %s is for supervisors', async (method, path, body) => {
    const world = await desk();
    const before = stored(world);

    expect(await call(world, method, path, { body: json(body) })).toMatchObject({
      status: 403,
      body: { code: 'wrong_role' },
    });
    expect(stored(world)).toEqual(before);
    expect(await call(world, method, path, { ...LEAD, body: json(body) })).toMatchObject({
      status: 200,
    });
  });

  it.each<[string, string, object | undefined]>([
    ['DELETE', '/assignment', undefined],
    ['POST', '/transfer', { queue: 'billing' }],
    ['POST', '/hold', undefined],
    ['POST', '/resume', undefined],
    ['POST', '/return-to-bot', undefined],
    ['POST', '/end', undefined],
    ['POST', '/notes', { text: 'x' }],
    ['POST', '/wrap-up', { disposition: 'resolved' }],
    ['PUT', '/feedback', { verdict: 'right' }],
  ])('%s %s of somebody else’s session is refused', async (method, what, body) => {
    const world = await desk();
    const before = stored(world);

    expect(
      await call(world, method, session(what), { who: 'ravi', body: body && json(body) }),
    ).toMatchObject({ status: 403, body: { code: 'not_your_session' } });
    expect(stored(world)).toEqual(before);
  });

  it('supervisors read every session, agents their own and what waits for them', async () => {
    const world = await desk();

    for (const path of [session(), session('/messages?after=0')]) {
      expect((await call(world, 'GET', path, LEAD)).status).toBe(200);
      expect((await call(world, 'GET', path)).status).toBe(200);
      expect(await call(world, 'GET', path, { who: 'ravi' })).toMatchObject({
        status: 403,
        body: { code: 'not_your_session' },
      });
    }
  });

  it('the export of feedback is for supervisors', async () => {
    const world = await desk();

    expect(await call(world, 'GET', '/feedback')).toMatchObject({
      status: 403,
      body: { code: 'wrong_role' },
    });
    expect(await call(world, 'GET', '/feedback?from=2026-13-01', LEAD)).toMatchObject({
      status: 400,
      body: { code: 'invalid_field', field: 'from' },
    });
  });

  it('agents’ figures are for supervisors', async () => {
    const world = await desk();

    expect((await call(world, 'GET', '/metrics')).body.agents).toEqual({});
    expect(Object.keys((await call(world, 'GET', '/metrics', LEAD)).body.agents as object)).toEqual(
      expect.arrayContaining(['asha', 'ravi', 'lead']),
    );
  });

  it('nobody without a group gets anywhere, whatever they send', async () => {
    const world = await desk();
    for (const [method, path] of [
      ['GET', '/agents'],
      ['GET', '/canned-replies'],
      ['GET', '/left-messages'],
      ['GET', '/metrics?day=yesterday'],
      ['GET', '/feedback?from=yesterday'],
      ['PUT', session('/feedback')],
      ['PUT', session('/assignment')],
      ['POST', session('/hold')],
      ['POST', session('/notes')],
      ['POST', session('/transfer')],
      ['POST', `/offers/${idOf(1)}/accept`],
      ['PUT', '/agents/ravi'],
      ['PUT', '/canned-replies'],
      ['POST', `/left-messages/${SESSION}/handled`],
    ] as const) {
      const body = method === 'GET' ? undefined : '{';
      expect(
        await call(world, method, path, { groups: '[guest]', body }),
        `${method} ${path}`,
      ).toMatchObject({ status: 403, body: { code: 'not_an_agent' } });
    }
  });
});

describe('problems', () => {
  it.each<[string, () => Promise<World>, string, string, Call, number, string]>([
    ['hold', waiting, 'POST', session('/hold'), LEAD, 409, 'session_not_active'],
    ['resume', waiting, 'POST', session('/resume'), LEAD, 409, 'session_not_active'],
    ['no session', desk, 'POST', `/sessions/${idOf(0xdead)}/hold`, {}, 404, 'session_unknown'],
    [
      'transfer to nobody',
      desk,
      'POST',
      session('/transfer'),
      { body: json({ agentId: 'nobody' }) },
      409,
      'agent_not_available',
    ],
    [
      'transfer to oneself',
      desk,
      'POST',
      session('/transfer'),
      { body: json({ agentId: 'asha' }) },
      409,
      'already_taken',
    ],
    [
      'edit of nobody',
      desk,
      'PUT',
      '/agents/nobody',
      { ...LEAD, body: json({ capacity: 2 }) },
      409,
      'agent_not_available',
    ],
    [
      'stale replies',
      desk,
      'PUT',
      '/canned-replies',
      { ...LEAD, body: json({ version: 7, replies: [] }) },
      409,
      'stale_version',
    ],
    [
      'no left message',
      desk,
      'POST',
      `/left-messages/${SESSION}/handled`,
      {},
      404,
      'session_unknown',
    ],
    ['an id that is none', desk, 'POST', '/left-messages/abc/handled', {}, 400, 'invalid_field'],
  ])('%s', async (_name, scene, method, path, request, status, code) => {
    const world = await scene();
    if (!world.agents.has('asha')) await present(world, 'asha');

    expect(await call(world, method, path, request)).toMatchObject({
      status,
      type: 'application/problem+json',
      body: { code, ref: 'ref-1' },
    });
  });

  it('transfer to a full colleague is 409 at_capacity', async () => {
    const world = await desk();
    world.agents.set('ravi', { ...agentOf(world, 'ravi'), capacity: 1, sessions: ['x'] });

    expect(
      await call(world, 'POST', session('/transfer'), { body: json({ agentId: 'ravi' }) }),
    ).toMatchObject({ status: 409, body: { code: 'at_capacity' } });
  });
});

it('a left message is listed, handled and read back as handled', async () => {
  const world = await waiting(createWorld());
  await takeMessage(world.ports, {
    type: 'message.leave',
    sessionId: SESSION,
    contact: 'dana@mail.example',
    text: 'Please call',
  });
  await present(world, 'asha');

  const handled = await call(world, 'POST', `/left-messages/${SESSION}/handled`);

  expect(handled.status).toBe(200);
  parses(LeftMessage, handled.body);
  expect((await call(world, 'GET', '/left-messages')).body).toEqual({ messages: [handled.body] });
  expect((await call(world, 'GET', '/left-messages', { skills: 'technical' })).body).toEqual({
    messages: [],
  });
});

it('a note after the end is still taken, and a wrap-up that still counts is listed', async () => {
  const world = await desk();
  await endByAgent(world.ports, agentOf(world, 'asha'), SESSION);

  expect(
    (await call(world, 'POST', session('/notes'), { body: json({ text: 'Called back' }) })).status,
  ).toBe(201);
  expect((await call(world, 'GET', '/agent/sessions')).body).toMatchObject({
    sessions: [{ sessionId: SESSION, status: 'wrap_up' }],
  });
});
