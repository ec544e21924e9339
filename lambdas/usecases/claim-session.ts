import { participantOf } from '../domain/agent.ts';
import { StateError } from '../domain/errors.ts';
import { claim } from '../domain/handoff.ts';
import type { Session } from '../domain/session.ts';
import type { AgentProfile, Ports } from '../ports.ts';
import { changeSession } from './change-session.ts';
import { customerUpdate, tellCustomer, tellQueue, updateOf } from './notify.ts';

/**
 * An agent joins a waiting session; of any number that try, exactly one wins. Claiming one's own
 * session again stores nothing and tells everybody again: the answer to the first may be lost.
 *
 * @returns the session as the agent holds it.
 * @throws StateError `already_taken` (details: `winner`), `session_not_waiting`,
 *   `session_closed`, `at_capacity`, `agent_not_available`; NotAllowedError `session_unknown`,
 *   `not_eligible`.
 */
export async function claimSession(
  ports: Ports,
  caller: AgentProfile,
  sessionId: string,
): Promise<Session> {
  const agents = await ports.agents.list();
  // The list holds the newest address of the caller, which the session's head is to carry.
  const agent = agents.find(({ agentId }) => agentId === caller.agentId);
  if (!agent) throw new StateError('agent_not_available');
  const assignmentId = ports.clock.newId();
  const { session, change } = await changeSession(ports, sessionId, (session, now) => {
    const mine = session.assignment?.agentId === agent.agentId && session.status === 'active';
    return mine ? null : claim(session, agent, { now, assignmentId });
  });
  if (change) ports.telemetry.count('SessionClaimed');
  const { escalation } = session;
  await Promise.all([
    tellCustomer(ports, session, {
      type: 'participant.joined',
      ...(change ? customerUpdate(change) : updateOf(session, [])),
      participant: participantOf(agent),
    }),
    escalation &&
      tellQueue(
        ports,
        agents,
        escalation.queue,
        {
          type: 'escalation.accepted',
          sessionId,
          escalationId: escalation.escalationId,
          version: session.version,
          agent: participantOf(agent),
        },
        agent.agentId,
      ),
  ]);
  return session;
}
