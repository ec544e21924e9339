import type { Metrics, Totals } from '../../../../protocol/http.ts';
import type { QueueName, ReasonCode } from '../../../../protocol/vocabulary.ts';

/** What a day's sums come to; `null` where there is nothing to divide by. Times in ms. */
export interface Figures {
  /** Requests for a person that ended. */
  escalations: number;
  handled: number;
  abandoned: number;
  /** Ended by a left message. */
  deferred: number;
  cancelled: number;
  returnedToBot: number;
  /** Of those an agent took. */
  averageWaitMs: number | null;
  averageFirstReplyMs: number | null;
  averageHandleMs: number | null;
  /** Answered in time, of all who were answered, gave up, or left a message; 0 to 1. */
  serviceLevel: number | null;
  /** Requests for a person, of all chats; 0 to 1. */
  handoffRate: number | null;
  transfers: number;
  requeues: number;
  missedOffers: number;
  /** 1 to 5. */
  csat: number | null;
  csatCount: number;
}

const NO_TOTALS: Totals = {
  sessions: 0,
  escalations: 0,
  handled: 0,
  abandoned: 0,
  cancelled: 0,
  deferred: 0,
  returnedToBot: 0,
  answeredInTime: 0,
  waitMs: 0,
  handleMs: 0,
  firstReplyMs: 0,
  firstReplies: 0,
  transfers: 0,
  requeues: 0,
  missedOffers: 0,
  csatSum: 0,
  csatCount: 0,
};

/** Makes figures of sums. Sums that are not there count as nothing having happened. */
export function figuresOf(totals: Totals = NO_TOTALS): Figures {
  const { handled, abandoned, deferred, firstReplies, csatCount } = totals;
  return {
    escalations: totals.escalations,
    handled,
    abandoned,
    deferred,
    cancelled: totals.cancelled,
    returnedToBot: totals.returnedToBot,
    averageWaitMs: ratio(totals.waitMs, handled),
    averageFirstReplyMs: ratio(totals.firstReplyMs, firstReplies),
    averageHandleMs: ratio(totals.handleMs, handled),
    // Who went back to the assistant of their own accord is no one's failure to answer.
    serviceLevel: ratio(totals.answeredInTime, handled + abandoned + deferred),
    handoffRate: ratio(totals.escalations, totals.sessions),
    transfers: totals.transfers,
    requeues: totals.requeues,
    missedOffers: totals.missedOffers,
    csat: ratio(totals.csatSum, csatCount),
    csatCount,
  };
}

/** A queue's line: its day, and what waits in it now. */
export interface QueueFigures extends Figures {
  queue: QueueName;
  longestWaitMs: number | null;
  waiting: number;
  waitingLongestMs: number;
  agentsAvailable: number;
}

/** One line for each of the queues named, in that order. */
export function queueFigures(metrics: Metrics, queues: readonly QueueName[]): QueueFigures[] {
  // A day without a call leaves gaps, whatever the types promise.
  const totals: Partial<Metrics['queues']> = metrics.queues;
  const waiting: Partial<Metrics['waiting']> = metrics.waiting;
  return queues.map((queue) => ({
    queue,
    ...figuresOf(totals[queue]),
    longestWaitMs: longest(metrics, [queue]),
    waiting: waiting[queue]?.count ?? 0,
    waitingLongestMs: waiting[queue]?.longestWaitMs ?? 0,
    agentsAvailable: waiting[queue]?.agentsAvailable ?? 0,
  }));
}

/** The longest wait of the day in any of the queues, in ms; `null` if nobody waited. */
export function longest(metrics: Metrics, queues: readonly QueueName[]): number | null {
  const waits: Partial<Metrics['longestWaitMs']> = metrics.longestWaitMs;
  const most = Math.max(0, ...queues.map((queue) => waits[queue] ?? 0));
  return most > 0 ? most : null;
}

/** An agent's line. */
export interface AgentFigures extends Figures {
  agentId: string;
  name: string;
}

/** One line for each agent who did anything, by name; an id stands in for an unknown name. */
export function agentFigures(metrics: Metrics, names: ReadonlyMap<string, string>): AgentFigures[] {
  return Object.entries(metrics.agents)
    .map(([agentId, totals]) => ({
      agentId,
      name: names.get(agentId) ?? agentId,
      ...figuresOf(totals),
    }))
    .sort((a, b) => a.name.localeCompare(b.name));
}

/** How often a reason was among those of an escalation, and its share of the most frequent one. */
export interface ReasonBar {
  code: ReasonCode | string;
  count: number;
  share: number;
}

/** The day's reasons, most frequent first, without those that never came up. */
export function reasonBars(reasons: Metrics['reasons']): ReasonBar[] {
  const counted = Object.entries(reasons).filter(([, count]) => count > 0);
  const most = Math.max(1, ...counted.map(([, count]) => count));
  return counted
    .map(([code, count]) => ({ code, count, share: count / most }))
    .sort((a, b) => b.count - a.count || a.code.localeCompare(b.code));
}

function ratio(part: number, whole: number): number | null {
  return whole > 0 ? part / whole : null;
}
