import type { EscalationCard } from '../../../../protocol/escalation.ts';
import { TROUBLE_WORDS } from '../../lib/words.ts';

/** What matters most about a waiting customer beside priority and wait. */
export interface RowState {
  look: 'alarm' | 'asking' | 'mine' | 'passed';
  text: string;
}

/**
 * The one thing to show in a row: trouble first, then who is asked now, then what it has to do with
 * this agent. Null if there is nothing of the kind.
 */
export function rowState(
  card: EscalationCard,
  agentId: string | undefined,
  now: number,
): RowState | null {
  const { trouble, offeredTo, preferredAgent, passedBy } = card;
  if (trouble) return { look: 'alarm', text: TROUBLE_WORDS[trouble] };
  if (offeredTo && offeredTo.until > now) {
    const who = offeredTo.agentId === agentId ? 'you' : offeredTo.name;
    return { look: 'asking', text: `Asking ${who}` };
  }
  if (agentId === undefined) return null;
  if (passedBy.includes(agentId)) return { look: 'passed', text: 'You let it go' };
  return preferredAgent === agentId ? { look: 'mine', text: 'Asks for you' } : null;
}

/** True if the row should stand back: this agent has let it go, and all is well with it otherwise. */
export function standsBack(card: EscalationCard, agentId: string | undefined): boolean {
  return agentId !== undefined && card.passedBy.includes(agentId) && card.trouble === null;
}
