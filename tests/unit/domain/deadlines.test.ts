import { describe, expect, it } from 'vitest';
import { participantOf } from '../../../lambdas/domain/agent.ts';
import { step } from '../../../lambdas/domain/change.ts';
import {
  type Deadline,
  type DeadlineKind,
  deadlinesOf,
  isOver,
  nextLook,
} from '../../../lambdas/domain/deadlines.ts';
import { warnIdle } from '../../../lambdas/domain/ending.ts';
import { keepWaiting, troubled } from '../../../lambdas/domain/escalating.ts';
import { hold, resume } from '../../../lambdas/domain/hold.ts';
import { passOffer } from '../../../lambdas/domain/offers.ts';
import { POLICY } from '../../../lambdas/domain/policy.ts';
import type { Session } from '../../../lambdas/domain/session.ts';
import type { SessionStatus } from '../../../protocol/vocabulary.ts';
import {
  ASHA,
  at,
  botSession,
  decided,
  MINUTE,
  NOON,
  offeredSession,
  sessionIn,
  waiting,
} from './builders.ts';
import { OPERATIONS, USUAL } from './operations.ts';

const candidate = { seq: 2, at: NOON, explicit: true };
const says = (who: 'customerSays' | 'agentSays', session: Session, now: number, n = 1) =>
  OPERATIONS[who](session, { ...USUAL, now, n }).after;
const spoken = (now = at(2)) => says('agentSays', sessionIn('active'), now);
const lost = (status: SessionStatus) => ({ ...sessionIn(status), customerLostAt: NOON });

function resumedAfterWarning(): Session {
  const held = decided(hold(warnIdle(spoken(), at(10)).after, participantOf(ASHA), at(11))).after;
  return decided(resume(held, participantOf(ASHA), at(12))).after;
}

/** Each state and what is to happen in it by itself, in minutes after noon. */
const TABLE: [string, Session, [DeadlineKind, number][]][] = [
  ['a fresh chat', botSession(), []],
  ['a chat with the bot', botSession({ lastAt: NOON }), [['bot_idle', 60]]],
  ['an unassessed turn', botSession({ lastAt: NOON, candidate }), [['candidate_unassessed', 1]]],
  [
    'a chat with the bot whose customer is gone',
    { ...lost('bot'), lastAt: NOON },
    [['bot_idle', 60]],
  ],
  ['waiting', waiting(), [['max_wait', 10]]],
  ['waiting in trouble', troubled(waiting(), 'no_agents', at(1)).after, []],
  ['offered at 12:01', offeredSession(), [['offer_over', 1.5]]],
  [
    'an offer let pass',
    decided(passOffer(offeredSession(), 'offer-1', 'rejected', at(2))).after,
    [['max_wait', 10]],
  ],
  [
    'waiting, the customer gone',
    lost('queued'),
    [
      ['customer_lost', 3],
      ['max_wait', 10],
    ],
  ],
  ['joined at 12:01', sessionIn('active'), [['agent_silent', 3]]],
  [
    'held, the customer gone',
    lost('active'),
    [
      ['customer_lost', 3],
      ['agent_silent', 3],
    ],
  ],
  ['the agent has spoken at 12:02', spoken(), [['idle_warning', 10]]],
  [
    'the customer has answered at 12:03',
    says('customerSays', spoken(), at(3)),
    [['agent_silent', 5]],
  ],
  [
    'the customer has written twice: the first one counts',
    says('customerSays', says('customerSays', spoken(), at(3)), at(4), 2),
    [['agent_silent', 5]],
  ],
  ['warned at 12:10', warnIdle(spoken(), at(10)).after, [['idle_over', 12]]],
  ['warned late, at 12:20', warnIdle(spoken(), at(20)).after, [['idle_over', 22]]],
  [
    'warned, and the customer is there',
    says('customerSays', warnIdle(spoken(), at(10)).after, at(11)),
    [['agent_silent', 13]],
  ],
  ['warned, then put on hold and resumed at 12:12', resumedAfterWarning(), [['agent_silent', 14]]],
  ['on hold since 12:02', sessionIn('on_hold'), [['hold_over', 12]]],
  [
    'on hold, and the customer writes',
    says('customerSays', sessionIn('on_hold'), at(5)),
    [['hold_over', 12]],
  ],
  [
    'on hold, the customer gone',
    lost('on_hold'),
    [
      ['customer_lost', 3],
      ['hold_over', 12],
    ],
  ],
  [
    'resumed at 12:06',
    decided(resume(sessionIn('on_hold'), participantOf(ASHA), at(6))).after,
    [['agent_silent', 8]],
  ],
  ['resumed by a word', says('agentSays', sessionIn('on_hold'), at(6)), [['idle_warning', 14]]],
  [
    'wrap-up since 12:03',
    sessionIn('wrap_up'),
    [
      ['wrap_up_over', 18],
      ['wrap_up_capacity', 5],
    ],
  ],
  [
    'wrap-up that no longer counts',
    { ...sessionIn('wrap_up'), wrapUp: { at: at(3), capacityHeld: false } },
    [['wrap_up_over', 18]],
  ],
  [
    'wrap-up, the customer gone',
    lost('wrap_up'),
    [
      ['wrap_up_over', 18],
      ['wrap_up_capacity', 5],
    ],
  ],
  ['closed', lost('closed'), []],
];

describe('what happens by itself', () => {
  it.each(TABLE)('%s', (_, session, due) => {
    const byKind = (a: Deadline, b: Deadline) => (a.kind < b.kind ? -1 : 1);

    const deadlines = deadlinesOf(session).sort(byKind);

    expect(deadlines).toEqual(
      due.map(([kind, minutes]) => ({ kind, at: at(minutes) })).sort(byKind),
    );
  });

  it('the longest wait counts anew for a customer who keeps waiting, and after an agent was there', () => {
    const patient = decided(
      keepWaiting(troubled(waiting(), 'max_wait', at(10)).after, at(11)),
    ).after;
    const requeued = OPERATIONS.requeueLost(sessionIn('active'), { ...USUAL, now: at(30) }).after;

    expect(deadlinesOf(patient)).toEqual([{ kind: 'max_wait', at: at(21) }]);
    expect(deadlinesOf(requeued)).toEqual([{ kind: 'max_wait', at: at(40) }]);
  });

  it('is over at its moment, not before, and only if it stands', () => {
    const session = sessionIn('active');

    expect(isOver(session, 'agent_silent', at(3) - 1)).toBe(false);
    expect(isOver(session, 'agent_silent', at(3))).toBe(true);
    expect(isOver(session, 'idle_over', at(1000))).toBe(false);
  });
});

describe('the next look of the sweep', () => {
  it('is the nearest deadline, at most 5 minutes on while somebody waits', () => {
    expect(nextLook(lost('queued'), NOON)).toBe(NOON + POLICY.customerGraceMs);
    expect(nextLook(sessionIn('queued'), NOON)).toBe(NOON + POLICY.checkUpMs);
    expect(nextLook(sessionIn('wrap_up'), at(3))).toBe(at(5));
  });

  it('at a chat with an agent comes every 2 minutes, however much is said', () => {
    const active = sessionIn('active');
    const look = nextLook(active, NOON) ?? 0;
    const said = says('customerSays', active, look - 1);

    expect(look - (active.assignment?.at ?? 0)).toBe(POLICY.agentReplyMs);
    expect(nextLook(said, look - 1)).toBe(look);
    expect(nextLook(step(said, look, {}).after, look)).toBe(look + POLICY.agentReplyMs);
  });

  it('is none for what is closed or has not begun', () => {
    expect(nextLook(sessionIn('closed'), NOON)).toBeNull();
    expect(nextLook(sessionIn('bot'), NOON)).toBeNull();
  });

  it('is at an unassessed turn’s time while the session is the bot’s', () => {
    const session = botSession({ lastAt: NOON, lookAt: at(60), candidate });

    expect(nextLook(session, NOON)).toBe(at(1));
  });

  it('at a chat with the bot is not moved by every message, and comes again after it was quiet for an hour at most twice as long', () => {
    const first = says('customerSays', botSession(), NOON);
    const second = says('customerSays', first, at(20), 2);
    expect([nextLook(first, NOON), nextLook(second, at(20))]).toEqual([at(60), at(60)]);

    // The sweep looks at 13:00 and finds that it was not quiet.
    expect(deadlinesOf(second)).toEqual([{ kind: 'bot_idle', at: at(80) }]);
    expect(nextLook(step(second, at(60), {}).after, at(60))).toBe(at(80));
  });

  it('comes within the hour for a session that came back to the bot', () => {
    const back = OPERATIONS.returnToBot(sessionIn('active'), { ...USUAL, now: at(90) }).after;

    expect(nextLook(back, at(90))).toBeLessThanOrEqual(at(90) + 60 * MINUTE);
    expect(nextLook(back, at(90))).toBeGreaterThan(at(90));
  });
});
