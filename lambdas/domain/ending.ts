import type { Participant } from '../../protocol/message.ts';
import type { CloseReason, EscalationStatus, WaitTrouble } from '../../protocol/vocabulary.ts';
import { type Change, type Draft, recorded, says, step, withAgents } from './change.ts';
import { StateError } from './errors.ts';
import { spellOver } from './leaving.ts';
import { withdrawal } from './offers.ts';
import { customerOf, hasEnded, isHeld, type Session } from './session.ts';
import { TEXTS } from './texts.ts';

/** The last entry of the transcript, by why the chat ended. */
const ENDED: Record<CloseReason, (agentName: string) => string> = {
  agent_ended: TEXTS.endedByAgent,
  customer_ended: () => TEXTS.endedByCustomer,
  customer_left: () => TEXTS.customerLeft,
  customer_idle: () => TEXTS.customerIdle,
  abandoned_in_queue: () => TEXTS.abandoned,
  message_left: () => TEXTS.messageLeft,
  bot_idle: () => TEXTS.customerIdle,
};

interface Ending {
  now: number;
  actor: Participant;
  reason: CloseReason;
  /** What becomes of an escalation that no agent has; `abandoned` if not said. */
  waitEnds?: EscalationStatus;
}

/**
 * The chat is over: an agent's session goes to wrap-up, any other closes at once.
 *
 * @throws StateError `session_closed` if it has ended before.
 */
export function end(session: Session, about: Ending, before: readonly Draft[] = []): Change {
  if (hasEnded(session)) throw new StateError('session_closed');
  const { now, actor, reason } = about;
  const { escalation, assignment } = session;
  const to = assignment ? 'resolved' : (about.waitEnds ?? 'abandoned');
  const change = step(
    session,
    now,
    {
      status: assignment ? 'wrap_up' : 'closed',
      candidate: undefined,
      intake: undefined,
      heldAt: undefined,
      awaitingReplySince: undefined,
      idleSince: undefined,
      idleWarnedAt: undefined,
      closeReason: reason,
      ...(assignment ? { wrapUp: { at: now, capacityHeld: true } } : { closedAt: now }),
      escalation: escalation && {
        ...spellOver(session, escalation, 'ended', now),
        status: to,
        offer: undefined,
        trouble: undefined,
        position: undefined,
        estimate: undefined,
      },
    },
    [...before, says(ENDED[reason](assignment?.name ?? 'The agent'), 'ended')],
  );
  if (!escalation) return change;
  return withAgents(
    recorded(change, { at: now, actor, cause: reason, to }),
    ...withdrawal(escalation),
  );
}

/** How an escalation ends when its customer leaves a message instead of waiting. */
function deferred(trouble: WaitTrouble | undefined): EscalationStatus {
  if (trouble === undefined) return 'cancelled';
  return trouble === 'max_wait' ? 'expired' : 'failed';
}

/**
 * The customer leaves a message instead of waiting, and goes.
 *
 * @throws StateError `session_closed` after the end, `session_not_waiting` while an agent is there.
 */
export function leaveMessage(
  session: Session,
  words: { contact: string; text: string },
  now: number,
): Change {
  if (isHeld(session)) throw new StateError('session_not_waiting');
  const { escalation, sessionId, customer } = session;
  const change = end(
    session,
    {
      now,
      actor: customerOf(session),
      reason: 'message_left',
      waitEnds: deferred(escalation?.trouble),
    },
    [{ from: customerOf(session), text: words.text, event: 'message_left' }],
  );
  const queue = escalation?.queue ?? 'general';
  return { ...change, left: { sessionId, queue, at: now, customer, ...words, handled: null } };
}

/** The customer has said nothing since the agent's last words: a warning before the end. */
export function warnIdle(session: Session, now: number): Change {
  return step(session, now, { idleWarnedAt: now }, [says(TEXTS.idleWarning, 'idle_warning')]);
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
  const change = recorded(
    step(session, now, { status: 'closed', wrapUp: undefined, closedAt: now, outcome }),
    { at: now, actor, cause: outcome ? 'wrap_up_submitted' : 'wrap_up_timed_out' },
  );
  const { agentId } = assignment;
  return withAgents(change, {
    agentId,
    ...(wrapUp.capacityHeld ? { leave: true } : { parked: false }),
  });
}

/**
 * Wrap-up has held the agent's capacity long enough; the session stays in wrap-up.
 *
 * @throws StateError `session_not_active` unless it is in wrap-up and still counts.
 */
export function freeCapacity(session: Session, now: number): Change {
  const { assignment, wrapUp } = session;
  if (!assignment || !wrapUp?.capacityHeld) throw new StateError('session_not_active');
  return withAgents(step(session, now, { wrapUp: { ...wrapUp, capacityHeld: false } }), {
    agentId: assignment.agentId,
    leave: true,
    parked: true,
  });
}

/**
 * The customer rates the chat; the latest rating counts.
 *
 * @throws StateError `session_not_active` before the end.
 */
export function rate(session: Session, csat: NonNullable<Session['csat']>, now: number): Change {
  if (!hasEnded(session)) throw new StateError('session_not_active');
  return step(session, now, { csat });
}
