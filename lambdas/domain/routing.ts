import type { EscalationCard } from '../../protocol/escalation.ts';
import type { Priority, QueueName } from '../../protocol/vocabulary.ts';
import type { AgentRecord } from './agent.ts';
import { isPresent } from './agent.ts';
import { POLICY } from './policy.ts';
import type { Session } from './session.ts';

/** Where a waiting session stands: the lower, the sooner. It ages by itself. */
export function placeOf(waitingSince: number, priority: Priority): number {
  return waitingSince - POLICY.headStartMs[priority];
}

/** The card of a waiting session, or `null` if it does not wait. */
export function cardOf(session: Session): EscalationCard | null {
  const { escalation } = session;
  if (session.status !== 'queued' || !escalation) return null;
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
    place: placeOf(escalation.waitingSince, escalation.priority),
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
