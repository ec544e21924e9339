import { describe, expect, it } from 'vitest';
import { participantOf } from '../../../lambdas/domain/agent.ts';
import { claim } from '../../../lambdas/domain/assignment.ts';
import { step } from '../../../lambdas/domain/change.ts';
import {
  end,
  finishWrapUp,
  freeCapacity,
  leaveMessage,
  rate,
} from '../../../lambdas/domain/ending.ts';
import { cancelWait, troubled } from '../../../lambdas/domain/escalating.ts';
import { returnToBot, transferToQueue } from '../../../lambdas/domain/leaving.ts';
import { passOffer } from '../../../lambdas/domain/offers.ts';
import { type Session, SYSTEM } from '../../../lambdas/domain/session.ts';
import { keyOf, tallyOf } from '../../../lambdas/domain/tally.ts';
import type { WaitTrouble } from '../../../protocol/vocabulary.ts';
import {
  ASHA,
  at,
  botSession,
  decided,
  LEAD,
  MINUTE,
  NOON,
  offeredSession,
  RAVI,
  sessionIn,
  waiting,
} from './builders.ts';
import { OPERATIONS, USUAL } from './operations.ts';

const over = { now: at(5), actor: SYSTEM, reason: 'abandoned_in_queue' as const };
const submitted = { actor: participantOf(ASHA), outcome: { disposition: 'resolved' as const } };
const words = { contact: 'dana@example.org', text: 'Please call' };

const of = (add: Record<string, number> | undefined, scope: string) =>
  Object.fromEntries(
    Object.entries(add ?? {})
      .filter(([key]) => key.startsWith(`${scope}/`))
      .map(([key, value]) => [key.slice(scope.length + 1), value]),
  );

/** Asha joined after one minute, spoke after two, ended after three. */
function talked(): Session {
  const active = OPERATIONS.agentSays(sessionIn('active'), { ...USUAL, now: at(2) }).after;
  return end(active, { now: at(3), actor: SYSTEM, reason: 'agent_ended' }).after;
}

describe('what an escalation counts for when it is over', () => {
  it('handled: waits, first reply and handling with the writing up, once wrap-up is submitted', () => {
    const tally = tallyOf(finishWrapUp(talked(), { now: at(4.5), ...submitted }));

    const all = {
      sessions: 1,
      escalations: 1,
      handled: 1,
      waitMs: MINUTE,
      answeredInTime: 1,
      firstReplies: 1,
      firstReplyMs: 2 * MINUTE,
      handleMs: 3.5 * MINUTE,
    };
    expect(of(tally?.add, 'all')).toEqual(all);
    expect(of(tally?.add, 'queue.billing')).toEqual(all);
    expect(of(tally?.add, 'agent.asha')).toEqual({ handled: 1, handleMs: 3.5 * MINUTE });
    expect(of(tally?.add, 'reason')).toEqual({ 'topic.billing_dispute': 1 });
    expect(tally?.max).toEqual({ [keyOf('queue.billing', 'longestWaitMs')]: MINUTE });
  });

  it('handled: a wrap-up that ran out is no work', () => {
    const tally = tallyOf(finishWrapUp(talked(), { now: at(18), actor: SYSTEM }));

    expect(tally?.add[keyOf('all', 'handleMs')]).toBe(2 * MINUTE);
    expect(tally?.add[keyOf('all', 'handled')]).toBe(1);
  });

  it('answered late is not answered in time, and a silent agent has no first reply', () => {
    const active = claim(waiting(), ASHA, {
      now: NOON + MINUTE + 1,
      assignmentId: 'asg-1',
      type: 'self_join',
    }).after;
    const ended = end(active, { now: at(3), actor: SYSTEM, reason: 'customer_ended' }).after;

    const { add = {} } = tallyOf(finishWrapUp(ended, { now: at(4), ...submitted })) ?? {};

    expect(add[keyOf('all', 'handled')]).toBe(1);
    expect(Object.keys(add)).not.toContain(keyOf('all', 'answeredInTime'));
    expect(Object.keys(add)).not.toContain(keyOf('all', 'firstReplies'));
  });

  it('abandoned', () => {
    expect(of(tallyOf(end(waiting(), over))?.add, 'all')).toEqual({
      sessions: 1,
      escalations: 1,
      abandoned: 1,
    });
  });

  it('cancelled: the session goes on', () => {
    expect(of(tallyOf(cancelWait(waiting(), at(5)))?.add, 'all')).toEqual({
      escalations: 1,
      cancelled: 1,
    });
  });

  it.each([
    ['no_agents', 'deferred'],
    ['outside_hours', 'deferred'],
    ['nobody_left', 'deferred'],
    ['max_wait', 'deferred'],
    [null, 'cancelled'],
  ] as [WaitTrouble | null, string][])('a message left in trouble %s: %s', (trouble, exit) => {
    const session = trouble ? troubled(waiting(), trouble, at(1)).after : waiting();

    expect(of(tallyOf(leaveMessage(session, words, at(5)))?.add, 'all')).toEqual({
      sessions: 1,
      escalations: 1,
      [exit]: 1,
    });
  });

  it('returned to the bot: the agent has handled it', () => {
    const tally = tallyOf(returnToBot(sessionIn('active'), participantOf(ASHA), at(4)));

    expect(of(tally?.add, 'all')).toMatchObject({
      escalations: 1,
      returnedToBot: 1,
      handleMs: 3 * MINUTE,
    });
    expect(of(tally?.add, 'all')).not.toHaveProperty('sessions');
    expect(of(tally?.add, 'agent.asha')).toEqual({ handled: 1, handleMs: 3 * MINUTE });
  });

  it('passed on and given up on the way: each agent has their own part', () => {
    const { requeueSilent } = OPERATIONS;
    const join = (session: Session, agent: typeof ASHA, minute: number) =>
      claim(session, agent, { now: at(minute), assignmentId: `${minute}`, type: 'offer' }).after;
    const missed = decided(passOffer(offeredSession(RAVI), 'offer-1', 'timed_out', at(1))).after;
    const silent = requeueSilent(join(missed, ASHA, 2), { ...USUAL, now: at(4) }).after;
    const passed = transferToQueue(join(silent, RAVI, 5), participantOf(RAVI), 'technical', at(8));
    const ended = end(join(passed.after, LEAD, 9), {
      now: at(10),
      actor: SYSTEM,
      reason: 'agent_ended',
    }).after;

    const { add, max } = tallyOf(finishWrapUp(ended, { now: at(11), ...submitted })) ?? {};

    expect(of(add, 'agent.asha')).toEqual({ requeues: 1, handleMs: 2 * MINUTE });
    expect(of(add, 'agent.ravi')).toEqual({ transfers: 1, handleMs: 3 * MINUTE, missedOffers: 1 });
    expect(of(add, 'agent.lead')).toEqual({ handled: 1, handleMs: 2 * MINUTE });
    expect(of(add, 'queue.technical')).toEqual(of(add, 'all'));
    expect(of(add, 'all')).toMatchObject({
      escalations: 1,
      handled: 1,
      requeues: 1,
      transfers: 1,
      missedOffers: 1,
      handleMs: 7 * MINUTE,
      // From the first wait to the first agent.
      waitMs: 2 * MINUTE,
    });
    expect(max).toEqual({ [keyOf('queue.technical', 'longestWaitMs')]: 2 * MINUTE });
  });

  it('counts each reason that led to it', () => {
    const session = waiting({
      reasons: [
        { code: 'request.explicit', score: 1, evidence: [] },
        { code: 'sentiment.anger', score: 0.8, evidence: [] },
      ],
    });

    expect(of(tallyOf(cancelWait(session, at(5)))?.add, 'reason')).toEqual({
      'request.explicit': 1,
      'sentiment.anger': 1,
    });
  });

  it('counts all reasons after an agent had it, although the head has dropped their evidence', () => {
    const codes = ['request.explicit', 'sentiment.anger', 'topic.fraud', 'topic.legal'] as const;
    const evidence = [{ seq: 1, text: 'fraud', quote: true }];
    const session = waiting({ reasons: codes.map((code) => ({ code, score: 1, evidence })) });
    const taken = claim(session, ASHA, { now: at(1), assignmentId: 'asg', type: 'self_join' });
    const ended = end(taken.after, { now: at(2), actor: SYSTEM, reason: 'agent_ended' }).after;

    const { add } = tallyOf(finishWrapUp(ended, { ...submitted, now: at(3) })) ?? {};

    expect(Object.keys(of(add, 'reason'))).toEqual([...codes]);
  });
});

describe('what does not count', () => {
  it.each([
    ['asking', () => OPERATIONS.escalate(botSession(), { ...USUAL, now: NOON })],
    ['joining', () => OPERATIONS.claim(waiting(), { ...USUAL, now: at(1) })],
    ['a word', () => OPERATIONS.agentSays(sessionIn('active'), { ...USUAL, now: at(2) })],
    ['an offer', () => OPERATIONS.offerTo(waiting(), { ...USUAL, now: at(1) })],
    [
      'a missed offer before the end',
      () => OPERATIONS.timeOutOffer(offeredSession(), { ...USUAL, now: at(2) }),
    ],
    ['a release', () => OPERATIONS.requeueReleased(sessionIn('active'), { ...USUAL, now: at(2) })],
    [
      'the end of the talk, before it is written up',
      () => end(sessionIn('active'), { ...over, reason: 'agent_ended' }),
    ],
    ['capacity', () => freeCapacity(sessionIn('wrap_up'), at(5))],
    ['a look', () => step(sessionIn('closed'), at(6), {})],
  ])('%s', (_, act) => {
    expect(tallyOf(decided(act()))).toBeNull();
  });
});

describe('a chat without an escalation', () => {
  it('counts as a session alone', () => {
    expect(tallyOf(end(botSession(), { ...over, reason: 'bot_idle' }))).toEqual({
      add: { 'all/sessions': 1 },
      max: {},
    });
  });
});

describe('a rating', () => {
  const five = { score: 5 };

  it('counts once, for the agent too; a change of mind moves the sum', () => {
    const first = rate(sessionIn('closed'), { score: 2 }, at(5));
    const second = rate(first.after, five, at(6));

    const scopes = ['all', 'queue.billing', 'agent.asha'];
    for (const scope of scopes) {
      expect(of(tallyOf(first)?.add, scope)).toEqual({ csatSum: 2, csatCount: 1 });
      expect(of(tallyOf(second)?.add, scope)).toEqual({ csatSum: 3 });
    }
    expect(tallyOf(rate(second.after, { ...five, comment: 'Thanks' }, at(7)))).toBeNull();
  });

  it('during wrap-up counts, and the escalation still counts later', () => {
    const rated = rate(sessionIn('wrap_up'), five, at(3));

    expect(of(tallyOf(rated)?.add, 'all')).toEqual({ csatSum: 5, csatCount: 1 });
    const closed = tallyOf(finishWrapUp(rated.after, { now: at(4), ...submitted }));
    expect(of(closed?.add, 'all')).toMatchObject({ sessions: 1, escalations: 1 });
    expect(of(closed?.add, 'all')).not.toHaveProperty('csatCount');
  });
});
