import { describe, expect, it } from 'vitest';
import { POLICY } from '../../../lambdas/domain/policy.ts';
import { acceptAgentMessage } from '../../../lambdas/usecases/accept-message.ts';
import { admit } from '../../../lambdas/usecases/admit.ts';
import { connectAgent, connectCustomer } from '../../../lambdas/usecases/connect.ts';
import { heartbeat } from '../../../lambdas/usecases/heartbeat.ts';
import { issueCustomerTicket } from '../../../lambdas/usecases/issue-ticket.ts';
import { loseAgent, loseCustomer } from '../../../lambdas/usecases/lose-connection.ts';
import { runTimer, sweep } from '../../../lambdas/usecases/run-deadlines.ts';
import { helloFromAgent, helloFromCustomer } from '../../../lambdas/usecases/say-hello.ts';
import { createWorld, framesTo, type World } from '../../simulation/memory/world.ts';
import {
  agentOf,
  customerSays,
  headOf,
  present,
  refusal,
  SESSION,
  say,
  timersOf,
  transcriptOf,
  waiting,
  withAgent,
  withBot,
} from './scenes.ts';

const reconnect = (world: World, connectionId: string) =>
  connectCustomer(
    world.ports,
    { sessionId: SESSION, keyHash: 'other', customer: { name: 'Other' } },
    connectionId,
  );

const hello = (world: World, connectionId: string, lastSeq = 0) =>
  helloFromCustomer(world.ports, { sessionId: SESSION, lastSeq, connectionId });

describe('a customer’s connection', () => {
  it('that is older ends late: nothing changes', async () => {
    const world = await withAgent();
    await reconnect(world, 'customer-2');
    const before = headOf(world);

    await loseCustomer(world.ports, SESSION, 'customer-1');

    expect(headOf(world)).toEqual(before);
    expect(timersOf(world, 'customer_lost')).toEqual([]);
  });

  it('that is newer supersedes: the older one is told, closed, and cannot come back by hello', async () => {
    const world = await withAgent();
    await reconnect(world, 'customer-2');

    expect(framesTo(world, 'customer-1').at(-1)).toEqual({ type: 'session.superseded' });
    expect(world.disconnected).toEqual(['customer-1']);
    expect(await hello(world, 'customer-1')).toEqual({ type: 'session.superseded' });
    expect(headOf(world).customerConnectionId).toBe('customer-2');
    expect(await hello(world, 'customer-2')).toMatchObject({ type: 'session.snapshot' });
  });

  it('keeps who opened the session: a later connect changes neither key nor customer', async () => {
    const world = await withBot();
    await reconnect(world, 'customer-2');

    expect(headOf(world)).toMatchObject({
      keyHash: 'ab',
      customer: { name: 'Dana' },
      customerEpoch: 2,
    });
  });

  it('cleared by a push before its handshake was done is restored by hello', async () => {
    const world = await withAgent();
    world.deaf.set('customer-1', 'gone');
    await acceptAgentMessage(world.ports, 'asha', say('Hello', 1));
    expect(headOf(world).customerConnectionId).toBeUndefined();
    world.deaf.clear();
    const held = headOf(world).seq - 1;

    const snapshot = await hello(world, 'customer-1', held);

    expect(snapshot).toMatchObject({
      type: 'session.snapshot',
      messages: [{ text: 'Hello' }],
      more: false,
    });
    expect(headOf(world)).toMatchObject({ customerConnectionId: 'customer-1' });
    // The timer that the premature loss set finds them back.
    world.now += POLICY.customerGraceMs;
    for (const { message } of [...world.timers]) await runTimer(world.ports, message);
    expect(headOf(world).status).toBe('active');
  });

  it('that comes back within the grace is announced to the agent, as was its loss', async () => {
    const world = await withAgent();
    await loseCustomer(world.ports, SESSION, 'customer-1');
    await reconnect(world, 'customer-2');

    expect(framesTo(world, 'asha-1').map(({ type }) => type)).toEqual([
      'participant.disconnected',
      'participant.returned',
    ]);
  });
});

describe('a snapshot', () => {
  it('comes in pages that together are the transcript, without the bot’s notes', async () => {
    const world = await withBot();
    const words = 'x'.repeat(4000);
    for (let n = 1; n <= 12; n += 1) await customerSays(world, `${n}${words}`, n);

    const seen: number[] = [];
    let more = true;
    while (more) {
      const page = await hello(world, 'customer-1', seen.at(-1) ?? 0);
      if (page.type !== 'session.snapshot') throw new Error(page.type);
      expect(JSON.stringify(page).length).toBeLessThan(32 * 1024);
      expect(page.messages.some((message) => 'bot' in message)).toBe(false);
      expect(page.lastCseq).toBe(12);
      seen.push(...page.messages.map(({ seq }) => seq));
      more = page.more;
    }

    expect(seen).toEqual(transcriptOf(world).map(({ seq }) => seq));
  });

  it('asked for from beyond the end is empty and final', async () => {
    const world = await withBot();

    expect(await hello(world, 'customer-1', 99)).toMatchObject({ messages: [], more: false });
  });
});

describe('an agent’s connection', () => {
  it('that is older ends late: the newer one stays', async () => {
    const world = await withAgent();
    await connectAgent(world.ports, 'asha', 'asha-2');

    await loseAgent(world.ports, 'asha', 'asha-1');

    expect(agentOf(world, 'asha')).toMatchObject({ connectionId: 'asha-2' });
    expect(agentOf(world, 'asha').lostAt).toBeUndefined();
    expect(timersOf(world, 'agent_lost')).toEqual([]);
    expect(world.disconnected).toEqual(['asha-1']);
    expect(await heartbeat(world.ports, 'asha', 'asha-1')).toEqual({ type: 'session.superseded' });
  });

  it('after a reconnect gets the session’s pushes from its hello on', async () => {
    const world = await withAgent();
    await connectAgent(world.ports, 'asha', 'asha-2');
    const about = { sessionId: SESSION, lastSeq: 0, agentId: 'asha' };
    const newer = { connectionId: 'asha-2', connectedAt: 20 };

    await helloFromAgent(world.ports, about, newer);
    await customerSays(world, 'Still there?', 1);

    expect(framesTo(world, 'asha-2').at(-1)).toMatchObject({ type: 'message.created' });
    expect(
      await refusal(helloFromAgent(world.ports, { ...about, agentId: 'ravi' }, newer)),
    ).toMatchObject({ code: 'not_your_session' });
  });

  it('keeps the session’s pushes when an older tab of theirs says hello late', async () => {
    const world = await withAgent();
    const about = { sessionId: SESSION, lastSeq: 0, agentId: 'asha' };
    await helloFromAgent(world.ports, about, { connectionId: 'asha-2', connectedAt: 20 });

    expect(
      await helloFromAgent(world.ports, about, { connectionId: 'asha-1', connectedAt: 10 }),
    ).toEqual({ type: 'session.superseded' });

    expect(headOf(world).agentConnectionId).toBe('asha-2');
  });

  it('is told that the customer is back when a hello takes a premature loss back', async () => {
    const world = await withAgent();
    await loseCustomer(world.ports, SESSION, 'customer-1');

    await helloFromCustomer(world.ports, {
      sessionId: SESSION,
      lastSeq: 0,
      connectionId: 'customer-1',
    });

    expect(framesTo(world, 'asha-1').map(({ type }) => type)).toEqual([
      'participant.disconnected',
      'participant.returned',
    ]);
  });

  it('cleared by a premature 410 is restored by the next heartbeat, and no session moves', async () => {
    const world = await withAgent();
    await loseAgent(world.ports, 'asha', 'asha-1');
    world.now += POLICY.agentGraceMs - 1;

    expect(await heartbeat(world.ports, 'asha', 'asha-1')).toMatchObject({
      type: 'agent.status_changed',
    });
    world.now += 1;
    for (const { message } of [...world.timers]) await runTimer(world.ports, message);
    await sweep(world.ports);

    expect(headOf(world)).toMatchObject({ status: 'active', assignment: { agentId: 'asha' } });
  });

  it('of somebody not seen for 75 s does not hear of new escalations', async () => {
    const world = createWorld();
    await present(world, 'asha');
    world.now += POLICY.agentSeenMs;
    await waiting(world);

    expect(framesTo(world, 'asha-1').map(({ type }) => type)).not.toContain('escalation.created');
  });
});

describe('a ticket', () => {
  const site = { origin: 'https://shop.test', address: '198.51.100.7' };
  const shown = (ticket: string, origin = site.origin) => ({
    queryStringParameters: { ticket },
    headers: { Origin: origin },
  });

  it('lets one connection in, as often as it asks, and no other', async () => {
    const { ports } = createWorld();
    const { ticket, sessionId } = await issueCustomerTicket(ports, {}, site);

    const first = await admit(ports, shown(ticket), 'c-1');
    expect(first).toMatchObject({ role: 'customer', sessionId });
    expect(await admit(ports, shown(ticket), 'c-1')).toEqual(first);
    expect(await refusal(admit(ports, shown(ticket), 'c-2'))).toMatchObject({
      code: 'ticket_used',
    });
  });

  it('is refused after 30 s, from another site, unknown, or missing', async () => {
    const world = createWorld();
    const { ticket } = await issueCustomerTicket(world.ports, {}, site);
    const tried = (handshake: Parameters<typeof admit>[1]) =>
      refusal(admit(world.ports, handshake, 'c-1')).then(({ code }) => code);

    expect(await tried(shown(ticket, 'https://evil.test'))).toBe('ticket_wrong_origin');
    expect(await tried(shown('made-up'))).toBe('ticket_unknown');
    expect(await tried({ queryStringParameters: null, headers: null })).toBe('ticket_missing');
    world.now += POLICY.ticketMs;
    expect(await tried(shown(ticket))).toBe('ticket_expired');
  });

  it('is limited per address and minute', async () => {
    const world = createWorld();
    for (let n = 0; n < POLICY.ticketsPerMinute; n += 1) {
      await issueCustomerTicket(world.ports, {}, site);
    }

    expect(await refusal(issueCustomerTicket(world.ports, {}, site))).toMatchObject({
      code: 'too_many_requests',
    });
    await issueCustomerTicket(world.ports, {}, { ...site, address: '203.0.113.9' });
    world.now += 60_000;
    await issueCustomerTicket(world.ports, {}, site);
  });
});

describe('a push that met a connection before its handshake was done', () => {
  it('does not make a customer deaf who has said hello since', async () => {
    const world = await withAgent();
    const seen = headOf(world).version;
    await helloFromCustomer(world.ports, {
      sessionId: SESSION,
      lastSeq: 0,
      connectionId: 'customer-1',
    });

    await loseCustomer(world.ports, SESSION, 'customer-1', seen);

    expect(headOf(world)).toMatchObject({ customerConnectionId: 'customer-1' });
    expect(timersOf(world, 'customer_lost')).toEqual([]);
    await loseCustomer(world.ports, SESSION, 'customer-1', headOf(world).version);
    expect(headOf(world).customerConnectionId).toBeUndefined();
  });
});
