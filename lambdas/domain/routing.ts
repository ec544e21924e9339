import type { EscalationCard } from '../../protocol/escalation.ts';
import type { Wait } from '../../protocol/server-frames.ts';
import { Priority, type QueueName, type WaitTrouble } from '../../protocol/vocabulary.ts';
import { type AgentRecord, isAtWork, isPresent, isRoutable } from './agent.ts';
import { isOpenAt } from './business-hours.ts';
import type { OpenEscalation } from './escalation.ts';
import { POLICY } from './policy.ts';
import type { Session } from './session.ts';

/**
 * Where a waiting session stands: the lower, the sooner. It ages by itself, and one that an agent
 * had and lost stands before all that came in the last three quarters of an hour, urgent or not.
 */
export function placeOf(
  escalation: Pick<OpenEscalation, 'waitingSince' | 'priority' | 'requeued'>,
): number {
  const { waitingSince, priority, requeued } = escalation;
  const place = waitingSince - POLICY.headStartMs[priority];
  return requeued ? place - POLICY.requeuedHeadStartMs : place;
}

/** One step more urgent. */
export function raised(priority: Priority): Priority {
  const order = Priority.options;
  return order[Math.max(0, order.indexOf(priority) - 1)] ?? priority;
}

/** The card of a waiting session, or `null` if it does not wait. */
export function cardOf(session: Session): EscalationCard | null {
  const { escalation } = session;
  if (session.status !== 'queued' || !escalation) return null;
  const { offer } = escalation;
  return {
    sessionId: session.sessionId,
    escalationId: escalation.escalationId,
    version: session.version,
    queue: escalation.queue,
    priority: escalation.priority,
    score: escalation.score,
    reasons: escalation.reasons,
    customer: session.customer,
    excerpt: escalation.excerpt,
    waitingSince: escalation.waitingSince,
    place: placeOf(escalation),
    customerPresent: session.customerLostAt === undefined,
    offeredTo: offer
      ? { offerId: offer.offerId, agentId: offer.agentId, name: offer.name, until: offer.until }
      : null,
    passedBy: escalation.passedBy,
    preferredAgent: escalation.preferredAgent ?? null,
    trouble: escalation.trouble ?? null,
  };
}

/** What a waiting customer can know of their wait; `null` if the session does not wait. */
export function waitOf({ status, escalation }: Session): Wait | null {
  if (status !== 'queued' || !escalation) return null;
  return {
    position: escalation.position ?? null,
    estimatedWaitSeconds: escalation.estimate ?? null,
    trouble: escalation.trouble ?? null,
  };
}

/** True if this agent is to hear of what happens in the queue. */
export function serves(
  agent: Pick<AgentRecord, 'supervisor' | 'queues'>,
  queue: QueueName,
): boolean {
  return agent.supervisor || agent.queues.includes(queue);
}

/** Those to tell of what happens in a queue: present and of that queue. */
export function listeners(
  agents: readonly AgentRecord[],
  queue: QueueName,
  now: number,
): AgentRecord[] {
  return agents.filter((agent) => isPresent(agent, now) && serves(agent, queue));
}

/** Why waiting in this queue would not help now, or `null`. */
export function troubleIn(
  queue: QueueName,
  agents: readonly AgentRecord[],
  now: number,
): WaitTrouble | null {
  if (agents.some((agent) => serves(agent, queue) && isAtWork(agent, now))) return null;
  return isOpenAt(POLICY.businessHours, now) ? 'no_agents' : 'outside_hours';
}

/** Who is to have which session, and for whom waiting has become vain or hopeful again. */
export interface RoutingPlan {
  matches: { card: EscalationCard; agent: AgentRecord }[];
  /** Cards whose trouble changes; `null` means that it is over. */
  troubles: { card: EscalationCard; trouble: WaitTrouble | null }[];
}

/**
 * Brings those who wait, soonest first, together with agents who are free: the one whom the
 * customer knows, else the least busy, else the longest idle. With offers, everybody is asked
 * one thing at a time.
 */
export function planRouting(
  cards: readonly EscalationCard[],
  agents: readonly AgentRecord[],
  now: number,
): RoutingPlan {
  const plan: RoutingPlan = { matches: [], troubles: [] };
  const load = new Map(agents.map(({ agentId, sessions }) => [agentId, sessions.length]));
  const busy = new Set<string>();
  const isFree = (agent: AgentRecord) =>
    isRoutable(agent, now) &&
    !busy.has(agent.agentId) &&
    (load.get(agent.agentId) ?? 0) < agent.capacity;
  for (const card of [...cards].sort((a, b) => a.place - b.place)) {
    if (card.offeredTo) continue;
    const agent =
      // Nobody is handed an empty chair: who is gone is offered when they are back.
      POLICY.routing !== 'manual' && card.customerPresent
        ? choose(
            agents.filter((one) => isFree(one) && mayHave(one, card)),
            card,
            load,
          )
        : undefined;
    if (agent) {
      plan.matches.push({ card, agent });
      load.set(agent.agentId, (load.get(agent.agentId) ?? 0) + 1);
      if (POLICY.routing === 'offer') busy.add(agent.agentId);
      continue;
    }
    const trouble = troubleOf(card, agents, now);
    if (trouble !== card.trouble) plan.troubles.push({ card, trouble });
  }
  return plan;
}

function mayHave(agent: AgentRecord, card: EscalationCard): boolean {
  return serves(agent, card.queue) && !card.passedBy.includes(agent.agentId);
}

function choose(
  agents: readonly AgentRecord[],
  { preferredAgent }: EscalationCard,
  load: ReadonlyMap<string, number>,
): AgentRecord | undefined {
  const known = agents.find(({ agentId }) => agentId === preferredAgent);
  if (known) return known;
  const order = (agent: AgentRecord) =>
    [load.get(agent.agentId) ?? 0, agent.idleSince ?? 0] as const;
  return [...agents].sort((a, b) => {
    const [loadA, idleA] = order(a);
    const [loadB, idleB] = order(b);
    return loadA - loadB || idleA - idleB || (a.agentId < b.agentId ? -1 : 1);
  })[0];
}

function troubleOf(
  card: EscalationCard,
  agents: readonly AgentRecord[],
  now: number,
): WaitTrouble | null {
  const staffing = troubleIn(card.queue, agents, now);
  if (staffing) return card.trouble === 'max_wait' ? card.trouble : staffing;
  const atWork = agents.filter((agent) => serves(agent, card.queue) && isAtWork(agent, now));
  if (card.passedBy.length > 0 && atWork.every(({ agentId }) => card.passedBy.includes(agentId))) {
    return 'nobody_left';
  }
  return card.trouble === 'max_wait' ? card.trouble : null;
}
