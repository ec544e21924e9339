import type { ServerFrame } from '../../protocol/server-frames.ts';
import { viewOf } from '../domain/agent.ts';
import type { Ports } from '../ports.ts';
import { welcomeBack } from './connect.ts';

/** The agent's socket lives. Answers how the server sees them, or that another took over. */
export async function heartbeat(
  ports: Ports,
  agentId: string,
  connectionId: string,
): Promise<ServerFrame> {
  const now = ports.clock.now();
  const beat = await ports.agents.heartbeat(agentId, connectionId, now);
  if (!beat) return { type: 'session.superseded' };
  await welcomeBack(ports, beat.before, now);
  return { type: 'agent.status_changed', agent: viewOf(beat.agent, now) };
}
