import { describe, expect, it } from 'vitest';
import { step } from '../../../lambdas/domain/change.ts';
import { SESSION_TRANSITIONS } from '../../../lambdas/domain/session.ts';
import type { ProblemCode } from '../../../protocol/problems.ts';
import { SessionStatus } from '../../../protocol/vocabulary.ts';
import { NOON, RAVI, sessionIn } from './builders.ts';
import { OPERATION_NAMES, OPERATIONS, type OperationName, USUAL } from './operations.ts';
import { outcomeOf, pairsOf } from './outcomes.ts';

const LATER = NOON + 3_600_000;

/** `→ status` where the operation is legal, else the code it is refused with. */
type Expected = `→ ${SessionStatus}` | ProblemCode;
type Row<T> = [T, T, T, T, T, T];

const closed = 'session_closed';
const inactive = 'session_not_active';
const notWaiting = 'session_not_waiting';
const foreign = 'not_your_session';
const taken = 'already_taken';

/** Nothing changes, whatever the status. */
const SAME: Row<Expected> = ['→ bot', '→ queued', '→ active', '→ on_hold', '→ wrap_up', '→ closed'];

/** Only while it waits, where it stays. */
const WHILE_WAITING: Row<Expected> = [
  notWaiting,
  '→ queued',
  notWaiting,
  notWaiting,
  notWaiting,
  notWaiting,
];
const TO_AGENT: Row<Expected> = [notWaiting, '→ active', taken, taken, closed, closed];
const BACK_TO_QUEUE: Row<Expected> = [inactive, inactive, '→ queued', '→ queued', closed, closed];
const TO_ACTIVE: Row<Expected> = [inactive, inactive, '→ active', '→ active', closed, closed];
const TO_THE_END: Row<Expected> = [
  '→ closed',
  '→ closed',
  '→ wrap_up',
  '→ wrap_up',
  closed,
  closed,
];
const WRAPS_UP: Row<Expected> = [inactive, inactive, inactive, inactive, '→ closed', inactive];

/** What each operation does in bot, queued, active, on_hold, wrap_up and closed, in that order. */
const TABLE: Record<OperationName, Row<Expected>> = {
  customerSays: ['→ bot', '→ queued', '→ active', '→ on_hold', closed, closed],
  customerAsksForPerson: ['→ bot', '→ queued', '→ active', '→ on_hold', closed, closed],
  offerPerson: SAME,
  dismissCandidate: SAME,
  escalate: ['→ queued', inactive, inactive, inactive, inactive, inactive],
  escalateInTrouble: ['→ queued', inactive, inactive, inactive, inactive, inactive],
  cancelWait: [notWaiting, '→ bot', notWaiting, notWaiting, notWaiting, notWaiting],
  troubled: WHILE_WAITING,
  relieved: WHILE_WAITING,
  keepWaiting: WHILE_WAITING,
  placed: SAME,
  offerTo: SAME,
  rejectOffer: SAME,
  timeOutOffer: SAME,
  claim: TO_AGENT,
  acceptOffer: TO_AGENT,
  autoAssign: TO_AGENT,
  reassign: [notWaiting, '→ active', '→ active', '→ active', closed, closed],
  agentSays: [foreign, foreign, '→ active', '→ active', closed, closed],
  hold: [inactive, inactive, '→ on_hold', '→ on_hold', closed, closed],
  resume: TO_ACTIVE,
  holdOver: TO_ACTIVE,
  requeueReleased: BACK_TO_QUEUE,
  requeueLost: BACK_TO_QUEUE,
  requeueSilent: BACK_TO_QUEUE,
  transferToQueue: BACK_TO_QUEUE,
  transferToAgent: BACK_TO_QUEUE,
  returnToBot: [inactive, inactive, '→ bot', '→ bot', closed, closed],
  warnIdle: SAME,
  endIdle: SAME,
  endByAgent: TO_THE_END,
  endByCustomer: TO_THE_END,
  endAbandoned: TO_THE_END,
  leaveMessage: ['→ closed', '→ closed', notWaiting, notWaiting, closed, closed],
  finishWrapUp: WRAPS_UP,
  timeOutWrapUp: WRAPS_UP,
  freeCapacity: [inactive, inactive, inactive, inactive, '→ wrap_up', inactive],
  rate: [inactive, inactive, inactive, inactive, '→ wrap_up', '→ closed'],
  addNote: SAME,
};

/** The arrows as the product has them; the code's own table is checked against this one. */
const ARROWS: Record<SessionStatus, SessionStatus[]> = {
  bot: ['queued', 'closed'],
  queued: ['active', 'bot', 'closed'],
  active: ['queued', 'bot', 'on_hold', 'wrap_up'],
  on_hold: ['active', 'queued', 'bot', 'wrap_up'],
  wrap_up: ['closed'],
  closed: [],
};

const CASES = OPERATION_NAMES.flatMap((name) =>
  SessionStatus.options.map((status, i) => [name, status, TABLE[name][i] as Expected] as const),
);

describe('the session state machine', () => {
  it.each(CASES)('%s in %s: %s', (name, status, expected) => {
    const session = sessionIn(status);
    const before = structuredClone(session);

    const outcome = outcomeOf(() => {
      const change = OPERATIONS[name](session, { ...USUAL, now: LATER });
      return `→ ${change?.after.status ?? status}`;
    });

    expect(outcome).toBe(expected);
    expect(session).toEqual(before);
  });

  it('lets only the session’s agent speak, and names who was faster', () => {
    const active = sessionIn('active');
    const about = { ...USUAL, agent: RAVI, now: LATER };

    expect(() => OPERATIONS.agentSays(active, about)).toThrow(
      expect.objectContaining({ code: 'not_your_session' }),
    );
    expect(() => OPERATIONS.claim(active, about)).toThrow(
      expect.objectContaining({
        code: 'already_taken',
        details: { winner: { role: 'agent', id: 'asha', name: 'Asha Rao', team: 'Billing' } },
      }),
    );
  });

  it('its arrows are the product’s', () => {
    expect(SESSION_TRANSITIONS).toEqual(ARROWS);
  });

  it.each(pairsOf(SessionStatus.options))(
    'a step %s → %s is possible only along the arrows',
    (from, to) => {
      const legal = from === to || ARROWS[from].includes(to);
      const take = () => step(sessionIn(from), LATER, { status: to });

      if (legal) expect(take().after.status).toBe(to);
      else expect(take).toThrow(expect.objectContaining({ code: 'session_closed' }));
    },
  );

  it('a step numbers its entries on, raises the version and removes what is undefined', () => {
    const before = { ...sessionIn('queued'), seq: 7, version: 3, customerLostAt: 5 };

    const { after, messages } = step(before, LATER, { customerLostAt: undefined }, [
      { from: { role: 'system' }, text: 'one' },
      { from: { role: 'system' }, text: 'two' },
    ]);

    expect(messages.map(({ seq, at }) => [seq, at])).toEqual([
      [8, LATER],
      [9, LATER],
    ]);
    expect(after).toMatchObject({ seq: 9, version: 4 });
    expect(Object.keys(after)).not.toContain('customerLostAt');
  });

  it('capacity is freed once', () => {
    const freed = OPERATIONS.freeCapacity(sessionIn('wrap_up'), { ...USUAL, now: LATER });

    expect(() => OPERATIONS.freeCapacity(freed.after, { ...USUAL, now: LATER })).toThrow(
      expect.objectContaining({ code: 'session_not_active' }),
    );
  });
});
