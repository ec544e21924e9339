import type { AgentRecord } from './agent.ts';
import { NotAllowedError, StateError } from './errors.ts';
import { hasEnded, type Session } from './session.ts';

/** Throws unless the caller holds the session or is a supervisor. */
export function mustHold(
  session: Session,
  agent: Pick<AgentRecord, 'agentId' | 'supervisor'>,
): void {
  if (session.assignment?.agentId === agent.agentId || agent.supervisor) return;
  throw new NotAllowedError('not_your_session');
}

/**
 * The session's owner and escalation.
 *
 * @throws StateError `session_closed` after the end, `session_not_active` if no agent holds it.
 */
export function held(session: Session) {
  const { assignment, escalation } = session;
  if (hasEnded(session)) throw new StateError('session_closed');
  if (!assignment || !escalation) throw new StateError('session_not_active');
  return { assignment, escalation };
}
