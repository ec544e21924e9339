import { afterEach, beforeEach, expect, it } from 'vitest';
import { POLICY } from '../../../lambdas/domain/policy.ts';
import { createApp } from '../../../lambdas/http/app.ts';
import { answerFrame } from '../../../lambdas/socket/answer-frame.ts';
import type { Caller } from '../../../lambdas/socket/caller.ts';
import { parseFrame } from '../../../lambdas/socket/parse-frame.ts';
import { admit } from '../../../lambdas/usecases/admit.ts';
import { assessEscalation } from '../../../lambdas/usecases/assess-escalation.ts';
import { connectAgent, connectCustomer } from '../../../lambdas/usecases/connect.ts';
import { runTimer } from '../../../lambdas/usecases/run-deadlines.ts';
import * as http from '../../../protocol/http.ts';
import { Candidate, type Timer } from '../../../protocol/queue-messages.ts';
import { ServerFrame, type SessionUpdateFrame } from '../../../protocol/server-frames.ts';
import { QueueName } from '../../../protocol/vocabulary.ts';
import { createWorld, idOf, type World } from '../../simulation/memory/world.ts';
import { sureBot } from '../usecases/scenes.ts';
import { quoted, section } from './document.ts';

const SITE = 'https://shop.test';
const ROUTE = /^(GET|POST|PUT|DELETE) /;
const FRAME =
  /^(session|message|typing|participant|queue|escalation|offer|assignment|agent)\.[a-z_]+$/;

/** A world behind its real front: what is sent, answered and pushed is written down in order. */
function front(world: World) {
  const trace: string[] = [];
  const app = createApp(world.ports, {
    allowedOrigins: [SITE],
    groups: { claim: 'groups', agent: 'agent', supervisor: 'supervisor' },
  });
  /** Pushes that are not of the one who asked are written down before the answer. */
  const pushes = (from: number) => {
    for (const { frame } of world.pushes.slice(from)) trace.push(ServerFrame.parse(frame).type);
  };
  return {
    trace,
    async request(who: string | null, method: string, path: string, body?: object) {
      const before = world.pushes.length;
      const named = path
        .replace(/sessions\/[0-9a-f-]{36}/, 'sessions/{sessionId}')
        .replace(/offers\/[^/]+/, 'offers/{offerId}');
      trace.push(`${method} ${named}`);
      const claims = who && { sub: who, name: who, groups: '[agent]' };
      const event = {
        requestContext: { http: {}, ...(claims && { authorizer: { jwt: { claims } } }) },
      };
      const response = await app.request(
        path,
        { method, headers: { origin: SITE }, ...(body && { body: JSON.stringify(body) }) },
        { event },
      );
      expect(response.ok, `${method} ${path}`).toBe(true);
      pushes(before);
      return response.json();
    },
    async connect(ticket: string, connectionId: string): Promise<Caller> {
      const handshake = { queryStringParameters: { ticket }, headers: { origin: SITE } };
      const holder = await admit(world.ports, handshake, connectionId);
      if (holder.role === 'agent') await connectAgent(world.ports, holder.agentId, connectionId);
      else await connectCustomer(world.ports, holder, connectionId);
      if (holder.role === 'customer') return { ...holder, connectionId };
      return { ...holder, connectionId, connectedAt: world.now };
    },
    async frame(caller: Caller, frame: { type: string; [field: string]: unknown }) {
      const before = world.pushes.length;
      trace.push(frame.type);
      const parsed = parseFrame(JSON.stringify(frame));
      const answer = await answerFrame(world.ports, sureBot, caller, parsed);
      pushes(before);
      if (answer) trace.push(ServerFrame.parse(answer).type);
      return answer;
    },
    async analyze() {
      const before = world.pushes.length;
      await assessEscalation(world.ports, Candidate.parse(world.candidates.at(-1)));
      pushes(before);
    },
    async timer(timer: Timer) {
      const before = world.pushes.length;
      await runTimer(world.ports, timer);
      pushes(before);
    },
  };
}

const documentedIn = (title: string) =>
  quoted(section(title)).filter((word) => ROUTE.test(word) || FRAME.test(word));

const { routing } = POLICY;
beforeEach(() => {
  POLICY.routing = 'manual';
});
afterEach(() => {
  POLICY.routing = routing;
});

it('the documented handoff happens as documented, frame by frame', async () => {
  const world = createWorld();
  const { trace, request, connect, frame, analyze, timer } = front(world);
  const seqs = (answer: unknown) => (answer as SessionUpdateFrame).messages.map(({ seq }) => seq);

  const opened = http.CustomerTicket.parse(await request(null, 'POST', '/tickets', {}));
  const { sessionId } = opened;
  const customer = await connect(opened.ticket, 'customer-1');
  expect(await frame(customer, { type: 'session.hello', sessionId, lastSeq: 0 })).toMatchObject({
    status: 'bot',
    messages: [],
  });

  // Another agent of the queue, who is not part of the walk but hears of it.
  await world.ports.agents.signIn({
    agentId: 'ravi',
    name: 'Ravi',
    team: 'Care',
    supervisor: true,
    queues: [],
  });
  await connectAgent(world.ports, 'ravi', 'ravi-1');

  const desk = http.AgentTicket.parse(await request('asha', 'POST', '/agent/tickets'));
  const asha = await connect(desk.ticket, 'asha-1');
  await frame(asha, { type: 'agent.heartbeat' });
  await request('asha', 'PUT', '/agent/availability', { availability: 'available' });
  expect(http.EscalationList.parse(await request('asha', 'GET', '/escalations'))).toMatchObject({
    escalations: [],
  });

  const say = (n: number, text: string) => ({
    type: 'message.send',
    sessionId,
    id: idOf(0xee000 + n),
    cseq: n,
    text,
  });
  expect(seqs(await frame(customer, say(1, 'What does Fibre 300 cost?')))).toEqual([1, 2]);
  expect(world.candidates).toEqual([]);
  expect(seqs(await frame(customer, say(2, 'I want to talk to a person, please')))).toEqual([3, 4]);
  expect(world.candidates).toEqual([{ sessionId, seq: 4 }]);
  await analyze();
  // Ravi and Asha both hear of it; the document says it once.
  expect(trace.splice(trace.lastIndexOf('escalation.created'), 1)).toHaveLength(1);
  expect(trace.at(-1)).toBe('escalation.created');
  await timer({ kind: 'route', queues: [...QueueName.options], sessionId });

  const claimed = await request('asha', 'PUT', `/sessions/${sessionId}/assignment`);
  expect(http.SessionResult.parse(claimed)).toMatchObject({
    session: { status: 'active', lastSeq: 7 },
  });
  const snapshot = await frame(asha, { type: 'session.hello', sessionId, lastSeq: 0 });
  expect(seqs(snapshot)).toEqual([1, 2, 3, 4, 5, 6, 7]);
  expect(snapshot).toMatchObject({
    messages: [{}, { bot: { confidence: 0.95 } }, {}, {}, {}, {}, {}],
  });
  const context = await request('asha', 'GET', `/sessions/${sessionId}`);
  expect(http.SessionContext.parse(context).escalations[0]?.assessment.reasons[0]?.code).toBe(
    'request.explicit',
  );

  // An answer and a push travel apart: the document has the sender's side first.
  const swapLast = () => trace.push(...trace.splice(-2).reverse());
  const answer = await frame(asha, { ...say(1, 'Hello, this is Asha'), id: idOf(0xaa) });
  expect(answer).toMatchObject({ seq: 8 });
  swapLast();
  await frame(customer, { type: 'typing.set', sessionId, on: true });
  expect(await frame(customer, say(3, 'Hello Asha'))).toMatchObject({ seq: 9, lastSeq: 9 });

  await request('asha', 'POST', `/sessions/${sessionId}/end`);
  const wrapUp = { disposition: 'resolved', note: 'Explained the plan' };
  const closed = await request('asha', 'POST', `/sessions/${sessionId}/wrap-up`, wrapUp);
  expect(http.SessionResult.parse(closed)).toMatchObject({
    session: { status: 'closed', lastSeq: 10, outcome: wrapUp },
  });
  expect(world.agents.get('asha')?.sessions).toEqual([]);

  expect(trace).toEqual(documentedIn('A handoff, frame by frame'));
});

it('the documented offer goes round as documented', async () => {
  POLICY.routing = 'offer';
  const world = createWorld();
  const { trace, request, connect, frame, analyze, timer } = front(world);
  const route = (sessionId: string) =>
    timer({ kind: 'route', queues: [...QueueName.options], sessionId });
  const lastOffer = () => {
    const offer = world.pushes.findLast((push) => push.frame.type === 'offer.created');
    if (offer?.frame.type !== 'offer.created') throw new Error('nobody was asked');
    return { to: offer.to, ...offer.frame };
  };
  const openDesk = async (name: string) => {
    const { ticket } = http.AgentTicket.parse(await request(name, 'POST', '/agent/tickets'));
    const caller = await connect(ticket, `${name}-1`);
    await frame(caller, { type: 'agent.heartbeat' });
    await request(name, 'PUT', '/agent/availability', { availability: 'available' });
    world.now += 1;
    return caller;
  };
  const asha = await openDesk('asha');
  await openDesk('ravi');
  const { sessionId, ticket } = http.CustomerTicket.parse(
    await request(null, 'POST', '/tickets', {}),
  );
  const customer = await connect(ticket, 'customer-1');
  const text = 'I want to talk to a person, please';
  await frame(customer, { type: 'message.send', sessionId, id: idOf(0xee001), cseq: 1, text });
  await analyze();
  trace.length = 0;

  await route(sessionId);
  const first = lastOffer();
  expect(first).toMatchObject({ to: 'asha-1', expiresAt: world.now + POLICY.offerMs });
  world.now += POLICY.offerMs;
  await timer({ kind: 'offer', sessionId, offerId: first.offerId });
  await route(sessionId);
  const second = lastOffer();
  expect(second).toMatchObject({ to: 'ravi-1', card: { passedBy: ['asha'] } });
  expect(await frame(asha, { type: 'agent.heartbeat' })).toMatchObject({
    agent: { status: 'not_responding' },
  });
  const accepted = await request('ravi', 'POST', `/offers/${second.offerId}/accept`, { sessionId });
  expect(http.SessionResult.parse(accepted)).toMatchObject({
    session: { status: 'active', agent: { id: 'ravi' } },
  });

  // Cards may be told anew at any step; the walk leaves that out.
  expect(trace.filter((word) => word !== 'escalation.created')).toEqual(
    documentedIn('An offer, frame by frame'),
  );
});
