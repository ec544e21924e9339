import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Cloud } from '../../local/cloud.ts';
import type {
  AgentList,
  LeftMessageList,
  Metrics,
  NoteResult,
  ProblemDetails,
  SessionContext,
  SessionList,
  SessionResult,
} from '../../protocol/http.ts';
import { openAgent, openCustomer, startLaptopCloud } from './laptop-cloud.ts';

/** Short enough to be lived through; whatever a test does not want to happen is long. */
const POLICY = {
  offerMs: 2000,
  agentGraceMs: 1000,
  agentReplyMs: 60_000,
  customerGraceMs: 60_000,
  maxWaitMs: 60_000,
};

const PEOPLE = ['asha', 'ben', 'chen'].map((sub) => ({
  sub,
  name: sub.charAt(0).toUpperCase() + sub.slice(1),
  email: `${sub}@switchboard.example`,
  team: 'Care',
  skills: [],
  groups: sub === 'chen' ? ['supervisor'] : ['agent'],
}));

let cloud: Cloud;
beforeEach(async () => {
  cloud = await startLaptopCloud({ personas: PEOPLE, policy: POLICY });
}, 120_000);
afterEach(() => cloud?.close());

async function openWaiting() {
  const customer = await openCustomer(cloud);
  const { socket, sessionId } = customer;
  await socket.ask({ type: 'escalation.request', sessionId }, 'session.status_changed');
  expect((await socket.take('session.status_changed')).reason).toBe('escalated');
  return customer;
}

let cseq = 0;
const say = (sessionId: string, text: string) => {
  cseq += 1;
  return {
    type: 'message.send',
    sessionId,
    id: `0192f0c1-9999-7d4e-8f50-${String(cseq).padStart(12, '0')}`,
    cseq: 1,
    text,
  };
};

describe('offers', () => {
  it('go to a free agent, and on to the next one who is then alone with it', async () => {
    const asha = await openAgent(cloud, 'asha');
    const customer = await openWaiting();
    const offer = await asha.socket.take('offer.created');
    expect(offer.card.sessionId).toBe(customer.sessionId);
    const ben = await openAgent(cloud, 'ben');

    await asha.socket.take('offer.timed_out');
    const second = await ben.socket.take('offer.created');
    const late = await asha.call<ProblemDetails>('POST', `/offers/${offer.offerId}/accept`, {
      sessionId: customer.sessionId,
    });
    const taken = await ben.call<SessionResult>('POST', `/offers/${second.offerId}/accept`, {
      sessionId: customer.sessionId,
    });

    expect(late.body.code).toBe('offer_gone');
    expect(taken.body.session.agent?.name).toBe('Ben');
    expect((await customer.socket.take('participant.joined')).participant.name).toBe('Ben');
    const { body } = await ben.call<AgentList>('GET', '/agents');
    expect(body.agents.map(({ agentId, status }) => [agentId, status])).toEqual([
      ['asha', 'not_responding'],
      ['ben', 'available'],
    ]);
  });

  it('are rescinded when a colleague joins by click', async () => {
    const asha = await openAgent(cloud, 'asha');
    const customer = await openWaiting();
    const offer = await asha.socket.take('offer.created');
    const ben = await openAgent(cloud, 'ben');

    const taken = await ben.call('PUT', `/sessions/${customer.sessionId}/assignment`);

    expect(taken.status).toBe(200);
    expect((await asha.socket.take('offer.rescinded')).offerId).toBe(offer.offerId);
  });
});

describe('moves', () => {
  it('transfer to a colleague who accepts: note for them, place kept, both told', async () => {
    const asha = await openAgent(cloud, 'asha');
    const customer = await openWaiting();
    const { offerId } = await asha.socket.take('offer.created');
    const { sessionId } = customer;
    await asha.call('POST', `/offers/${offerId}/accept`, { sessionId });
    const ben = await openAgent(cloud, 'ben');

    const moved = await asha.call<SessionResult>('POST', `/sessions/${sessionId}/transfer`, {
      agentId: 'ben',
      note: 'Needs a line check.',
    });
    const offer = await ben.socket.take('offer.created');
    await ben.call('POST', `/offers/${offer.offerId}/accept`, { sessionId });

    expect(moved.body.session.status).toBe('queued');
    expect((await customer.socket.take('participant.left')).reason).toBe('transferred');
    expect((await asha.socket.take('transfer.succeeded')).to.name).toBe('Ben');
    const { body } = await ben.call<SessionContext>('GET', `/sessions/${sessionId}`);
    expect(body.notes.map(({ text }) => text)).toEqual(['Needs a line check.']);
    expect(body.session.waitingSince).toBe(moved.body.session.waitingSince);
    expect(body.escalations[0]?.history.map(({ cause }) => cause)).toEqual([
      'escalated',
      'offered',
      'offer',
      'transferred_to_agent',
      'offer',
    ]);
  });

  it('a supervisor reassigns; hold, note and metrics follow the chat to its end', async () => {
    const asha = await openAgent(cloud, 'asha');
    const customer = await openWaiting();
    const { sessionId } = customer;
    const { offerId } = await asha.socket.take('offer.created');
    await asha.call('POST', `/offers/${offerId}/accept`, { sessionId });
    const ben = await openAgent(cloud, 'ben');
    const chen = await openAgent(cloud, 'chen');

    const given = await chen.call<SessionResult>('PUT', `/sessions/${sessionId}/assignment`, {
      agentId: 'ben',
    });
    expect(given.body.session.agent?.name).toBe('Ben');
    expect((await asha.socket.take('assignment.changed')).change).toBe('unassign');
    expect((await ben.socket.take('assignment.changed')).change).toBe('manual_reassign');

    await ben.call('POST', `/sessions/${sessionId}/hold`);
    expect((await customer.socket.take('session.status_changed')).status).toBe('on_hold');
    await ben.socket.ask({ type: 'session.hello', sessionId, lastSeq: 0 }, 'session.snapshot');
    const ack = await ben.socket.ask(say(sessionId, 'I am back.'), 'message.ack');
    expect([ack.status, ack.delivered]).toEqual(['active', true]);
    const note = await chen.call<NoteResult>('POST', `/sessions/${sessionId}/notes`, {
      text: 'Offer the credit.',
    });
    expect(note.status).toBe(201);
    expect((await ben.socket.take('note.created')).note.text).toBe('Offer the credit.');

    await ben.call('POST', `/sessions/${sessionId}/end`);
    expect((await customer.socket.take('session.closed')).reason).toBe('agent_ended');
    await customer.socket.ask(
      { type: 'csat.submit', sessionId, score: 5 },
      'session.status_changed',
    );
    await ben.call('POST', `/sessions/${sessionId}/wrap-up`, { disposition: 'resolved' });

    const { body } = await chen.call<Metrics>('GET', '/metrics');
    expect(body.total).toMatchObject({
      sessions: 1,
      escalations: 1,
      handled: 1,
      transfers: 1,
      csatSum: 5,
      csatCount: 1,
      firstReplies: 1,
    });
    expect(body.agents.ben?.handled).toBe(1);
  });
});

describe('loss', () => {
  it('an agent who is gone: back in the queue, told, and offered to a colleague', async () => {
    const asha = await openAgent(cloud, 'asha');
    const customer = await openWaiting();
    const { sessionId } = customer;
    const { offerId } = await asha.socket.take('offer.created');
    await asha.call('POST', `/offers/${offerId}/accept`, { sessionId });
    const ben = await openAgent(cloud, 'ben');

    asha.socket.terminate();

    expect((await customer.socket.take('participant.left')).reason).toBe('agent_lost');
    expect((await ben.socket.take('offer.created')).card.sessionId).toBe(sessionId);
  });
});

describe('nobody there', () => {
  it('is said before a promise; the message that is left waits for the agents', async () => {
    const customer = await openCustomer(cloud);
    const { socket, sessionId } = customer;
    socket.send({ type: 'escalation.request', sessionId });
    const failed = await socket.take('escalation.failed');
    expect(failed.reason).toBe('no_agents');

    const closed = await socket.ask(
      { type: 'message.leave', sessionId, contact: 'dana@example.com', text: 'Please call me.' },
      'session.closed',
    );

    expect(closed.reason).toBe('message_left');
    const asha = await openAgent(cloud, 'asha');
    const { body } = await asha.call<LeftMessageList>('GET', '/left-messages');
    expect(body.messages).toMatchObject([{ contact: 'dana@example.com', text: 'Please call me.' }]);
    const done = await asha.call('POST', `/left-messages/${sessionId}/handled`);
    expect(done.body).toMatchObject({ handled: { by: { name: 'Asha' } } });
    expect((await asha.call<SessionList>('GET', '/agent/sessions')).body.sessions).toEqual([]);
  });
});
