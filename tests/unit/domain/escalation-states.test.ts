import { describe, expect, it } from 'vitest';
import { recorded, step } from '../../../lambdas/domain/change.ts';
import { ESCALATION_TRANSITIONS, isOpen } from '../../../lambdas/domain/escalation.ts';
import { type Session, SYSTEM } from '../../../lambdas/domain/session.ts';
import type { ProblemCode } from '../../../protocol/problems.ts';
import { EscalationStatus } from '../../../protocol/vocabulary.ts';
import { decided, LEAD, NOON, offeredSession, RAVI, sessionIn } from './builders.ts';
import { OPERATIONS, type OperationName, USUAL } from './operations.ts';
import { outcomeOf, pairsOf } from './outcomes.ts';

const LATER = NOON + 3_600_000;

const inactive = 'session_not_active';
const notWaiting = 'session_not_waiting';
const foreign = 'not_your_session';
const taken = 'already_taken';

/** The arrows of an escalation as the product has them. */
const ESCALATION_ARROWS: Record<EscalationStatus, EscalationStatus[]> = {
  pending: ['offered', 'accepted', 'cancelled', 'expired', 'abandoned', 'failed'],
  offered: ['pending', 'accepted', 'cancelled', 'expired', 'abandoned', 'failed'],
  accepted: ['pending', 'offered', 'resolved', 'returned_to_bot'],
  resolved: [],
  cancelled: [],
  expired: [],
  abandoned: [],
  returned_to_bot: [],
  failed: [],
};

type EscalationOutcome = `→ ${EscalationStatus}` | 'as it was' | ProblemCode;

/** What each operation makes of an escalation that is pending, offered (to Ravi) and accepted. */
const ESCALATION_TABLE: Partial<
  Record<OperationName, [EscalationOutcome, EscalationOutcome, EscalationOutcome]>
> = {
  customerSays: ['as it was', 'as it was', 'as it was'],
  escalate: [inactive, inactive, inactive],
  cancelWait: ['→ cancelled', '→ cancelled', notWaiting],
  troubled: ['→ pending', '→ offered', notWaiting],
  relieved: ['as it was', 'as it was', notWaiting],
  offerTo: ['→ offered', 'as it was', 'as it was'],
  rejectOffer: ['as it was', '→ pending', 'as it was'],
  timeOutOffer: ['as it was', '→ pending', 'as it was'],
  claim: ['→ accepted', '→ accepted', taken],
  acceptOffer: ['→ accepted', '→ accepted', taken],
  autoAssign: ['→ accepted', '→ accepted', taken],
  reassign: ['→ accepted', '→ accepted', '→ accepted'],
  agentSays: [foreign, foreign, 'as it was'],
  hold: [inactive, inactive, '→ accepted'],
  requeueReleased: [inactive, inactive, '→ pending'],
  requeueLost: [inactive, inactive, '→ pending'],
  requeueSilent: [inactive, inactive, '→ pending'],
  transferToQueue: [inactive, inactive, '→ pending'],
  transferToAgent: [inactive, inactive, '→ offered'],
  returnToBot: [inactive, inactive, '→ returned_to_bot'],
  endByAgent: ['→ abandoned', '→ abandoned', '→ resolved'],
  endByCustomer: ['→ abandoned', '→ abandoned', '→ resolved'],
  endAbandoned: ['→ abandoned', '→ abandoned', '→ resolved'],
  leaveMessage: ['→ cancelled', '→ cancelled', notWaiting],
};

const BY_ESCALATION = {
  pending: () => sessionIn('queued'),
  offered: () => offeredSession(RAVI),
  accepted: () => sessionIn('active'),
} as const;
const ESCALATION_CASES = Object.entries(ESCALATION_TABLE).flatMap(([name, row]) =>
  (['pending', 'offered', 'accepted'] as const).map(
    (status, i) => [name as OperationName, status, row[i] as EscalationOutcome] as const,
  ),
);

describe('the escalation state machine', () => {
  it('its arrows are the product’s, and what leads nowhere is final', () => {
    expect(ESCALATION_TRANSITIONS).toEqual(ESCALATION_ARROWS);
    const open = EscalationStatus.options.filter((status) => isOpen({ status }));
    expect(open).toEqual(['pending', 'offered', 'accepted']);
    expect(isOpen(undefined)).toBe(false);
  });

  it.each(ESCALATION_CASES)('%s while %s: %s', (name, status, expected) => {
    const session = BY_ESCALATION[status]();
    expect(session.escalation?.status).toBe(status);

    const outcome = outcomeOf(() => {
      const change = OPERATIONS[name](session, { ...USUAL, now: LATER });
      if (!change?.escalation) {
        expect(change?.after.escalation?.status ?? status).toBe(status);
        return 'as it was';
      }
      expect(change.escalation.kind).toBe('append');
      return change.escalation.kind === 'append' && `→ ${change.escalation.entry.escalation.to}`;
    });

    expect(outcome).toBe(expected);
  });

  it.each([
    ['outside_hours', 'failed'],
    ['no_agents', 'failed'],
    ['nobody_left', 'failed'],
    ['max_wait', 'expired'],
  ] as const)('a message left in trouble %s makes it %s', (trouble, status) => {
    const about = { ...USUAL, trouble, now: LATER };
    const session = OPERATIONS.troubled(sessionIn('queued'), about).after;

    const { after } = OPERATIONS.leaveMessage(session, about);

    expect(after.escalation?.status).toBe(status);
  });

  it.each(pairsOf(EscalationStatus.options))(
    'a record %s → %s is possible only along the arrows',
    (from, to) => {
      const session = withEscalation(from);
      const write = () =>
        recorded(step(session, LATER, {}), { at: LATER, actor: SYSTEM, cause: 'test', to });

      if (from === to || ESCALATION_ARROWS[from].includes(to)) {
        expect(write().escalation).toMatchObject({ entry: { escalation: { from, to } } });
      } else {
        expect(write).toThrow(
          expect.objectContaining({ code: 'session_not_active', details: { from, to } }),
        );
      }
    },
  );

  it('without an escalation nothing can be recorded', () => {
    const write = () =>
      recorded(step(sessionIn('bot'), LATER, {}), { at: LATER, actor: SYSTEM, cause: 'test' });

    expect(write).toThrow(expect.objectContaining({ code: 'session_not_active' }));
  });

  it('each entry says who did it, when and why', () => {
    const about = { ...USUAL, agent: LEAD, now: LATER };

    const { escalation } = decided(OPERATIONS.claim(sessionIn('queued'), about));

    expect(escalation).toEqual({
      kind: 'append',
      n: 1,
      entry: {
        at: LATER,
        actor: { role: 'agent', id: 'lead', name: 'Lena', team: 'Billing' },
        cause: 'claimed',
        session: { from: 'queued', to: 'active' },
        escalation: { from: 'pending', to: 'accepted' },
      },
    });
  });
});

function withEscalation(status: EscalationStatus): Session {
  const session = sessionIn('queued');
  if (!session.escalation) throw new Error('it does not wait');
  return { ...session, escalation: { ...session.escalation, status } };
}
