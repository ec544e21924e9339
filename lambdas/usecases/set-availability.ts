import type { AgentResult } from '../../protocol/http.ts';
import type { Availability } from '../../protocol/vocabulary.ts';
import { viewOf } from '../domain/agent.ts';
import { StateError } from '../domain/errors.ts';
import type { Ports } from '../ports.ts';
import { routing, setTimers } from './notify.ts';

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
  const now = ports.clock.now();
  const agent = await ports.agents.setAvailability(agentId, availability, now);
  if (!agent) throw new StateError('agent_not_available');
  // Whoever waits may be waiting for this agent, or have just lost the last one there was.
  await setTimers(ports, [routing(agent.queues)]);
  return { agent: viewOf(agent, now) };
}
