import { POLICY } from '../domain/policy.ts';
import { customerOf, isHeld } from '../domain/session.ts';
import type { Ports } from '../ports.ts';
import { tellAgent } from './tell-agents.ts';

/**
 * The customer's socket is gone. Where a person is wanted, the grace starts and the agent is
 * told. Does nothing if a newer connection has taken over. Never throws: the sweep and the next
 * push find the same dead address again.
 *
 * @param seenVersion the version whose address answered "gone". A push can meet a connection
 *   before its handshake is done; if the session was written since, such as by the hello that
 *   follows, that answer says nothing any more.
 */
export async function loseCustomer(
  ports: Ports,
  sessionId: string,
  connectionId: string,
  seenVersion?: number,
): Promise<void> {
  try {
    const now = ports.clock.now();
    const session = await ports.sessions.loseCustomer(sessionId, connectionId, now, seenVersion);
    if (!session || (session.status !== 'queued' && !isHeld(session))) return;
    await tellAgent(ports, session, {
      type: 'participant.disconnected',
      sessionId,
      participant: customerOf(session),
    });
    await ports.queues.timers([
      {
        timer: { kind: 'customer_lost', sessionId, connectionId },
        delayMs: POLICY.customerGraceMs,
      },
    ]);
  } catch (error) {
    ports.telemetry.error('lost customer not recorded', error, { sessionId });
  }
}

/**
 * The agent's socket is gone: the grace starts. Does nothing if a newer connection has taken over.
 *
 * @throws UnavailableError if it could not be recorded; the sweep finds the agent unseen later.
 */
export async function loseAgent(
  ports: Ports,
  agentId: string,
  connectionId: string,
): Promise<void> {
  const gone = await ports.agents.disconnect(agentId, connectionId, ports.clock.now());
  if (!gone) return;
  await ports.queues.timers([
    { timer: { kind: 'agent_lost', agentId, connectionId }, delayMs: POLICY.agentGraceMs },
  ]);
}
