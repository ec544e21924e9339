import { describe, expect, it } from 'vitest';
import { SwitchboardError } from '../../../lambdas/domain/errors.ts';
import { step } from '../../../lambdas/domain/session.ts';
import type { ProblemCode } from '../../../protocol/problems.ts';
import { SessionStatus } from '../../../protocol/vocabulary.ts';
import { NOON, RAVI, sessionIn } from './builders.ts';
import { OPERATION_NAMES, OPERATIONS, type OperationName, USUAL } from './operations.ts';

const LATER = NOON + 3_600_000;

/** `→ status` where the operation is legal, else the code it is refused with. */
type Expected = `→ ${SessionStatus}` | ProblemCode;

const closed = 'session_closed';
const inactive = 'session_not_active';
const notWaiting = 'session_not_waiting';
const foreign = 'not_your_session';

/** What each operation does in bot, queued, active, on_hold, wrap_up and closed, in that order. */
const TABLE: Record<OperationName, [Expected, Expected, Expected, Expected, Expected, Expected]> = {
  customerSays: ['→ bot', '→ queued', '→ active', '→ on_hold', closed, closed],
  customerAsksForPerson: ['→ bot', '→ queued', '→ active', '→ on_hold', closed, closed],
  escalate: ['→ queued', inactive, inactive, inactive, inactive, inactive],
  claim: [notWaiting, '→ active', 'already_taken', 'already_taken', closed, closed],
  agentSays: [foreign, foreign, '→ active', '→ on_hold', closed, closed],
  requeueReleased: [inactive, inactive, '→ queued', '→ queued', closed, closed],
  requeueLost: [inactive, inactive, '→ queued', '→ queued', closed, closed],
  returnToBot: [inactive, inactive, '→ bot', '→ bot', closed, closed],
  cancelWait: [notWaiting, '→ bot', notWaiting, notWaiting, notWaiting, notWaiting],
  endByCustomer: ['→ closed', '→ closed', '→ wrap_up', '→ wrap_up', closed, closed],
  endAbandoned: ['→ closed', '→ closed', '→ wrap_up', '→ wrap_up', closed, closed],
  finishWrapUp: [inactive, inactive, inactive, inactive, '→ closed', inactive],
  timeOutWrapUp: [inactive, inactive, inactive, inactive, '→ closed', inactive],
  freeCapacity: [inactive, inactive, inactive, inactive, '→ wrap_up', inactive],
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

    const outcome = (() => {
      try {
        const change = OPERATIONS[name](session, { ...USUAL, now: LATER });
        return `→ ${change?.after.status ?? status}`;
      } catch (error) {
        if (!(error instanceof SwitchboardError)) throw error;
        return error.code;
      }
    })();

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

  it.each(
    SessionStatus.options.flatMap((from) => SessionStatus.options.map((to) => [from, to] as const)),
  )('a step %s → %s is possible only along the arrows', (from, to) => {
    const legal = from === to || ARROWS[from].includes(to);
    const take = () => step(sessionIn(from), LATER, { status: to });

    if (legal) expect(take().after.status).toBe(to);
    else expect(take).toThrow(expect.objectContaining({ code: 'session_closed' }));
  });

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
