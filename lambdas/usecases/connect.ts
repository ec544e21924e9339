import { type AgentRecord, isPresent } from '../domain/agent.ts';
import { customerOf } from '../domain/session.ts';
import type { Opening, Ports } from '../ports.ts';
import { routing, setTimers } from './notify.ts';
import { tellAgent } from './tell-agents.ts';

/**
 * Opens or resumes the customer's session on a new connection. The newest connection wins: an
 * older one is told and closed.
 *
 * @throws UnavailableError if nothing was stored; the handshake is refused and may be tried again.
 */
export async function connectCustomer(
  ports: Ports,
  opening: Opening,
  connectionId: string,
): Promise<void> {
  const { displaced, before } = await ports.sessions.connectCustomer(
    opening,
    connectionId,
    ports.clock.now(),
  );
  if (displaced && displaced !== connectionId) await supersede(ports, displaced);
  if (before?.customerLostAt === undefined) return;
  await tellAgent(ports, before, {
    type: 'participant.returned',
    sessionId: before.sessionId,
    participant: customerOf(before),
  });
  if (before.status === 'queued' && before.escalation) {
    // Who was gone was offered to nobody.
    await setTimers(ports, [routing([before.escalation.queue], before.sessionId)]);
  }
}

/**
 * Makes this connection the agent's. The newest connection wins.
 *
 * @throws UnavailableError if nothing was stored; the handshake is refused and may be tried again.
 */
export async function connectAgent(
  ports: Ports,
  agentId: string,
  connectionId: string,
): Promise<void> {
  const now = ports.clock.now();
  const before = await ports.agents.connect(agentId, connectionId, now);
  const displaced = before?.connectionId;
  if (displaced && displaced !== connectionId) await supersede(ports, displaced);
  if (before) await welcomeBack(ports, before, now);
}

/**
 * An agent who was away may be just the one for whom somebody waits. Never throws.
 *
 * @param before how they stood before this sign of life.
 */
export async function welcomeBack(
  ports: Pick<Ports, 'queues' | 'telemetry'>,
  before: AgentRecord,
  now: number,
): Promise<void> {
  if (isPresent(before, now) || before.availability !== 'available') return;
  await setTimers(ports, [routing(before.queues)]);
}

async function supersede(ports: Ports, connectionId: string): Promise<void> {
  const result = await ports.pusher.push(connectionId, { type: 'session.superseded' });
  if (result !== 'gone') await ports.pusher.disconnect(connectionId);
}
