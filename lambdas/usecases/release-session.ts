import type { Participant } from '../../protocol/message.ts';
import { participantOf } from '../domain/agent.ts';
import { mustHold, requeue, returnToBot } from '../domain/handoff.ts';
import { agentOf, type Change, type Session, SYSTEM } from '../domain/session.ts';
import type { AgentProfile, Ports } from '../ports.ts';
import { changeSession } from './change-session.ts';
import { announceWaiting, customerUpdate, tellAgent, tellCustomer } from './notify.ts';

/**
 * The agent gives the session back to its queue, where it keeps its place.
 *
 * @throws NotAllowedError `not_your_session`; StateError `session_not_active`, `session_closed`.
 */
export async function releaseSession(
  ports: Ports,
  agent: AgentProfile,
  sessionId: string,
): Promise<Session> {
  return leave(ports, sessionId, agent, (session, now) => {
    mustHold(session, agent);
    return requeue(session, participantOf(agent), 'released', now);
  });
}

/**
 * The agent hands the customer back to the bot.
 *
 * @throws NotAllowedError `not_your_session`; StateError `session_not_active`, `session_closed`.
 */
export async function returnSessionToBot(
  ports: Ports,
  agent: AgentProfile,
  sessionId: string,
): Promise<Session> {
  return leave(ports, sessionId, agent, (session, now) => {
    mustHold(session, agent);
    return returnToBot(session, participantOf(agent), now);
  });
}

/** The agent is lost: their session goes back to its queue, if it is still theirs. */
export async function requeueLost(
  ports: Ports,
  agent: AgentProfile,
  sessionId: string,
): Promise<void> {
  await leave(ports, sessionId, null, (session, now) => {
    const held = session.status === 'active' || session.status === 'on_hold';
    if (!held || session.assignment?.agentId !== agent.agentId) return null;
    return requeue(session, SYSTEM, 'agent_lost', now);
  });
}

async function leave(
  ports: Ports,
  sessionId: string,
  by: AgentProfile | null,
  decide: (session: Session, now: number) => Change | null,
): Promise<Session> {
  const { session, change } = await changeSession(ports, sessionId, decide);
  if (!change) return session;
  const reason = session.status === 'bot' ? 'returned_to_bot' : by ? 'released' : 'agent_lost';
  const participant = agentOf(change.before) as Participant;
  await Promise.all([
    tellCustomer(ports, session, {
      type: 'participant.left',
      ...customerUpdate(change),
      participant,
      reason,
    }),
    // Whoever did it themselves has the answer to their request.
    by?.agentId !== participant.id &&
      tellAgent(ports, change.before, {
        type: 'assignment.changed',
        sessionId,
        version: session.version,
        change: 'unassigned',
        reason,
      }),
    announceWaiting(ports, session),
  ]);
  return session;
}
