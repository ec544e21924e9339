import { describe, expect, it } from 'vitest';
import { POLICY } from '../../../lambdas/domain/policy.ts';
import { expireOffer, rejectOffer } from '../../../lambdas/usecases/answer-offer.ts';
import { acceptOffer, claimSession } from '../../../lambdas/usecases/claim-session.ts';
import { transferSession } from '../../../lambdas/usecases/leave-session.ts';
import { cancelEscalation } from '../../../lambdas/usecases/request-person.ts';
import { runTimer } from '../../../lambdas/usecases/run-deadlines.ts';
import { idOf } from '../../simulation/memory/world.ts';
import {
  agentOf,
  alive,
  drain,
  forget,
  framesOf,
  headOf,
  offered,
  present,
  refusal,
  SESSION,
  stored,
  timersOf,
  withAgent,
} from './scenes.ts';

describe('accepting an offer', () => {
  it('is joining: the customer sees who, the offer is used up, the answer clock runs', async () => {
    const { world, offerId } = await offered();
    forget(world);

    const session = await acceptOffer(world.ports, agentOf(world, 'asha'), {
      offerId,
      sessionId: SESSION,
    });

    expect(session).toMatchObject({ status: 'active', awaitingReplySince: world.now });
    expect(agentOf(world, 'asha')).toMatchObject({ sessions: [SESSION], offers: [] });
    expect(framesOf(world, 'customer-1', 'participant.joined')).toMatchObject([
      { participant: { id: 'asha' }, messages: [{ event: 'joined' }] },
    ]);
    expect(framesOf(world, 'asha-1', 'offer.rescinded')).toEqual([]);
    expect(timersOf(world, 'attention')).toMatchObject([{ delayMs: POLICY.agentReplyMs }]);
  });

  it('twice answers the same and joins once', async () => {
    const { world, offerId } = await offered();
    const offer = { offerId, sessionId: SESSION };
    const asha = agentOf(world, 'asha');

    const [first, second] = await Promise.all([
      acceptOffer(world.ports, asha, offer),
      acceptOffer(world.ports, asha, offer),
    ]);

    expect(second).toEqual(first);
    expect(await acceptOffer(world.ports, asha, offer)).toEqual(first);
  });

  it('needs no skill for the queue: the server asked', async () => {
    const { world, offerId } = await offered();
    world.agents.set('asha', { ...agentOf(world, 'asha'), queues: ['billing'] });

    expect(
      await acceptOffer(world.ports, agentOf(world, 'asha'), { offerId, sessionId: SESSION }),
    ).toMatchObject({ status: 'active' });
  });

  it.each([
    ['another offer', 'asha', idOf(0xbad)],
    ['an offer to somebody else', 'ravi', null],
  ])('that is %s is refused', async (_name, agentId, other) => {
    const { world, offerId } = await offered();
    await present(world, 'ravi', { queues: ['billing'] });

    expect(
      await refusal(
        acceptOffer(world.ports, agentOf(world, agentId), {
          offerId: other ?? offerId,
          sessionId: SESSION,
        }),
      ),
    ).toMatchObject({ code: 'offer_gone' });
    expect(headOf(world).status).toBe('queued');
  });

  it('of a session that somebody joined meanwhile names the winner', async () => {
    const { world, offerId } = await offered();
    await claimSession(world.ports, await present(world, 'ravi'), SESSION);

    expect(
      await refusal(
        acceptOffer(world.ports, agentOf(world, 'asha'), { offerId, sessionId: SESSION }),
      ),
    ).toMatchObject({ code: 'already_taken', details: { winner: { id: 'ravi' } } });
    expect(agentOf(world, 'asha').offers).toEqual([]);
  });

  it('of a session whose customer left the line is refused', async () => {
    const { world, offerId } = await offered();
    await cancelEscalation(world.ports, SESSION);

    expect(framesOf(world, 'asha-1', 'offer.rescinded')).toMatchObject([{ offerId }]);
    expect(agentOf(world, 'asha').offers).toEqual([]);
    expect(
      await refusal(
        acceptOffer(world.ports, agentOf(world, 'asha'), { offerId, sessionId: SESSION }),
      ),
    ).toMatchObject({ code: 'session_not_waiting' });
  });
});

describe('rejecting an offer', () => {
  it('passes it on at once, without blame', async () => {
    const { world, offerId } = await offered();
    await present(world, 'ravi');

    await rejectOffer(world.ports, { agentId: 'asha' }, { offerId, sessionId: SESSION });

    expect(headOf(world).escalation).toMatchObject({ status: 'pending', passedBy: ['asha'] });
    expect(agentOf(world, 'asha').offers).toEqual([]);
    expect(agentOf(world, 'asha').notResponding).toBeUndefined();
    await drain(world);
    expect(headOf(world).escalation?.offer?.agentId).toBe('ravi');
  });

  it('twice is fine and stores once', async () => {
    const { world, offerId } = await offered();
    const offer = { offerId, sessionId: SESSION };
    await rejectOffer(world.ports, { agentId: 'asha' }, offer);
    const before = stored(world);

    await rejectOffer(world.ports, { agentId: 'asha' }, offer);

    expect(stored(world)).toEqual(before);
  });

  it('of somebody else’s offer, or after its time, is refused and changes nothing', async () => {
    const { world, offerId } = await offered();
    await present(world, 'ravi');
    const before = stored(world);
    const reject = (agentId: string, id: string) =>
      refusal(rejectOffer(world.ports, { agentId }, { offerId: id, sessionId: SESSION }));

    expect(await reject('ravi', offerId)).toMatchObject({ code: 'offer_gone' });
    expect(await reject('asha', idOf(0xbad))).toMatchObject({ code: 'offer_gone' });
    expect(
      await refusal(
        rejectOffer(world.ports, { agentId: 'asha' }, { offerId, sessionId: idOf(0xdead) }),
      ),
    ).toMatchObject({ code: 'session_unknown' });
    expect(stored(world)).toEqual(before);
  });
});

describe('an offer that nobody answers', () => {
  it('goes to the next agent; the first is told and not responding until they choose', async () => {
    const { world, offerId } = await offered();
    await present(world, 'ravi');
    world.now += POLICY.offerMs;
    await alive(world, 'asha', 'ravi');

    await runTimer(world.ports, { kind: 'offer', sessionId: SESSION, offerId });
    await drain(world);

    expect(agentOf(world, 'asha')).toMatchObject({ notResponding: true, offers: [] });
    expect(framesOf(world, 'asha-1', 'offer.timed_out')).toEqual([
      { type: 'offer.timed_out', offerId, sessionId: SESSION },
    ]);
    expect(headOf(world).escalation?.offer?.agentId).toBe('ravi');
    expect(world.counted).toContain('OfferTimedOut');
  });

  it('is over once, whoever looks: timer, doubled timer and sweep', async () => {
    const { world, offerId } = await offered();
    world.now += POLICY.offerMs;
    const timer = { kind: 'offer' as const, sessionId: SESSION, offerId };

    await Promise.all([
      runTimer(world.ports, timer),
      runTimer(world.ports, timer),
      expireOffer(world.ports, SESSION),
    ]);

    expect(framesOf(world, 'asha-1', 'offer.timed_out')).toHaveLength(1);
    expect(headOf(world).escalation?.record.missedBy).toEqual(['asha']);
  });

  it('is left alone before its time', async () => {
    const { world, offerId } = await offered();
    world.now += POLICY.offerMs - 1;
    const before = stored(world);

    await runTimer(world.ports, { kind: 'offer', sessionId: SESSION, offerId });
    await expireOffer(world.ports, SESSION);

    expect(stored(world)).toEqual(before);
  });
});

describe('an offer to a colleague by name', () => {
  it.each(['rejected', 'unanswered'])(
    '%s: whoever passed it on is told where it is',
    async (how) => {
      const world = await withAgent();
      await present(world, 'ravi');
      await transferSession(world.ports, agentOf(world, 'asha'), SESSION, { agentId: 'ravi' });
      const { offerId = '' } = headOf(world).escalation?.offer ?? {};

      if (how === 'rejected') {
        await rejectOffer(world.ports, { agentId: 'ravi' }, { offerId, sessionId: SESSION });
      } else {
        world.now += POLICY.offerMs;
        await alive(world, 'asha', 'ravi');
        await runTimer(world.ports, { kind: 'offer', sessionId: SESSION, offerId });
      }

      expect(framesOf(world, 'asha-1', 'transfer.failed')).toEqual([
        { type: 'transfer.failed', sessionId: SESSION, queue: 'general' },
      ]);
      expect(headOf(world).escalation).toMatchObject({ status: 'pending', queue: 'general' });
    },
  );
});
