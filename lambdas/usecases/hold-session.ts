import { participantOf } from '../domain/agent.ts';
import type { Change } from '../domain/change.ts';
import { isOver } from '../domain/deadlines.ts';
import { hold, resume } from '../domain/hold.ts';
import { mustHold } from '../domain/ownership.ts';
import { type Session, SYSTEM } from '../domain/session.ts';
import type { AgentProfile, Ports } from '../ports.ts';
import { changeSession } from './change-session.ts';
import { agentUpdate, customerUpdate, tellCustomer } from './notify.ts';
import { tellAgent } from './tell-agents.ts';

/**
 * The agent puts the customer on hold. Doing it twice is fine.
 *
 * @throws NotAllowedError `not_your_session`; StateError `session_not_active`, `session_closed`.
 */
export function holdSession(
  ports: Ports,
  agent: AgentProfile,
  sessionId: string,
): Promise<Session> {
  return toggle(ports, sessionId, 'held', (session, now) => {
    mustHold(session, agent);
    return hold(session, participantOf(agent), now);
  });
}

/**
 * The agent is back with the customer. Doing it twice is fine.
 *
 * @throws NotAllowedError `not_your_session`; StateError `session_not_active`, `session_closed`.
 */
export function resumeSession(
  ports: Ports,
  agent: AgentProfile,
  sessionId: string,
): Promise<Session> {
  return toggle(ports, sessionId, 'resumed', (session, now) => {
    mustHold(session, agent);
    return resume(session, participantOf(agent), now);
  });
}

/** The hold has lasted too long: the agent's time to answer runs again. */
export async function endLongHold(ports: Ports, sessionId: string): Promise<void> {
  await toggle(ports, sessionId, 'hold_over', (session, now) =>
    isOver(session, 'hold_over', now) ? resume(session, SYSTEM, now, 'hold_over') : null,
  );
}

async function toggle(
  ports: Ports,
  sessionId: string,
  reason: string,
  decide: (session: Session, now: number) => Change | null,
): Promise<Session> {
  const { session, change } = await changeSession(ports, sessionId, decide);
  if (!change) return session;
  await Promise.all([
    tellCustomer(ports, session, {
      type: 'session.status_changed',
      ...customerUpdate(change),
      reason,
    }),
    tellAgent(ports, session, { type: 'session.status_changed', ...agentUpdate(change), reason }),
  ]);
  return session;
}
