import type { Agent } from '../../../../protocol/agent.ts';
import type { EscalationCard } from '../../../../protocol/escalation.ts';

/** How often an unclaimed escalation sounds again while the agent could take it. */
export const REPEAT_MS = 30_000;

/** What an alert decision looks at. */
export interface AlertSituation {
  agent: (Pick<Agent, 'availability' | 'capacity'> & { holding: number }) | null;
  /** Waiting now. */
  waiting: readonly EscalationCard[];
  /** Escalations already announced. */
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

/**
 * Decides whether the pending list deserves a sound. Only an available agent below capacity is
 * called; for all others new escalations count as seen, so that going available is not a burst.
 */
export function decideAlert(situation: AlertSituation): AlertDecision {
  const { agent, waiting, announced, lastAt, now } = situation;
  const next = new Set(waiting.map((card) => card.escalationId));
  const open =
    agent !== null &&
    agent.availability === 'available' &&
    agent.holding < agent.capacity &&
    waiting.length > 0;
  if (!open) return { fresh: [], sound: false, announced: next };
  const fresh = waiting.filter((card) => !announced.has(card.escalationId));
  const reminder = lastAt !== null && now - lastAt >= REPEAT_MS;
  return { fresh, sound: fresh.length > 0 || reminder, announced: next };
}

/** The page title with the number of those waiting and unread in front. */
export function titleWithCount(title: string, count: number): string {
  return count > 0 ? `(${count > 99 ? '99+' : count}) ${title}` : title;
}
