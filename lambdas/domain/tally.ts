import type { EscalationStatus, QueueName } from '../../protocol/vocabulary.ts';
import type { Change } from './change.ts';
import { isOpen, type OpenEscalation } from './escalation.ts';
import { spellOver } from './leaving.ts';
import { POLICY } from './policy.ts';
import type { Session } from './session.ts';

/** What to add to the counters of a day, and what to raise to a maximum. Keys are made by {@link keyOf}. */
export interface Tally {
  add: Record<string, number>;
  max: Record<string, number>;
}

/** Whose figure it is: of everybody, a queue, an agent or a reason. */
export type TallyScope = 'all' | `queue.${QueueName}` | `agent.${string}` | 'reason';

/** The name of a counter. */
export function keyOf(scope: TallyScope, name: string): string {
  return `${scope}/${name}`;
}

/** How an escalation that no agent finished is counted. */
const EXIT: Partial<Record<EscalationStatus, string>> = {
  abandoned: 'abandoned',
  cancelled: 'cancelled',
  expired: 'deferred',
  failed: 'deferred',
  returned_to_bot: 'returnedToBot',
};

/**
 * What a step adds to the day's figures, or `null`. An escalation counts once, when it is over
 * (with an agent: when wrap-up is), so that one write carries all of it.
 */
export function tallyOf({ before, after }: Change): Tally | null {
  const tally: Tally = { add: {}, max: {} };
  const count = (scopes: readonly TallyScope[], name: string, by = 1) => {
    for (const scope of scopes) {
      const key = keyOf(scope, name);
      tally.add[key] = (tally.add[key] ?? 0) + by;
    }
  };
  const closes = before.status !== 'closed' && after.status === 'closed';
  const queue = before.escalation?.queue;
  const all: TallyScope[] = queue ? ['all', `queue.${queue}`] : ['all'];
  if (closes) count(all, 'sessions');
  const over = overNow(before, after);
  if (over) countEscalation(over, { all, count, tally });
  if (after.csat && after.csat.score !== before.csat?.score) {
    const scopes: TallyScope[] = after.assignment
      ? [...all, `agent.${after.assignment.agentId}`]
      : all;
    count(scopes, 'csatSum', after.csat.score - (before.csat?.score ?? 0));
    if (!before.csat) count(scopes, 'csatCount');
  }
  return Object.keys(tally.add).length > 0 ? tally : null;
}

/** The escalation that this step decides for good, with its final status. */
function overNow(before: Session, after: Session): OpenEscalation | null {
  const { escalation } = before;
  if (!escalation) return null;
  if (before.status === 'wrap_up') {
    return after.status === 'closed' ? withWrapUp(escalation, before, after) : null;
  }
  if (!isOpen(escalation)) return null;
  // Gone from the head: cancelled, or given back to the bot by the agent who had it.
  if (!after.escalation) {
    if (!before.assignment) return { ...escalation, status: 'cancelled' };
    const done = spellOver(before, escalation, 'returned_to_bot', after.lastAt ?? 0);
    return { ...done, status: 'returned_to_bot' };
  }
  return after.status === 'closed' ? after.escalation : null;
}

/** Handling a contact includes writing it up, but not leaving it to run out. */
function withWrapUp(escalation: OpenEscalation, before: Session, after: Session): OpenEscalation {
  const { spells } = escalation.record;
  const last = spells.at(-1);
  if (!last || !before.wrapUp || !after.closedAt || !after.outcome) return escalation;
  const ms = last.ms + after.closedAt - before.wrapUp.at;
  return {
    ...escalation,
    record: { ...escalation.record, spells: [...spells.slice(0, -1), { ...last, ms }] },
  };
}

interface Counting {
  all: readonly TallyScope[];
  count: (scopes: readonly TallyScope[], name: string, by?: number) => void;
  tally: Tally;
}

function countEscalation(escalation: OpenEscalation, { all, count, tally }: Counting): void {
  const { record, waitingSince, queue } = escalation;
  count(all, 'escalations');
  for (const { code } of escalation.reasons) count(['reason'], code);
  const exit = EXIT[escalation.status];
  if (exit) count(all, exit);
  if (record.acceptedAt !== undefined) {
    const waitMs = Math.max(0, record.acceptedAt - waitingSince);
    count(all, 'handled');
    count(all, 'waitMs', waitMs);
    if (waitMs <= POLICY.serviceLevelMs) count(all, 'answeredInTime');
    tally.max[keyOf(`queue.${queue}`, 'longestWaitMs')] = waitMs;
    if (record.firstReplyAt !== undefined) {
      count(all, 'firstReplies');
      count(all, 'firstReplyMs', Math.max(0, record.firstReplyAt - waitingSince));
    }
  }
  for (const spell of record.spells) {
    const scopes: TallyScope[] = [...all, `agent.${spell.agentId}`];
    count(scopes, 'handleMs', spell.ms);
    if (spell.end === 'transferred' || spell.end === 'reassigned') count(scopes, 'transfers');
    else if (spell.end !== 'ended' && spell.end !== 'returned_to_bot') count(scopes, 'requeues');
    else count([`agent.${spell.agentId}`], 'handled');
  }
  for (const agentId of record.missedBy) count([...all, `agent.${agentId}`], 'missedOffers');
}
