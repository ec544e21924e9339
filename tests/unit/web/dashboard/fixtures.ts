import type { Agent } from '../../../../protocol/agent.ts';
import type { EscalationCard } from '../../../../protocol/escalation.ts';
import type { SessionView } from '../../../../protocol/http.ts';
import type { Message } from '../../../../protocol/message.ts';

/** A waiting card with unremarkable values. */
export function card(change: Partial<EscalationCard> = {}): EscalationCard {
  return {
    sessionId: 's1',
    escalationId: `e-${change.sessionId ?? 's1'}`,
    version: 5,
    queue: 'billing',
    priority: 'medium',
    score: 0.7,
    reasons: [],
    customer: { name: 'Priya Raman' },
    excerpt: 'a person please',
    waitingSince: 1_000,
    place: 1_000,
    customerPresent: true,
    offeredTo: null,
    passedBy: [],
    preferredAgent: null,
    trouble: null,
    ...change,
  };
}

/** An agent of the billing team who is there and free. */
export function agent(change: Partial<Agent> = {}): Agent {
  return {
    agentId: 'a1',
    name: 'Asha',
    team: 'Billing',
    supervisor: false,
    queues: ['billing'],
    availability: 'available',
    capacity: 4,
    sessions: [],
    seenAt: null,
    present: true,
    status: 'available',
    ...change,
  };
}

/** A session of the agent's own with unremarkable values. */
export function view(change: Partial<SessionView> = {}): SessionView {
  return {
    sessionId: 's1',
    version: 6,
    status: 'active',
    lastSeq: 3,
    openedAt: 0,
    customer: { name: 'Priya Raman' },
    customerPresent: true,
    agent: { role: 'agent', id: 'a1', name: 'Asha' },
    waitingSince: 1_000,
    closeReason: null,
    outcome: null,
    queue: 'billing',
    awaitingReplySince: null,
    details: {},
    previous: null,
    csat: null,
    ...change,
  };
}

/** A transcript entry by the customer, or by somebody else. */
export function message(seq: number, change: Partial<Message> = {}): Message {
  return { seq, from: { role: 'customer' }, text: `text ${seq}`, at: seq * 1_000, ...change };
}
