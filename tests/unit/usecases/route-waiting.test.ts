import { afterEach, describe, expect, it } from 'vitest';
import { POLICY } from '../../../lambdas/domain/policy.ts';
import { loseCustomer } from '../../../lambdas/usecases/lose-connection.ts';
import { cancelEscalation } from '../../../lambdas/usecases/request-person.ts';
import { routeWaiting } from '../../../lambdas/usecases/route-waiting.ts';
import { helloFromCustomer } from '../../../lambdas/usecases/say-hello.ts';
import { QueueName } from '../../../protocol/vocabulary.ts';
import { createWorld, idOf, type World } from '../../simulation/memory/world.ts';
import {
  agentOf,
  drain,
  forget,
  framesOf,
  headOf,
  present,
  refusal,
  SESSION,
  stored,
  timersOf,
  waiting,
} from './scenes.ts';

const SECOND_SESSION = idOf(0xd00d);
const everywhere = { queues: QueueName.options };
const askedFor = (world: World, sessionId = SESSION) =>
  headOf(world, sessionId).escalation?.offer?.agentId;

const policy = { ...POLICY };
afterEach(() => {
  Object.assign(POLICY, policy);
});

describe('a free agent', () => {
  it('is offered whoever waits longest, for 30 s, one at a time', async () => {
    const world = await waiting();
    world.now += 1000;
    await waiting(world, SECOND_SESSION, 'customer-2');
    await present(world, 'asha');
    forget(world);

    await routeWaiting(world.ports, everywhere);

    expect(askedFor(world)).toBe('asha');
    expect(askedFor(world, SECOND_SESSION)).toBeUndefined();
    expect(framesOf(world, 'asha-1', 'offer.created')).toMatchObject([
      {
        card: { sessionId: SESSION, offeredTo: { agentId: 'asha' } },
        expiresAt: world.now + POLICY.offerMs,
      },
    ]);
    expect(timersOf(world, 'offer')).toMatchObject([
      { sessionId: SESSION, delayMs: POLICY.offerMs },
    ]);
    expect(agentOf(world, 'asha').offers).toHaveLength(1);
  });

  it('is the one whom the customer knows, however busy, before the least busy', async () => {
    const world = await waiting();
    await present(world, 'asha', { sessions: [idOf(1), idOf(2)] });
    await present(world, 'ravi');
    const head = headOf(world);
    const escalation = head.escalation && { ...head.escalation, preferredAgent: 'asha' };
    world.sessions.heads.set(SESSION, { ...head, escalation });

    await routeWaiting(world.ports, { ...everywhere, sessionId: SESSION });

    expect(askedFor(world)).toBe('asha');
  });

  it('is not asked for a customer whose socket is gone; is, once they are back', async () => {
    const world = await waiting();
    await present(world, 'asha');
    await loseCustomer(world.ports, SESSION, 'customer-1');
    const work = { queues: QueueName.options, sessionId: SESSION };
    await routeWaiting(world.ports, work);
    expect(askedFor(world)).toBeUndefined();
    forget(world);

    await helloFromCustomer(world.ports, {
      sessionId: SESSION,
      lastSeq: 0,
      connectionId: 'customer-1',
    });
    await drain(world);

    expect(askedFor(world)).toBe('asha');
  });
});

describe('routing', () => {
  it('knows the session it is about before the index does', async () => {
    const world = await waiting();
    await present(world, 'asha');
    world.ports.sessions.pending = async () => [];

    await routeWaiting(world.ports, everywhere);
    expect(askedFor(world)).toBeUndefined();
    await routeWaiting(world.ports, { ...everywhere, sessionId: SESSION });

    expect(askedFor(world)).toBe('asha');
  });

  it('is not misled by a card in the index of a session that waits no more', async () => {
    const world = await waiting();
    const old = await world.ports.sessions.pending('general');
    await present(world, 'asha');
    await cancelEscalation(world.ports, SESSION);
    world.ports.sessions.pending = async (queue) => (queue === 'general' ? old : []);

    await routeWaiting(world.ports, everywhere);

    expect(headOf(world).status).toBe('bot');
    expect(agentOf(world, 'asha').offers).toEqual([]);
    expect(framesOf(world, 'asha-1', 'offer.created')).toEqual([]);
  });

  it('twice at once makes one offer', async () => {
    const world = await waiting();
    await present(world, 'asha');
    await present(world, 'ravi');

    await Promise.all([1, 2, 3].map(() => routeWaiting(world.ports, everywhere)));

    const asked = ['asha', 'ravi'].flatMap((id) => framesOf(world, `${id}-1`, 'offer.created'));
    expect(asked).toHaveLength(1);
    expect(agentOf(world, 'asha').offers.length + agentOf(world, 'ravi').offers.length).toBe(1);
    expect(timersOf(world, 'offer')).toHaveLength(1);
  });

  it('done again without news writes nothing', async () => {
    const world = await waiting();
    await routeWaiting(world.ports, { ...everywhere, tellPlaces: true });
    const before = stored(world);
    forget(world);

    await routeWaiting(world.ports, { ...everywhere, tellPlaces: true });

    expect(stored(world)).toEqual(before);
    expect(world.pushes).toEqual([]);
  });

  it('throws what the table throws, so that the queue brings the work back', async () => {
    const world = await waiting();
    await present(world, 'asha');
    world.sessions.faults.push('before');

    expect(await refusal(routeWaiting(world.ports, everywhere))).toMatchObject({
      code: 'unavailable',
    });
    await routeWaiting(world.ports, everywhere);
    expect(askedFor(world)).toBe('asha');
  });
});

describe('automatic assignment', () => {
  it('gives the session without asking and tells the agent', async () => {
    POLICY.routing = 'auto';
    const world = await waiting();
    await present(world, 'asha');

    await routeWaiting(world.ports, everywhere);

    expect(headOf(world)).toMatchObject({ status: 'active', assignment: { agentId: 'asha' } });
    expect(framesOf(world, 'asha-1', 'assignment.changed')).toMatchObject([
      { sessionId: SESSION, change: 'auto', reason: 'auto' },
    ]);
    expect(framesOf(world, 'customer-1', 'participant.joined')).toHaveLength(1);
    expect(framesOf(world, 'asha-1', 'offer.created')).toEqual([]);
  });

  it('fills an agent up to capacity and not beyond', async () => {
    POLICY.routing = 'auto';
    const world = createWorld();
    await present(world, 'asha', { capacity: 2 });
    for (let n = 1; n <= 3; n += 1) {
      world.now += 1;
      await waiting(world, idOf(0xd00 + n), `customer-${n}`);
    }
    await drain(world);

    expect(agentOf(world, 'asha').sessions).toHaveLength(2);
    expect(headOf(world, idOf(0xd03)).status).toBe('queued');
  });

  it('counts only those who still wait in the places it tells', async () => {
    POLICY.routing = 'auto';
    const world = await waiting();
    world.now += 1;
    await waiting(world, SECOND_SESSION, 'customer-2');
    await present(world, 'asha', { capacity: 1 });

    await routeWaiting(world.ports, { ...everywhere, tellPlaces: true });

    expect(headOf(world).status).toBe('active');
    expect(framesOf(world, 'customer-2', 'queue.updated').at(-1)).toMatchObject({ position: 1 });
  });
});

describe('manual routing', () => {
  it('asks nobody, but tells places and troubles', async () => {
    POLICY.routing = 'manual';
    const world = await waiting();
    await present(world, 'asha');
    forget(world);

    await routeWaiting(world.ports, { ...everywhere, sessionId: SESSION });

    expect(askedFor(world)).toBeUndefined();
    expect(framesOf(world, 'customer-1', 'queue.updated').at(-1)).toMatchObject({
      position: 1,
      trouble: null,
    });
  });
});
