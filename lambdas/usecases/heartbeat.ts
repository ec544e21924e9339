import type { ServerFrame } from '../../protocol/server-frames.ts';
import { viewOf } from '../domain/agent.ts';
import type { Ports } from '../ports.ts';

/** The agent's socket lives. Answers how the server sees them, or that another took over. */
export async function heartbeat(
  ports: Ports,
  agentId: string,
  connectionId: string,
): Promise<ServerFrame> {
  const agent = await ports.agents.heartbeat(agentId, connectionId, ports.clock.now());
  if (!agent) return { type: 'session.superseded' };
  return { type: 'agent.status_changed', agent: viewOf(agent) };
}
