import { describe, expect, it } from 'vitest';
import { POLICY } from '../../../lambdas/domain/policy.ts';
import { rejectOffer } from '../../../lambdas/usecases/answer-offer.ts';
import { claimSession } from '../../../lambdas/usecases/claim-session.ts';
import { connectAgent } from '../../../lambdas/usecases/connect.ts';
import { endByAgent } from '../../../lambdas/usecases/end-session.ts';
import { heartbeat } from '../../../lambdas/usecases/heartbeat.ts';
import { releaseSession } from '../../../lambdas/usecases/leave-session.ts';
import { cancelEscalation } from '../../../lambdas/usecases/request-person.ts';
import { runTimer } from '../../../lambdas/usecases/run-deadlines.ts';
import { setAvailability } from '../../../lambdas/usecases/set-availability.ts';
import { submitWrapUp } from '../../../lambdas/usecases/submit-wrap-up.ts';
import type { QueueName } from '../../../protocol/vocabulary.ts';
import { createWorld, idOf, type World } from '../../simulation/memory/world.ts';
import {
  agentOf,
  alive,
  drain,
  forget,
  headOf,
  present,
  SESSION,
  waiting,
  withAgent,
} from './scenes.ts';

const SECOND_SESSION = idOf(0xd00d);
const askedFor = (world: World, sessionId = SESSION) =>
  headOf(world, sessionId).escalation?.offer?.agentId;

describe('the line moves by itself', () => {
  /** Asha could take them, but cannot now. */
  async function waitingForAsha(patch: Parameters<typeof present>[2]): Promise<World> {
    const world = createWorld();
    await present(world, 'asha', patch);
    await waiting(world);
    await drain(world);
    expect(askedFor(world)).toBeUndefined();
    forget(world);
    return world;
  }

  it('when an agent becomes available', async () => {
    const world = await waitingForAsha({ availability: 'busy' });
    await setAvailability(world.ports, 'asha', 'available');
    await drain(world);
    expect(askedFor(world)).toBe('asha');
  });

  it('when an agent who did not respond chooses again', async () => {
    const world = await waitingForAsha({ notResponding: true });
    await setAvailability(world.ports, 'asha', 'available');
    await drain(world);
    expect(askedFor(world)).toBe('asha');
  });

  it('when an available agent connects again', async () => {
    const world = await waitingForAsha({ connectionId: undefined, lostAt: 0 });
    await connectAgent(world.ports, 'asha', 'asha-2');
    await drain(world);
    expect(askedFor(world)).toBe('asha');
  });

  it('when an agent who was not seen shows life', async () => {
    const world = await waitingForAsha({ seenAt: 0 });
    await heartbeat(world.ports, 'asha', 'asha-1');
    await drain(world);
    expect(askedFor(world)).toBe('asha');
  });

  it('when a wrap-up is submitted, or has held capacity for 2 minutes', async () => {
    for (const submits of [true, false]) {
      const world = await withAgent();
      const asha = agentOf(world, 'asha');
      world.agents.set('asha', { ...asha, capacity: 1 });
      await endByAgent(world.ports, asha, SESSION);
      await waiting(world, SECOND_SESSION, 'customer-2');
      await drain(world);
      expect(askedFor(world, SECOND_SESSION)).toBeUndefined();

      if (submits) {
        await submitWrapUp(world.ports, asha, SESSION, { disposition: 'resolved' });
      } else {
        const { assignmentId = '' } = headOf(world).assignment ?? {};
        world.now += POLICY.wrapUpCapacityMs;
        await alive(world, 'asha');
        await runTimer(world.ports, { kind: 'wrap_up', sessionId: SESSION, assignmentId });
      }
      await drain(world);

      expect(askedFor(world, SECOND_SESSION)).toBe('asha');
    }
  });

  it('when the agent who is asked lets it pass, the next one is asked, and never the first again', async () => {
    const world = createWorld();
    await present(world, 'asha');
    await waiting(world);
    await drain(world);
    await present(world, 'ravi');
    const { offerId = '' } = headOf(world).escalation?.offer ?? {};

    await rejectOffer(world.ports, { agentId: 'asha' }, { offerId, sessionId: SESSION });
    await drain(world);
    expect(askedFor(world)).toBe('ravi');
    const second = headOf(world).escalation?.offer?.offerId ?? '';
    await rejectOffer(world.ports, { agentId: 'ravi' }, { offerId: second, sessionId: SESSION });
    await drain(world);

    expect(headOf(world).escalation).toMatchObject({ trouble: 'nobody_left' });
    expect(askedFor(world)).toBeUndefined();
  });

  it.each(['released a session', 'let an offer pass', 'lost the customer they were asked for'])(
    'when an agent of several queues %s: those of their other queues too',
    async (how) => {
      const world = createWorld();
      const asha = await present(world, 'asha', { capacity: 1, queues: ['billing', 'general'] });
      await waiting(world);
      if (how === 'released a session') await claimSession(world.ports, asha, SESSION);
      await drain(world);
      await waitingIn(world, 'billing');
      await drain(world);
      expect(askedFor(world, SECOND_SESSION)).toBeUndefined();
      const { offerId = '' } = headOf(world).escalation?.offer ?? {};

      if (how === 'released a session') await releaseSession(world.ports, asha, SESSION);
      else if (how === 'let an offer pass') {
        await rejectOffer(world.ports, asha, { offerId, sessionId: SESSION });
      } else await cancelEscalation(world.ports, SESSION);
      await drain(world);

      expect(askedFor(world, SECOND_SESSION)).toBe('asha');
    },
  );
});

/** Somebody else waits in another queue. */
async function waitingIn(world: World, queue: QueueName): Promise<void> {
  await waiting(world, SECOND_SESSION, 'customer-2');
  const head = headOf(world, SECOND_SESSION);
  const escalation = head.escalation && { ...head.escalation, queue };
  world.timers.length = 0;
  await world.ports.sessions.commit(
    { before: head, after: { ...head, version: head.version + 1, escalation }, messages: [] },
    world.now,
  );
}
