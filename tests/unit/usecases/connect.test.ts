import { describe, expect, it } from 'vitest';
import { POLICY } from '../../../lambdas/domain/policy.ts';
import { connectAgent, connectCustomer } from '../../../lambdas/usecases/connect.ts';
import { heartbeat } from '../../../lambdas/usecases/heartbeat.ts';
import { loseAgent, loseCustomer } from '../../../lambdas/usecases/lose-connection.ts';
import { helloFromCustomer } from '../../../lambdas/usecases/say-hello.ts';
import { createWorld, framesTo, type World } from '../../simulation/memory/world.ts';
import {
  agentOf,
  drain,
  forget,
  framesOf,
  present,
  SESSION,
  timersOf,
  waiting,
  withAgent,
} from './scenes.ts';

const routed = (world: World) => timersOf(world, 'route');

describe('an agent who connects', () => {
  it('after being away and available is welcomed back with work', async () => {
    const world = createWorld();
    const asha = await present(world, 'asha');
    await loseAgent(world.ports, 'asha', 'asha-1');
    forget(world);

    await connectAgent(world.ports, 'asha', 'asha-2');

    expect(routed(world)).toMatchObject([{ queues: asha.queues }]);
    expect(agentOf(world, 'asha')).toMatchObject({ connectionId: 'asha-2', seenAt: world.now });
    expect(agentOf(world, 'asha').lostAt).toBeUndefined();
  });

  it('for the two-hour change of sockets makes no work, and no new session is offered twice', async () => {
    const world = createWorld();
    await present(world, 'asha');
    forget(world);

    await connectAgent(world.ports, 'asha', 'asha-2');

    expect(routed(world)).toEqual([]);
    expect(framesOf(world, 'asha-1', 'session.superseded')).toHaveLength(1);
    expect(world.disconnected).toEqual(['asha-1']);
  });

  it('but takes no chats makes no work', async () => {
    const world = createWorld();
    await present(world, 'asha', { availability: 'away', connectionId: undefined });
    forget(world);

    await connectAgent(world.ports, 'asha', 'asha-2');

    expect(routed(world)).toEqual([]);
  });

  it('although the queue refuses the work: the sweep does it', async () => {
    const world = createWorld();
    await present(world, 'asha', { connectionId: undefined });
    forget(world);
    world.queueFaults = 1;

    await connectAgent(world.ports, 'asha', 'asha-2');

    expect(agentOf(world, 'asha').connectionId).toBe('asha-2');
    expect(world.errors).toEqual(['timers not set']);
  });
});

describe('a heartbeat', () => {
  it('answers how the server sees the agent', async () => {
    const world = createWorld();
    await present(world, 'asha', { notResponding: true });
    world.now += 30_000;

    expect(await heartbeat(world.ports, 'asha', 'asha-1')).toMatchObject({
      type: 'agent.status_changed',
      agent: { agentId: 'asha', present: true, seenAt: world.now, status: 'not_responding' },
    });
    expect(routed(world)).toEqual([]);
  });

  it('after a silence brings the agent back to work, once', async () => {
    const world = createWorld();
    await present(world, 'asha');
    forget(world);
    world.now += POLICY.agentSeenMs;

    await heartbeat(world.ports, 'asha', 'asha-1');
    await heartbeat(world.ports, 'asha', 'asha-1');

    expect(routed(world)).toHaveLength(1);
  });

  it('of an older connection is told so and changes nothing', async () => {
    const world = createWorld();
    await present(world, 'asha');
    await connectAgent(world.ports, 'asha', 'asha-2');
    const before = agentOf(world, 'asha');

    expect(await heartbeat(world.ports, 'asha', 'asha-1')).toEqual({ type: 'session.superseded' });
    expect(agentOf(world, 'asha')).toEqual(before);
  });
});

describe('a customer who connects', () => {
  const opening = { sessionId: SESSION, keyHash: 'ab', customer: {} };

  it('after being lost while waiting can be offered again', async () => {
    const world = await waiting();
    await present(world, 'asha');
    await loseCustomer(world.ports, SESSION, 'customer-1');
    await drain(world);
    expect(framesOf(world, 'asha-1', 'offer.created')).toEqual([]);

    await connectCustomer(world.ports, opening, 'customer-2');
    await drain(world);

    expect(framesOf(world, 'asha-1', 'offer.created')).toHaveLength(1);
  });

  it('for the two-hour change of sockets is never seen to leave', async () => {
    const world = await withAgent();
    forget(world);

    await connectCustomer(world.ports, opening, 'customer-2');
    await loseCustomer(world.ports, SESSION, 'customer-1');
    await helloFromCustomer(world.ports, {
      sessionId: SESSION,
      lastSeq: 0,
      connectionId: 'customer-2',
    });

    expect(framesTo(world, 'asha-1')).toEqual([]);
    expect(timersOf(world, 'customer_lost')).toEqual([]);
  });
});
