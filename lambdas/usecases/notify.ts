import type { Message } from '../../protocol/message.ts';
import type { ServerFrame } from '../../protocol/server-frames.ts';
import type { QueueName } from '../../protocol/vocabulary.ts';
import type { AgentRecord } from '../domain/agent.ts';
import { cardOf, listeners } from '../domain/routing.ts';
import type { Change, Session } from '../domain/session.ts';
import { forCustomer } from '../domain/transcript.ts';
import type { Ports } from '../ports.ts';
import { loseCustomer } from './lose-connection.ts';

/** The state and new entries that every frame about a session carries. */
export function updateOf(session: Session, messages: readonly Message[]) {
  return {
    sessionId: session.sessionId,
    version: session.version,
    status: session.status,
    lastSeq: session.seq,
    messages: [...messages],
  };
}

/** {@link updateOf} for a change, as the customer may see it. */
export function customerUpdate(change: Change) {
  return updateOf(change.after, forCustomer(change.messages));
}

/** {@link updateOf} for a change, as agents see it. */
export function agentUpdate(change: Change) {
  return updateOf(change.after, change.messages);
}

/** Pushes to the customer, if connected; a dead address is forgotten. Never throws. */
export async function tellCustomer(
  ports: Ports,
  session: Session,
  frame: ServerFrame,
): Promise<void> {
  const { customerConnectionId } = session;
  if (!customerConnectionId) return;
  const result = await ports.pusher.push(customerConnectionId, frame);
  if (result !== 'gone') return;
  await loseCustomer(ports, session.sessionId, customerConnectionId, session.version);
}

/** Pushes to the session's agent, if connected; a dead address is forgotten. Never throws. */
export async function tellAgent(ports: Ports, session: Session, frame: ServerFrame): Promise<void> {
  const { agentConnectionId } = session;
  if (!agentConnectionId) return;
  const result = await ports.pusher.push(agentConnectionId, frame);
  if (result !== 'gone') return;
  try {
    await ports.sessions.loseAgentAddress(session.sessionId, agentConnectionId);
  } catch (error) {
    // The next push finds the same dead address and tries again.
    ports.telemetry.error('agent address not cleared', error, { sessionId: session.sessionId });
  }
}

/** Pushes one frame to every present agent of a queue. Never throws; dead addresses stay hints. */
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
  await Promise.all(
    audience.map(async ({ agentId, connectionId }) => {
      if (!connectionId) return;
      const result = await ports.pusher.push(connectionId, frame);
      if (result !== 'gone') return;
      try {
        await ports.agents.disconnect(agentId, connectionId, ports.clock.now());
      } catch (error) {
        ports.telemetry.error('agent address not cleared', error, { agentId });
      }
    }),
  );
}

/**
 * Alerts the agents of the queue that this session waits. Never throws.
 *
 * @param listed the agents, if their list was asked for already.
 */
export async function announceWaiting(
  ports: Ports,
  session: Session,
  listed?: Promise<AgentRecord[]>,
): Promise<void> {
  const card = cardOf(session);
  if (!card) return;
  await withAgents(
    ports,
    (agents) => tellQueue(ports, agents, card.queue, { type: 'escalation.created', card }),
    listed,
  );
}

/** Takes a card off the pending lists: it needs nobody any more. Never throws. */
export async function withdrawCard(
  ports: Ports,
  change: Change,
  status: 'cancelled' | 'abandoned',
): Promise<void> {
  const { escalation } = change.before;
  if (!escalation) return;
  await withAgents(ports, (agents) =>
    tellQueue(ports, agents, escalation.queue, {
      type: 'escalation.completed',
      sessionId: change.after.sessionId,
      escalationId: escalation.escalationId,
      version: change.after.version,
      status,
    }),
  );
}

/** Lists the agents and tells them; the change is stored, so failing to tell is only logged. */
async function withAgents(
  ports: Ports,
  tell: (agents: AgentRecord[]) => Promise<void>,
  listed?: Promise<AgentRecord[]>,
): Promise<void> {
  try {
    await tell(await (listed ?? ports.agents.list()));
  } catch (error) {
    ports.telemetry.error('agents not told', error);
  }
}
