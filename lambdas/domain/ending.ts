import type { Participant } from '../../protocol/message.ts';
import type { CloseReason } from '../../protocol/vocabulary.ts';
import { StateError } from './errors.ts';
import { type Change, hasEnded, historyOf, type Session, says, step } from './session.ts';
import { TEXTS } from './texts.ts';

/** The last entry of the transcript, by why the chat ended. */
const ENDED: Record<CloseReason, (agentName: string) => string> = {
  agent_ended: TEXTS.endedByAgent,
  customer_ended: () => TEXTS.endedByCustomer,
  customer_left: () => TEXTS.customerLeft,
  abandoned_in_queue: () => TEXTS.abandoned,
};

/**
 * The chat is over: an agent's session goes to wrap-up, any other closes at once.
 *
 * @throws StateError `session_closed` if it has ended before.
 */
export function end(
  session: Session,
  about: { now: number; actor: Participant; reason: CloseReason },
): Change {
  if (hasEnded(session)) throw new StateError('session_closed');
  const { now, actor, reason } = about;
  const { escalation, assignment } = session;
  const change = step(
    session,
    now,
    {
      status: assignment ? 'wrap_up' : 'closed',
      candidate: undefined,
      closeReason: reason,
      ...(assignment ? { wrapUp: { at: now, capacityHeld: true } } : { closedAt: now }),
      escalation: undefined,
    },
    [says(ENDED[reason](assignment?.name ?? 'The agent'), 'ended')],
  );
  if (!escalation) return change;
  const to = assignment ? 'resolved' : 'abandoned';
  return {
    ...change,
    escalation: {
      kind: 'append',
      n: escalation.n,
      entry: historyOf(change, { at: now, actor, cause: reason, to }),
    },
  };
}

/**
 * Wrap-up is done: wrap_up → closed, and the agent's set is freed if it still counted.
 *
 * @throws StateError `session_not_active` unless the session is in wrap-up.
 */
export function finishWrapUp(
  session: Session,
  about: { now: number; actor: Participant; outcome?: Session['outcome'] },
): Change {
  const { assignment, wrapUp } = session;
  if (session.status !== 'wrap_up' || !assignment || !wrapUp) {
    throw new StateError('session_not_active');
  }
  const { now, actor, outcome } = about;
  const change = step(session, now, {
    status: 'closed',
    wrapUp: undefined,
    closedAt: now,
    outcome,
  });
  const leave = { kind: 'leave' as const, agentId: assignment.agentId };
  return {
    ...change,
    escalation: {
      kind: 'append',
      n: session.escalationCount,
      entry: {
        at: now,
        actor,
        cause: outcome ? 'wrap_up_submitted' : 'wrap_up_timed_out',
        session: { from: 'wrap_up', to: 'closed' },
        escalation: { from: 'resolved', to: 'resolved' },
      },
    },
    ...(wrapUp.capacityHeld && { agent: leave }),
  };
}

/**
 * Wrap-up has held the agent's capacity long enough; the session stays in wrap-up.
 *
 * @throws StateError `session_not_active` unless it is in wrap-up and still counts.
 */
export function freeCapacity(session: Session, now: number): Change {
  const { assignment, wrapUp } = session;
  if (!assignment || !wrapUp?.capacityHeld) throw new StateError('session_not_active');
  return {
    ...step(session, now, { wrapUp: { ...wrapUp, capacityHeld: false } }),
    agent: { kind: 'leave', agentId: assignment.agentId },
  };
}
