import type { Agent } from '../../../../protocol/agent.ts';
import type { EscalationCard } from '../../../../protocol/escalation.ts';

/** How often an unclaimed escalation sounds again while the agent could take it. */
export const REPEAT_MS = 30_000;

/** How often an offer sounds until it is answered; the server waits for 30 s. */
export const OFFER_REPEAT_MS = 6_000;

/** What an alert decision looks at. */
export interface AlertSituation {
  agent: (Pick<Agent, 'agentId' | 'availability' | 'capacity'> & { holding: number }) | null;
  /** Waiting now. */
  waiting: readonly EscalationCard[];
  /** Escalations already announced, as `alertKey` names them. */
  announced: ReadonlySet<string>;
  /** When the last alert sounded; null before the first. */
  lastAt: number | null;
  now: number;
}

/** What to announce, and what counts as announced from now on. */
export interface AlertDecision {
  /** New ones, soonest first; empty for a mere reminder. */
  fresh: EscalationCard[];
  sound: boolean;
  announced: Set<string>;
}

/** A card that gets into trouble deserves another alert. */
export function alertKey(card: EscalationCard): string {
  return card.trouble ? `${card.escalationId}:${card.trouble}` : card.escalationId;
}

/**
 * True if a waiting customer calls this agent: not while somebody is asked already, and not once
 * the agent has let them pass – unless waiting alone will not help.
 */
export function callsFor(card: EscalationCard, agentId: string): boolean {
  if (card.trouble !== null) return true;
  return card.offeredTo === null && !card.passedBy.includes(agentId);
}

/**
 * Decides whether the pending list deserves a sound. Only an available agent below capacity is
 * called; for all others new escalations count as seen, so that going available is not a burst.
 */
export function decideAlert(situation: AlertSituation): AlertDecision {
  const { agent, waiting, announced, lastAt, now } = situation;
  const next = new Set(waiting.map(alertKey));
  const silent = { fresh: [], sound: false, announced: next };
  if (agent?.availability !== 'available' || agent.holding >= agent.capacity) return silent;
  const calling = waiting.filter((card) => callsFor(card, agent.agentId));
  if (calling.length === 0) return silent;
  const fresh = calling.filter((card) => !announced.has(alertKey(card)));
  const reminder = lastAt !== null && now - lastAt >= REPEAT_MS;
  return { fresh, sound: fresh.length > 0 || reminder, announced: next };
}

/** The page title with the number of those waiting and unread in front; an offer comes first. */
export function titleWithCount(title: string, count: number, offered = false): string {
  if (offered) return `● New chat offered – ${title}`;
  return count > 0 ? `(${count > 99 ? '99+' : count}) ${title}` : title;
}
