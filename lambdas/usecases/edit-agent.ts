import type { AgentList, AgentResult, EditAgent } from '../../protocol/http.ts';
import { viewOf } from '../domain/agent.ts';
import { NotAllowedError, StateError } from '../domain/errors.ts';
import type { AgentProfile, Ports } from '../ports.ts';
import { routing, setTimers } from './notify.ts';

/** Everybody who ever signed in: whom to pass a session on to, and the supervisor's team view. */
export async function listAgents(ports: Ports): Promise<AgentList> {
  const agents = await ports.agents.list();
  const now = ports.clock.now();
  return { agents: agents.map((agent) => viewOf(agent, now)) };
}

/**
 * A supervisor changes what an agent takes.
 *
 * @throws NotAllowedError `wrong_role` for others; StateError `agent_not_available` if the agent
 *   has never signed in.
 */
export async function editAgent(
  ports: Ports,
  supervisor: AgentProfile,
  agentId: string,
  change: EditAgent,
): Promise<AgentResult> {
  if (!supervisor.supervisor) throw new NotAllowedError('wrong_role');
  const agent = await ports.agents.edit(agentId, change);
  if (!agent) throw new StateError('agent_not_available');
  await setTimers(ports, [routing(agent.queues)]);
  return { agent: viewOf(agent, ports.clock.now()) };
}
