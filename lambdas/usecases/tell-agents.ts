import type { ServerFrame } from '../../protocol/server-frames.ts';
import type { QueueName } from '../../protocol/vocabulary.ts';
import type { AgentRecord } from '../domain/agent.ts';
import { listeners } from '../domain/routing.ts';
import type { Session } from '../domain/session.ts';
import type { Ports, PushResult } from '../ports.ts';

/** Pushes to the session's agent, if connected; a dead address is forgotten. Never throws. */
export async function tellAgent(
  ports: Ports,
  session: Session,
  frame: ServerFrame,
): Promise<PushResult | 'absent'> {
  const { agentConnectionId } = session;
  if (!agentConnectionId) return 'absent';
  const result = await ports.pusher.push(agentConnectionId, frame);
  if (result === 'gone') {
    try {
      await ports.sessions.loseAgentAddress(session.sessionId, agentConnectionId);
    } catch (error) {
      // The next push finds the same dead address and tries again.
      const { sessionId } = session;
      ports.telemetry.error('agent address not cleared', error, { sessionId });
    }
  }
  return result;
}

/** Pushes to one agent wherever they are, if connected. Never throws; dead addresses stay hints. */
export async function tellOne(
  ports: Ports,
  { agentId, connectionId }: AgentRecord,
  frame: ServerFrame,
): Promise<void> {
  if (!connectionId) return;
  const result = await ports.pusher.push(connectionId, frame);
  if (result !== 'gone') return;
  try {
    await ports.agents.disconnect(agentId, connectionId, ports.clock.now());
  } catch (error) {
    ports.telemetry.error('agent address not cleared', error, { agentId });
  }
}

/** Pushes one frame to every present agent of a queue. Never throws. */
export async function tellQueue(
  ports: Ports,
  agents: readonly AgentRecord[],
  queue: QueueName,
  frame: ServerFrame,
  except?: string,
): Promise<void> {
  const audience = listeners(agents, queue, ports.clock.now()).filter(
    ({ agentId }) => agentId !== except,
  );
  await Promise.all(audience.map((agent) => tellOne(ports, agent, frame)));
}
