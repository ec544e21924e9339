import { expect } from 'vitest';
import type { AgentRecord } from '../../../lambdas/domain/agent.ts';
import type { AgentWrite, Change } from '../../../lambdas/domain/change.ts';
import type { OpenEscalation } from '../../../lambdas/domain/escalation.ts';
import type { FeedbackRecord } from '../../../lambdas/domain/feedback.ts';
import type { Session } from '../../../lambdas/domain/session.ts';
import type { Opening, Ports, SessionStore } from '../../../lambdas/ports.ts';
import type { Escalation, Feedback, HistoryEntry } from '../../../protocol/escalation.ts';
import type { Message } from '../../../protocol/message.ts';
import { idOf } from '../../simulation/memory/world.ts';

/** The stores of one table. */
export type Stores = Pick<Ports, 'sessions' | 'agents' | 'tickets' | 'records' | 'feedback'>;

/** Makes stores over a table of their own, empty. */
export type MakeStores = () => Promise<Stores>;

export const NOW = Date.UTC(2026, 0, 1, 12);
export const MINUTE = 60_000;

/** What a customer's ticket opens, by a small number. */
export function openingOf(n: number, patch: Partial<Opening> = {}): Opening {
  return { sessionId: idOf(n), keyHash: `key-${n}`, customer: { name: `Dana ${n}` }, ...patch };
}

/** The head as it stands. */
export async function headOf(sessions: SessionStore, sessionId: string): Promise<Session> {
  const session = await sessions.get(sessionId);
  if (!session) throw new Error(`there is no session ${sessionId}`);
  return session;
}

/** A session that its customer has just opened, on connection `customer-<n>`. */
export async function opened({ sessions }: Stores, n = 1): Promise<Session> {
  await sessions.connectCustomer(openingOf(n), `customer-${n}`, NOW);
  return headOf(sessions, idOf(n));
}

/** Entry number `seq` of a transcript. */
export function entry(seq: number, text = `entry ${seq}`): Message {
  return { seq, from: { role: 'customer', name: 'Dana' }, text, at: NOW + seq };
}

/** One step from `before`; messages are numbered by the caller. */
export function changeOf(
  before: Session,
  patch: Partial<Session> = {},
  parts: Partial<Omit<Change, 'before' | 'after'>> = {},
): Change {
  const { messages = [], ...rest } = parts;
  const seq = before.seq + messages.length;
  return {
    before,
    after: { ...before, seq, ...patch, version: before.version + 1 },
    messages,
    ...rest,
  };
}

/** Commits what must not be refused; the session afterwards. */
export async function commit({ sessions }: Stores, change: Change, now = NOW): Promise<Session> {
  expect(await sessions.commit(change, now)).toBe('committed');
  return headOf(sessions, change.after.sessionId);
}

/** A waiting escalation as the head keeps it. */
export function waitingOf(patch: Partial<OpenEscalation> = {}): OpenEscalation {
  return {
    escalationId: 'escalation-1',
    n: 1,
    status: 'pending',
    priority: 'low',
    queue: 'billing',
    score: 0.9,
    reasons: [{ code: 'topic.billing_dispute', score: 0.9, evidence: [] }],
    waitingSince: NOW,
    excerpt: 'My bill is wrong',
    passedBy: [],
    passSince: NOW,
    record: { spells: [], missedBy: [] },
    ...patch,
  };
}

/** A session that waits in a queue. */
export async function waiting(
  stores: Stores,
  n: number,
  patch: Partial<OpenEscalation> = {},
): Promise<Session> {
  const before = await opened(stores, n);
  return commit(stores, changeOf(before, { status: 'queued', escalation: waitingOf(patch) }));
}

/** A transition in the life of an escalation. */
export function historyEntry(cause: string, to: Escalation['status'] = 'pending'): HistoryEntry {
  return {
    at: NOW,
    actor: { role: 'system' },
    cause,
    session: { from: 'bot', to: 'queued' },
    escalation: { from: null, to },
  };
}

/** An escalation's record as it is created. */
export function escalationOf(n: number): Escalation {
  return {
    escalationId: `escalation-${n}`,
    status: 'pending',
    priority: 'low',
    queue: 'billing',
    assessment: {
      escalate: true,
      score: 0.9,
      categories: { ai_performance: 0, user_behaviour: 0, topic: 0.9, sentiment: 0 },
      priority: 'low',
      queue: 'billing',
      reasons: [{ code: 'topic.billing_dispute', score: 0.9, evidence: [] }],
      policyVersion: 'test',
      assessedSeq: 0,
    },
    createdAt: NOW,
    history: [historyEntry('escalated')],
  };
}

/** Who signs in. */
export const profileOf = (agentId: string) => ({
  agentId,
  name: agentId.toUpperCase(),
  team: 'Billing',
  supervisor: false,
  queues: ['billing' as const],
});

/** An agent who has signed in, is connected, available and has room for two chats. */
export async function present({ agents }: Stores, agentId: string): Promise<void> {
  await agents.signIn(profileOf(agentId));
  await agents.edit(agentId, { capacity: 2 });
  await agents.connect(agentId, `${agentId}-1`, NOW);
  await agents.setAvailability(agentId, 'available', NOW);
}

/** The agent's record, its sets in order: a set has none. */
export async function agentOf({ agents }: Stores, agentId: string): Promise<AgentRecord> {
  const agent = await agents.get(agentId);
  if (!agent) throw new Error(`there is no agent ${agentId}`);
  return ordered(agent);
}

/** The record with its sets in order. */
export function ordered(agent: AgentRecord): AgentRecord {
  const { sessions, parked, offers } = agent;
  return {
    ...agent,
    sessions: [...sessions].sort(),
    parked: [...parked].sort(),
    offers: [...offers].sort(),
  };
}

/** Life was seen later than this: enough for who is {@link present}. */
export const SEEN_AFTER = NOW - 1;

/** The agent takes the session of the change. */
export const taking = (agentId: string): AgentWrite => ({
  agentId,
  take: { seenAfter: SEEN_AFTER },
});

/** The agent is asked by the queue, or by a colleague. */
export const asking = (agentId: string, offerId: string, directed = false): AgentWrite => ({
  agentId,
  offer: { offerId, seenAfter: SEEN_AFTER, directed },
});

/** What Asha says of escalation `n` of a session: on the first day of the first, the next of others. */
export function feedbackOn(
  sessionId: string,
  n: number,
  patch: Partial<Feedback> = {},
): FeedbackRecord {
  return {
    sessionId,
    n,
    feedback: { verdict: 'right', agentId: 'asha', at: NOW, ...patch },
    escalatedAt: NOW + (n - 1) * 24 * 60 * MINUTE,
    assessedSeq: 4,
    untilSeq: 4,
    priority: 'high',
    categories: ['topic'],
    policyVersion: 'test',
  };
}
