import { describe, expect, it } from 'vitest';
import { POLICY } from '../../../lambdas/domain/policy.ts';
import { acceptAgentMessage } from '../../../lambdas/usecases/accept-message.ts';
import { claimSession } from '../../../lambdas/usecases/claim-session.ts';
import { endByAgent, endByCustomer } from '../../../lambdas/usecases/end-session.ts';
import { takeMessage } from '../../../lambdas/usecases/leave-message.ts';
import {
  releaseSession,
  returnSessionToBot,
  transferSession,
} from '../../../lambdas/usecases/leave-session.ts';
import { loseCustomer } from '../../../lambdas/usecases/lose-connection.ts';
import { readMetrics } from '../../../lambdas/usecases/read-metrics.ts';
import { cancelEscalation } from '../../../lambdas/usecases/request-person.ts';
import { runTimer } from '../../../lambdas/usecases/run-deadlines.ts';
import { submitCsat } from '../../../lambdas/usecases/submit-csat.ts';
import { submitWrapUp } from '../../../lambdas/usecases/submit-wrap-up.ts';
import { Metrics, type Totals } from '../../../protocol/http.ts';
import { createWorld, idOf, type World } from '../../simulation/memory/world.ts';
import { alive, drain, headOf, present, say, waiting, withBot } from './scenes.ts';

const SECOND = 1000;

const NOTHING: Totals = {
  sessions: 0,
  escalations: 0,
  handled: 0,
  abandoned: 0,
  cancelled: 0,
  deferred: 0,
  returnedToBot: 0,
  answeredInTime: 0,
  waitMs: 0,
  handleMs: 0,
  firstReplyMs: 0,
  firstReplies: 0,
  transfers: 0,
  requeues: 0,
  missedOffers: 0,
  csatSum: 0,
  csatCount: 0,
};

/** Nine customers, one of each fate, with times that no two sums have in common. */
async function playedDay() {
  const world = createWorld();
  const lead = await present(world, 'lead', { supervisor: true, availability: 'away' });
  // Busy, so that nobody is asked and each joins as the play wants it.
  const asha = await present(world, 'asha', { availability: 'busy' });
  const ravi = await present(world, 'ravi', { availability: 'busy' });
  const arrives = async (n: number) => {
    await waiting(world, idOf(0xda000 + n), `customer-${n}`);
    await drain(world);
    return idOf(0xda000 + n);
  };
  const later = async (ms: number) => {
    world.now += ms;
    await alive(world, 'lead', 'asha', 'ravi');
  };
  const wrapUp = async (agent: typeof asha, id: string) => {
    await endByAgent(world.ports, agent, id);
    await later(30 * SECOND);
    await submitWrapUp(world.ports, agent, id, { disposition: 'resolved' });
  };

  // 1: waits 20 s, first reply 5 s later, ends after 60 s, 30 s of wrap-up, rated 4.
  const one = await arrives(1);
  await later(20 * SECOND);
  await claimSession(world.ports, asha, one);
  await later(5 * SECOND);
  await acceptAgentMessage(world.ports, 'asha', say('Hello', 1, idOf(1), one));
  await later(55 * SECOND);
  await wrapUp(asha, one);
  await submitCsat(world.ports, { type: 'csat.submit', sessionId: one, score: 4 });

  // 2: waits 100 s (too long), Asha for 10 s, released; Ravi for 40 s; 30 s of wrap-up.
  const two = await arrives(2);
  await later(100 * SECOND);
  await claimSession(world.ports, asha, two);
  await later(10 * SECOND);
  await releaseSession(world.ports, asha, two);
  await claimSession(world.ports, ravi, two);
  await later(40 * SECOND);
  await wrapUp(ravi, two);

  // 3: joined at once, passed on to billing after 7 s; Ravi takes it for 13 s; 30 s of wrap-up.
  const three = await arrives(3);
  await claimSession(world.ports, asha, three);
  await later(7 * SECOND);
  await transferSession(world.ports, asha, three, { queue: 'billing' });
  await claimSession(world.ports, ravi, three);
  await later(13 * SECOND);
  await wrapUp(ravi, three);

  // 4 leaves the line, 5 goes away while waiting, 6 leaves a message.
  await cancelEscalation(world.ports, await arrives(4));
  const five = await arrives(5);
  await loseCustomer(world.ports, five, 'customer-5');
  await later(POLICY.customerGraceMs);
  await runTimer(world.ports, {
    kind: 'customer_lost',
    sessionId: five,
    connectionId: 'customer-5',
  });
  world.agents.set('asha', { ...asha, availability: 'away' });
  world.agents.set('ravi', { ...ravi, availability: 'away' });
  const six = await arrives(6);
  await takeMessage(world.ports, {
    type: 'message.leave',
    sessionId: six,
    contact: 'c',
    text: 'Call me',
  });

  // 7 is given back to the bot after 3 s and goes.
  world.agents.set('asha', { ...asha, seenAt: world.now });
  const seven = await arrives(7);
  await claimSession(world.ports, asha, seven);
  await later(3 * SECOND);
  await returnSessionToBot(world.ports, asha, seven);
  await endByCustomer(world.ports, seven);

  // 8 never needed anybody.
  const eight = idOf(0xda008);
  await withBot(world, eight, 'customer-8');
  await endByCustomer(world.ports, eight);

  // 9 is offered to Asha, who lets it run out; it still waits.
  world.agents.set('asha', { ...asha, availability: 'available', seenAt: world.now });
  const nine = await arrives(9);
  const { offerId = '' } = headOf(world, nine).escalation?.offer ?? {};
  await later(POLICY.offerMs);
  await runTimer(world.ports, { kind: 'offer', sessionId: nine, offerId });
  return { world, lead, asha };
}

describe('the figures of a day', () => {
  it('are what was played', async () => {
    const { world, lead } = await playedDay();

    const { total, queues, longestWaitMs, reasons } = await readMetrics(world.ports, lead);

    expect(total).toEqual({
      ...NOTHING,
      // 1, 2, 3, 5, 6, 7, 8; 4 is with the bot again, 9 waits.
      sessions: 7,
      escalations: 7,
      handled: 4,
      cancelled: 1,
      abandoned: 1,
      deferred: 1,
      returnedToBot: 1,
      answeredInTime: 3,
      waitMs: 120 * SECOND,
      // (60 + 30) + 10 + (40 + 30) + 7 + (13 + 30) + 3
      handleMs: 223 * SECOND,
      firstReplyMs: 25 * SECOND,
      firstReplies: 1,
      transfers: 1,
      requeues: 1,
      csatSum: 4,
      csatCount: 1,
    });
    expect(queues.billing).toMatchObject({ sessions: 1, escalations: 1, handled: 1 });
    expect(queues.technical).toEqual(NOTHING);
    expect(longestWaitMs).toMatchObject({ general: 100 * SECOND, billing: 0 });
    expect(reasons).toEqual({ 'request.explicit': 7 });
  });

  it('by agent are shown to supervisors only', async () => {
    const { world, lead, asha } = await playedDay();

    expect((await readMetrics(world.ports, asha)).agents).toEqual({});
    const { agents } = await readMetrics(world.ports, lead);

    expect(agents.asha).toMatchObject({
      handled: 2,
      handleMs: 110 * SECOND,
      requeues: 1,
      transfers: 1,
      csatSum: 4,
    });
    expect(agents.ravi).toMatchObject({ handled: 2, handleMs: 113 * SECOND, requeues: 0 });
    expect(agents.lead).toEqual(NOTHING);
  });

  it('show what waits now, and how many are free', async () => {
    const { world, lead } = await playedDay();
    world.now += 40 * SECOND;
    await alive(world, 'lead', 'asha', 'ravi');
    await world.ports.agents.setAvailability('ravi', 'available', world.now);

    const metrics = await readMetrics(world.ports, lead);

    expect(Metrics.parse(metrics)).toEqual(metrics);
    expect(metrics.waiting.general).toEqual({
      count: 1,
      longestWaitMs: POLICY.offerMs + 40 * SECOND,
      agentsAvailable: 1,
    });
  });

  it('of another day are that day’s', async () => {
    const { world, lead } = await playedDay();

    expect((await readMetrics(world.ports, lead, '2025-12-31')).total).toEqual(NOTHING);
    world.now += 24 * 60 * 60 * SECOND;
    expect(await readMetrics(world.ports, lead)).toMatchObject({
      day: '2026-01-02',
      total: NOTHING,
    });
  });

  it('lost on their way do not undo what happened', async () => {
    const world: World = await withBot();
    world.ports.records.count = () => Promise.reject(new Error('down'));

    expect(await endByCustomer(world.ports, headOf(world).sessionId)).toMatchObject({
      status: 'closed',
    });
    expect(world.errors).toEqual(['not counted']);
  });
});
