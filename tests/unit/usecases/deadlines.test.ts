import { describe, expect, it } from 'vitest';
import { POLICY } from '../../../lambdas/domain/policy.ts';
import { endByAgent } from '../../../lambdas/usecases/end-session.ts';
import { loseAgent, loseCustomer } from '../../../lambdas/usecases/lose-connection.ts';
import { runTimer, sweep } from '../../../lambdas/usecases/run-deadlines.ts';
import { submitWrapUp } from '../../../lambdas/usecases/submit-wrap-up.ts';
import { framesTo, idOf, type World } from '../../simulation/memory/world.ts';
import {
  agentOf,
  framesOf,
  headOf,
  present,
  SESSION,
  timersOf,
  transcriptOf,
  waiting,
  withAgent,
} from './scenes.ts';

/** Each timer that was set, twice, and the sweep, twice: all at once. */
async function everythingAtOnce(world: World): Promise<void> {
  const timers = world.timers.map(({ message }) => message);
  await Promise.all([
    ...[...timers, ...timers].map((timer) => runTimer(world.ports, timer)),
    sweep(world.ports),
    sweep(world.ports),
  ]);
}

const events = (world: World) => transcriptOf(world).map(({ event }) => event);

describe('timers and sweeps that meet', () => {
  it('end an abandoned wait once', async () => {
    const world = await waiting();
    await present(world, 'asha');
    await loseCustomer(world.ports, SESSION, 'customer-1');
    world.now += POLICY.customerGraceMs;
    await world.ports.agents.heartbeat('asha', 'asha-1', world.now);

    await everythingAtOnce(world);

    expect(headOf(world)).toMatchObject({ status: 'closed', closeReason: 'abandoned_in_queue' });
    expect(events(world).filter((event) => event === 'ended')).toHaveLength(1);
    const told = framesTo(world, 'asha-1').filter(({ type }) => type === 'escalation.completed');
    expect(told).toHaveLength(1);
    expect(world.errors).toEqual([]);
  });

  it('give a lost agent’s sessions back once each, wrap-ups staying', async () => {
    const world = await withAgent();
    const other = idOf(0xd00d);
    await withAgent(world, other);
    await endByAgent(world.ports, agentOf(world, 'asha'), other);
    await loseAgent(world.ports, 'asha', 'asha-1');
    world.now += POLICY.agentGraceMs;

    await everythingAtOnce(world);

    expect(headOf(world)).toMatchObject({ status: 'queued' });
    expect(events(world).filter((event) => event === 'agent_lost')).toHaveLength(1);
    expect(headOf(world, other)).toMatchObject({ status: 'wrap_up' });
    expect(agentOf(world, 'asha').sessions).toEqual([other]);
  });

  it('free the agent of a wrap-up once, and close it once after 15 minutes', async () => {
    const world = await withAgent();
    await endByAgent(world.ports, agentOf(world, 'asha'), SESSION);

    world.now += POLICY.wrapUpCapacityMs;
    await everythingAtOnce(world);
    expect(agentOf(world, 'asha').sessions).toEqual([]);
    expect(headOf(world)).toMatchObject({ status: 'wrap_up', wrapUp: { capacityHeld: false } });
    const leaves = () =>
      world.sessions.committed.filter(({ agents = [] }) => agents.some(({ leave }) => leave));
    expect(leaves()).toHaveLength(1);

    world.now += POLICY.wrapUpMs;
    await everythingAtOnce(world);
    expect(headOf(world).status).toBe('closed');
    expect(leaves()).toHaveLength(1);
  });

  it('that slept through both wrap-up deadlines close and free in one go', async () => {
    const world = await withAgent();
    await endByAgent(world.ports, agentOf(world, 'asha'), SESSION);
    world.now += POLICY.wrapUpMs;

    await everythingAtOnce(world);

    expect(headOf(world).status).toBe('closed');
    expect(agentOf(world, 'asha').sessions).toEqual([]);
  });

  it('that come early or for an older fact change nothing but the next look', async () => {
    const world = await withAgent();
    await loseCustomer(world.ports, SESSION, 'customer-1');
    await loseAgent(world.ports, 'asha', 'asha-1');
    const { version: _before, ...before } = headOf(world);

    await everythingAtOnce(world);
    await runTimer(world.ports, { kind: 'agent_lost', agentId: 'asha', connectionId: 'older' });
    await runTimer(world.ports, {
      kind: 'customer_lost',
      sessionId: idOf(0xdead),
      connectionId: 'customer-1',
    });

    const { version: _after, ...after } = headOf(world);
    expect(after).toEqual(before);
  });
});

describe('the sweep alone', () => {
  it('does what every lost timer would have done', async () => {
    const world = await waiting();
    world.queueFaults = 1;
    await loseCustomer(world.ports, SESSION, 'customer-1');
    expect(timersOf(world, 'customer_lost')).toEqual([]);

    // It looks at a waiting session at least this often.
    world.now += POLICY.checkUpMs;
    await sweep(world.ports);

    expect(headOf(world)).toMatchObject({ status: 'closed' });
  });

  it('gives back the sessions of an agent whose socket went silent without an end', async () => {
    const world = await withAgent();
    world.now += POLICY.agentSeenMs;

    await sweep(world.ports);

    expect(headOf(world)).toMatchObject({ status: 'queued', escalation: { status: 'pending' } });
    expect(framesOf(world, 'customer-1', 'participant.left')).toMatchObject([
      { reason: 'agent_lost' },
    ]);
  });

  it('goes on with the next session when one cannot be stored', async () => {
    const world = await waiting();
    const other = idOf(0xd00d);
    await waiting(world, other);
    await loseCustomer(world.ports, SESSION, 'customer-1');
    await loseCustomer(world.ports, other, 'customer-1');
    world.now += POLICY.checkUpMs;
    world.sessions.faults.push('before');

    await sweep(world.ports);

    const statuses = [SESSION, other].map((id) => headOf(world, id).status);
    expect(statuses.sort()).toEqual(['closed', 'queued']);
    expect(world.errors).toEqual(['sweep failed']);
    await sweep(world.ports);
    expect([SESSION, other].map((id) => headOf(world, id).status)).toEqual(['closed', 'closed']);
  });
});

describe('what a lost push left behind', () => {
  it('a session that still waits is announced again at its next look', async () => {
    const world = await waiting();
    await present(world, 'asha');
    expect(framesTo(world, 'asha-1')).toEqual([]);

    world.now += POLICY.checkUpMs;
    await world.ports.agents.heartbeat('asha', 'asha-1', world.now);
    await sweep(world.ports);

    const announced = () => framesOf(world, 'asha-1', 'escalation.created').length;
    expect(framesOf(world, 'asha-1', 'escalation.created')[0]).toMatchObject({
      card: { sessionId: SESSION },
    });
    const before = announced();
    await sweep(world.ports);
    expect(announced()).toBe(before);
  });

  it('a wrap-up that comes after the session closed by itself keeps what the agent found out', async () => {
    const world = await withAgent();
    const asha = agentOf(world, 'asha');
    await endByAgent(world.ports, asha, SESSION);
    world.now += POLICY.wrapUpMs;
    await everythingAtOnce(world);
    expect(headOf(world)).toMatchObject({ status: 'closed' });

    await submitWrapUp(world.ports, asha, SESSION, { disposition: 'resolved' });
    await submitWrapUp(world.ports, asha, SESSION, { disposition: 'passed_on' });

    expect(headOf(world)).toMatchObject({ status: 'closed', outcome: { disposition: 'resolved' } });
  });
});
