import type { Message } from '../../protocol/message.ts';
import type { ServerFrame } from '../../protocol/server-frames.ts';
import type { EscalationStatus, QueueName } from '../../protocol/vocabulary.ts';
import type { AgentRecord } from '../domain/agent.ts';
import type { Change } from '../domain/change.ts';
import type { OpenEscalation } from '../domain/escalation.ts';
import { cardOf } from '../domain/routing.ts';
import type { Session } from '../domain/session.ts';
import { forCustomer } from '../domain/transcript.ts';
import type { DelayedTimer, Ports, PushResult } from '../ports.ts';
import { loseCustomer } from './lose-connection.ts';
import { tellOne, tellQueue } from './tell-agents.ts';

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
): Promise<PushResult | 'absent'> {
  const { customerConnectionId } = session;
  if (!customerConnectionId) return 'absent';
  const result = await ports.pusher.push(customerConnectionId, frame);
  if (result === 'gone') {
    await loseCustomer(ports, session.sessionId, customerConnectionId, session.version);
  }
  return result;
}

/**
 * Alerts the agents of the queue that this session waits, or that its card changed. Never throws.
 *
 * @param listed the agents, if their list was asked for already.
 */
export async function announceWaiting(
  ports: Ports,
  session: Session,
  listed?: AgentRecord[],
): Promise<void> {
  const card = cardOf(session);
  if (!card) return;
  await toldAgents(
    ports,
    (agents) => tellQueue(ports, agents, card.queue, { type: 'escalation.created', card }),
    listed,
  );
}

/**
 * Takes a card off the pending lists of its queue: it waits somewhere else, or needs nobody any
 * more. Whoever was being asked is released. Never throws.
 */
export async function withdrawCard(
  ports: Ports,
  change: Change,
  status: EscalationStatus,
): Promise<void> {
  const { escalation } = change.before;
  if (!escalation) return;
  await toldAgents(ports, async (agents) => {
    await Promise.all([
      tellQueue(ports, agents, escalation.queue, {
        type: 'escalation.completed',
        sessionId: change.after.sessionId,
        escalationId: escalation.escalationId,
        version: change.after.version,
        status,
      }),
      rescindOffer(ports, agents, change.after.sessionId, escalation),
    ]);
  });
}

/** Tells the agent who was being asked that the session needs no answer from them any more. */
export async function rescindOffer(
  ports: Ports,
  agents: readonly AgentRecord[],
  sessionId: string,
  { offer }: OpenEscalation,
  except?: string,
): Promise<void> {
  const agent = offer && agents.find(({ agentId }) => agentId === offer.agentId);
  if (!agent || agent.agentId === except) return;
  await tellOne(ports, agent, { type: 'offer.rescinded', offerId: offer.offerId, sessionId });
}

/** Lists the agents and tells them; the change is stored, so failing to tell is only logged. */
export async function toldAgents(
  ports: Ports,
  tell: (agents: AgentRecord[]) => Promise<void>,
  listed?: AgentRecord[],
): Promise<void> {
  try {
    await tell(listed ?? (await ports.agents.list()));
  } catch (error) {
    ports.telemetry.error('agents not told', error);
  }
}

/** Sets timers. Never throws: whatever is lost here, the minute sweep finds a little later. */
export async function setTimers(
  ports: Pick<Ports, 'queues' | 'telemetry'>,
  timers: readonly DelayedTimer[],
): Promise<void> {
  try {
    await ports.queues.timers(timers);
  } catch (error) {
    ports.telemetry.error('timers not set', error, {
      kinds: timers.map(({ timer }) => timer.kind),
    });
  }
}

/** The work of bringing together those who wait in these queues and those who are free. */
export function routing(queues: readonly QueueName[], sessionId?: string): DelayedTimer {
  return {
    timer: { kind: 'route', queues: [...queues], ...(sessionId && { sessionId }) },
    delayMs: 0,
  };
}
