import type { Metrics, Totals } from '../../protocol/http.ts';
import { QueueName } from '../../protocol/vocabulary.ts';
import { type AgentRecord, isPresent, statusOf } from '../domain/agent.ts';
import { POLICY } from '../domain/policy.ts';
import { serves } from '../domain/routing.ts';
import { keyOf, type Tally, type TallyScope } from '../domain/tally.ts';
import type { AgentProfile, Ports } from '../ports.ts';
import { dayOf } from './change-session.ts';

/** The figures of a day (`2026-01-31`, UTC), and what waits now. Only supervisors see agents' rows. */
export async function readMetrics(
  ports: Ports,
  caller: AgentProfile,
  day?: string,
): Promise<Metrics> {
  const now = ports.clock.now();
  const asked = day ?? dayOf(now);
  const [tally, agents, ...lists] = await Promise.all([
    ports.records.totals(asked),
    ports.agents.list(),
    ...QueueName.options.map((queue) => ports.sessions.pending(queue)),
  ]);
  const perQueue = <T>(make: (queue: QueueName, i: number) => T) =>
    Object.fromEntries(QueueName.options.map((queue, i) => [queue, make(queue, i)])) as Record<
      QueueName,
      T
    >;
  return {
    day: asked,
    total: totalsOf(tally, 'all'),
    queues: perQueue((queue) => totalsOf(tally, `queue.${queue}`)),
    agents: caller.supervisor
      ? Object.fromEntries(
          agents.map(({ agentId }) => [agentId, totalsOf(tally, `agent.${agentId}`)]),
        )
      : {},
    reasons: reasonsOf(tally),
    longestWaitMs: perQueue((queue) => tally.max[keyOf(`queue.${queue}`, 'longestWaitMs')] ?? 0),
    waiting: perQueue((queue, i) => {
      const cards = lists[i] ?? [];
      return {
        count: cards.length,
        longestWaitMs: Math.max(0, ...cards.map(({ waitingSince }) => now - waitingSince)),
        agentsAvailable: agents.filter((agent) => isReady(agent, queue, now)).length,
      };
    }),
    serviceLevelMs: POLICY.serviceLevelMs,
    serverTime: now,
  };
}

function isReady(agent: AgentRecord, queue: QueueName, now: number): boolean {
  return serves(agent, queue) && isPresent(agent, now) && statusOf(agent) === 'available';
}

function totalsOf({ add }: Tally, scope: TallyScope): Totals {
  const of = (name: keyof Totals) => add[keyOf(scope, name)] ?? 0;
  return {
    sessions: of('sessions'),
    escalations: of('escalations'),
    handled: of('handled'),
    abandoned: of('abandoned'),
    cancelled: of('cancelled'),
    deferred: of('deferred'),
    returnedToBot: of('returnedToBot'),
    answeredInTime: of('answeredInTime'),
    waitMs: of('waitMs'),
    handleMs: of('handleMs'),
    firstReplyMs: of('firstReplyMs'),
    firstReplies: of('firstReplies'),
    transfers: of('transfers'),
    requeues: of('requeues'),
    missedOffers: of('missedOffers'),
    csatSum: of('csatSum'),
    csatCount: of('csatCount'),
  };
}

function reasonsOf({ add }: Tally): Record<string, number> {
  const prefix = keyOf('reason', '');
  return Object.fromEntries(
    Object.entries(add)
      .filter(([key]) => key.startsWith(prefix))
      .map(([key, count]) => [key.slice(prefix.length), count]),
  );
}
