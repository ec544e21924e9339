import { participantOf } from '../domain/agent.ts';
import { reassign } from '../domain/assignment.ts';
import { NotAllowedError } from '../domain/errors.ts';
import type { Session } from '../domain/session.ts';
import type { AgentProfile, Ports } from '../ports.ts';
import { changeSession } from './change-session.ts';
import { announceJoined, recordOf } from './claim-session.ts';
import { tellAgent, tellOne } from './tell-agents.ts';

/**
 * A supervisor gives a waiting or held session to an agent. Both agents and the customer are told.
 *
 * @throws NotAllowedError `wrong_role` for others; StateError `session_not_waiting`,
 *   `session_closed`, `already_taken` if that agent has it, `at_capacity`, `agent_not_available`.
 */
export async function reassignSession(
  ports: Ports,
  supervisor: AgentProfile,
  sessionId: string,
  agentId: string,
): Promise<Session> {
  if (!supervisor.supervisor) throw new NotAllowedError('wrong_role');
  const agents = await ports.agents.list();
  const agent = recordOf(agents, { agentId });
  const assignmentId = ports.clock.newId();
  const actor = participantOf(supervisor);
  const { session, change } = await changeSession(ports, sessionId, (session, now) =>
    reassign(session, agent, { now, assignmentId, actor }),
  );
  if (!change) return session;
  const { version } = session;
  await Promise.all([
    announceJoined(ports, agents, agent, session, change),
    change.before.assignment &&
      tellAgent(ports, change.before, {
        type: 'assignment.changed',
        sessionId,
        version,
        change: 'unassign',
        reason: 'reassigned',
      }),
    tellOne(ports, agent, {
      type: 'assignment.changed',
      sessionId,
      version,
      change: 'manual_reassign',
      reason: 'reassigned',
    }),
  ]);
  return session;
}
