import type { Customer } from '../../protocol/escalation.ts';
import { customerOf } from '../domain/session.ts';
import type { Ports } from '../ports.ts';

/**
 * Opens or resumes the customer's session on a new connection. The newest connection wins: an
 * older one is told and closed.
 *
 * @throws UnavailableError if nothing was stored; the handshake is refused and may be tried again.
 */
export async function connectCustomer(
  ports: Ports,
  opening: { sessionId: string; keyHash: string; customer: Customer },
  connectionId: string,
): Promise<void> {
  const { displaced, before } = await ports.sessions.connectCustomer(
    opening,
    connectionId,
    ports.clock.now(),
  );
  if (displaced && displaced !== connectionId) await supersede(ports, displaced);
  if (before?.customerLostAt !== undefined && before.agentConnectionId) {
    await ports.pusher.push(before.agentConnectionId, {
      type: 'participant.returned',
      sessionId: before.sessionId,
      participant: customerOf(before),
    });
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
  const { displaced } = await ports.agents.connect(agentId, connectionId, ports.clock.now());
  if (displaced && displaced !== connectionId) await supersede(ports, displaced);
}

async function supersede(ports: Ports, connectionId: string): Promise<void> {
  const result = await ports.pusher.push(connectionId, { type: 'session.superseded' });
  if (result !== 'gone') await ports.pusher.disconnect(connectionId);
}
