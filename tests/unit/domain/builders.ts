import { afterEach } from 'vitest';
import { EMPTY_SIGNALS } from '../../../lambdas/analysis/turn-signals.ts';
import { type AgentRecord, participantOf } from '../../../lambdas/domain/agent.ts';
import { claim } from '../../../lambdas/domain/assignment.ts';
import type { Change } from '../../../lambdas/domain/change.ts';
import { end, finishWrapUp } from '../../../lambdas/domain/ending.ts';
import { escalate } from '../../../lambdas/domain/escalating.ts';
import { hold } from '../../../lambdas/domain/hold.ts';
import { offerTo } from '../../../lambdas/domain/offers.ts';
import { POLICY } from '../../../lambdas/domain/policy.ts';
import { type Session, SYSTEM } from '../../../lambdas/domain/session.ts';
import type { Assessment } from '../../../protocol/assessment.ts';
import type { HandoffPolicy } from '../../../protocol/policy.ts';
import type { SessionStatus } from '../../../protocol/vocabulary.ts';

export const MINUTE = 60_000;

/** Noon of some day. */
export const NOON = Date.UTC(2026, 0, 1, 12);

export const ASHA: AgentRecord = {
  agentId: 'asha',
  name: 'Asha Rao',
  team: 'Billing',
  supervisor: false,
  queues: ['billing'],
  availability: 'available',
  capacity: 4,
  sessions: [],
  parked: [],
  offers: [],
  connectionId: 'asha-1',
  seenAt: NOON,
};

export const RAVI: AgentRecord = { ...ASHA, agentId: 'ravi', name: 'Ravi', connectionId: 'ravi-1' };

/** A supervisor, who may have any session. */
export const LEAD: AgentRecord = {
  ...ASHA,
  agentId: 'lead',
  name: 'Lena',
  supervisor: true,
  queues: [],
  connectionId: 'lead-1',
};

export function assessmentOf(patch: Partial<Assessment> = {}): Assessment {
  return {
    escalate: true,
    score: 0.9,
    categories: { ai_performance: 0, user_behaviour: 0, topic: 0.9, sentiment: 0 },
    priority: 'high',
    queue: 'billing',
    reasons: [{ code: 'topic.billing_dispute', score: 0.9, evidence: [] }],
    policyVersion: 'test',
    assessedSeq: 0,
    ...patch,
  };
}

export function botSession(patch: Partial<Session> = {}): Session {
  return {
    sessionId: 'session-1',
    version: 1,
    status: 'bot',
    seq: 0,
    openedAt: NOON,
    keyHash: 'ab',
    customer: { name: 'Dana' },
    customerEpoch: 1,
    last: {},
    signals: EMPTY_SIGNALS,
    botSinceSeq: 0,
    escalationCount: 0,
    ...patch,
  };
}

/** That many minutes after noon. */
export const at = (minutes: number) => NOON + minutes * MINUTE;

/** What was decided, or a failed test if it was nothing. */
export function decided(change: Change | null): Change {
  if (!change) throw new Error('nothing was decided');
  return change;
}

/** A waiting session since noon, of an assessment and a session changed as the test needs it. */
export function waiting(assessed: Partial<Assessment> = {}, patch: Partial<Session> = {}): Session {
  return escalate(botSession(patch), assessmentOf(assessed), {
    now: NOON,
    escalationId: 'esc-1',
    excerpt: 'My bill is wrong',
    trouble: null,
  }).after;
}

/** A session that has waited since noon and is offered one minute later. */
export function offeredSession(agent = ASHA, session = waiting()): Session {
  return decided(offerTo(session, agent, { now: at(1), offerId: 'offer-1' })).after;
}

/** A session that came to this status the legal way, one minute after another from noon on. */
export function sessionIn(status: SessionStatus, agent = ASHA): Session {
  if (status === 'bot') return botSession();
  const queued = waiting();
  if (status === 'queued') return queued;
  const joining = { now: at(1), assignmentId: 'asg-1', type: 'self_join' as const };
  const active = claim(queued, agent, joining).after;
  if (status === 'active') return active;
  if (status === 'on_hold') return decided(hold(active, participantOf(agent), at(2))).after;
  const over = end(active, { now: at(3), actor: SYSTEM, reason: 'agent_ended' }).after;
  if (status === 'wrap_up') return over;
  return finishWrapUp(over, { now: at(4), actor: SYSTEM }).after;
}

/** Another policy until the test is over. */
export function underPolicy(patch: Partial<HandoffPolicy>): void {
  Object.assign(POLICY, patch);
}

/** Call once in a file that uses {@link underPolicy}. */
export function restorePolicy(): void {
  const usual = { ...POLICY };
  afterEach(() => {
    Object.assign(POLICY, usual);
  });
}
