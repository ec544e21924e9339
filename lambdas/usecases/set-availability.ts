import type { AgentResult } from '../../protocol/http.ts';
import type { Availability } from '../../protocol/vocabulary.ts';
import { viewOf } from '../domain/agent.ts';
import { StateError } from '../domain/errors.ts';
import type { Ports } from '../ports.ts';

/**
 * The agent says whether they take chats.
 *
 * @throws StateError `agent_not_available` if they have never connected.
 */
export async function setAvailability(
  ports: Ports,
  agentId: string,
  availability: Availability,
): Promise<AgentResult> {
  const agent = await ports.agents.setAvailability(agentId, availability);
  if (!agent) throw new StateError('agent_not_available');
  return { agent: viewOf(agent) };
}
