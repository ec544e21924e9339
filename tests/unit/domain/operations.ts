import { EMPTY_SIGNALS } from '../../../lambdas/analysis/turn-signals.ts';
import type { AgentRecord } from '../../../lambdas/domain/agent.ts';
import { participantOf } from '../../../lambdas/domain/agent.ts';
import {
  agentSays,
  customerAsksForPerson,
  customerSays,
  type JudgedTurn,
} from '../../../lambdas/domain/conversation.ts';
import { end, finishWrapUp, freeCapacity } from '../../../lambdas/domain/ending.ts';
import {
  cancelWait,
  claim,
  escalate,
  requeue,
  returnToBot,
} from '../../../lambdas/domain/handoff.ts';
import { type Change, customerOf, type Session, SYSTEM } from '../../../lambdas/domain/session.ts';
import { ASHA, assessmentOf } from './builders.ts';

/** What an operation needs besides the session. */
export interface Circumstances {
  now: number;
  agent: AgentRecord;
  /** Makes ids and message numbers of this step its own. */
  n: number;
  turn: Pick<JudgedTurn, 'candidate' | 'explicitRequest'>;
}

export const USUAL: Omit<Circumstances, 'now'> = {
  agent: ASHA,
  n: 1,
  turn: { candidate: false, explicitRequest: false },
};

const incoming = (session: Session, sender: string, n: number) => ({
  id: `message-${n}`,
  cseq: (session.last[sender]?.cseq ?? 0) + 1,
  text: `words ${n}`,
});

/** Everything that can happen to a session, by name. */
export const OPERATIONS = {
  customerSays: (session, { now, n, turn }) =>
    customerSays(session, incoming(session, 'customer', n), now, () => ({
      ...turn,
      signals: { ...EMPTY_SIGNALS, customerTurns: session.signals.customerTurns + 1 },
      reply: { text: 'An answer', confidence: 0.8, fallback: false, articleId: 'a', queue: null },
    })),
  customerAsksForPerson: (session, { now }) => customerAsksForPerson(session, now),
  escalate: (session, { now, n }) =>
    escalate(session, assessmentOf(), { now, escalationId: `esc-${n}`, excerpt: 'words' }),
  claim: (session, { now, agent, n }) => claim(session, agent, { now, assignmentId: `asg-${n}` }),
  agentSays: (session, { now, agent, n }) =>
    agentSays(session, agent.agentId, incoming(session, agent.agentId, n), now),
  requeueReleased: (session, { now, agent }) =>
    requeue(session, participantOf(agent), 'released', now),
  requeueLost: (session, { now }) => requeue(session, SYSTEM, 'agent_lost', now),
  returnToBot: (session, { now, agent }) => returnToBot(session, participantOf(agent), now),
  cancelWait: (session, { now }) => cancelWait(session, now),
  endByCustomer: (session, { now }) =>
    end(session, { now, actor: customerOf(session), reason: 'customer_ended' }),
  endAbandoned: (session, { now }) =>
    end(session, {
      now,
      actor: SYSTEM,
      reason: session.assignment ? 'customer_left' : 'abandoned_in_queue',
    }),
  finishWrapUp: (session, { now, agent }) =>
    finishWrapUp(session, {
      now,
      actor: participantOf(agent),
      outcome: { disposition: 'resolved' },
    }),
  timeOutWrapUp: (session, { now }) => finishWrapUp(session, { now, actor: SYSTEM }),
  freeCapacity: (session, { now }) => freeCapacity(session, now),
} as const satisfies Record<string, (session: Session, about: Circumstances) => Change | null>;

export type OperationName = keyof typeof OPERATIONS;

export const OPERATION_NAMES = Object.keys(OPERATIONS) as OperationName[];
