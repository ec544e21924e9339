import { EMPTY_SIGNALS } from '../../../lambdas/analysis/turn-signals.ts';
import type { AgentRecord } from '../../../lambdas/domain/agent.ts';
import { end, finishWrapUp } from '../../../lambdas/domain/ending.ts';
import { claim, escalate } from '../../../lambdas/domain/handoff.ts';
import { type Session, SYSTEM, step } from '../../../lambdas/domain/session.ts';
import type { Assessment } from '../../../protocol/assessment.ts';
import type { SessionStatus } from '../../../protocol/vocabulary.ts';

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
  connectionId: 'asha-1',
  seenAt: NOON,
};

export const RAVI: AgentRecord = { ...ASHA, agentId: 'ravi', name: 'Ravi', connectionId: 'ravi-1' };

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

/** A session that came to this status the legal way, one minute after another from noon on. */
export function sessionIn(status: SessionStatus): Session {
  const at = (minutes: number) => NOON + minutes * 60_000;
  const bot = botSession();
  if (status === 'bot') return bot;
  const queued = escalate(bot, assessmentOf(), {
    now: at(0),
    escalationId: 'esc-1',
    excerpt: 'My bill is wrong',
  }).after;
  if (status === 'queued') return queued;
  const active = claim(queued, ASHA, { now: at(1), assignmentId: 'asg-1' }).after;
  if (status === 'active') return active;
  if (status === 'on_hold') return step(active, at(2), { status }).after;
  const over = end(active, { now: at(3), actor: SYSTEM, reason: 'agent_ended' }).after;
  if (status === 'wrap_up') return over;
  return finishWrapUp(over, { now: at(4), actor: SYSTEM }).after;
}
