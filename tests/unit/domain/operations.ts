import { EMPTY_SIGNALS } from '../../../lambdas/analysis/turn-signals.ts';
import type { AgentRecord } from '../../../lambdas/domain/agent.ts';
import { participantOf } from '../../../lambdas/domain/agent.ts';
import { claim, reassign } from '../../../lambdas/domain/assignment.ts';
import { type Change, step } from '../../../lambdas/domain/change.ts';
import {
  agentSays,
  customerAsksForPerson,
  customerSays,
  dismissCandidate,
  type JudgedTurn,
  offerPerson,
} from '../../../lambdas/domain/conversation.ts';
import { isOver } from '../../../lambdas/domain/deadlines.ts';
import {
  end,
  finishWrapUp,
  freeCapacity,
  leaveMessage,
  rate,
  warnIdle,
} from '../../../lambdas/domain/ending.ts';
import {
  cancelWait,
  escalate,
  keepWaiting,
  placed,
  relieved,
  troubled,
} from '../../../lambdas/domain/escalating.ts';
import { hold, resume } from '../../../lambdas/domain/hold.ts';
import {
  requeue,
  returnToBot,
  transferToAgent,
  transferToQueue,
} from '../../../lambdas/domain/leaving.ts';
import { noted } from '../../../lambdas/domain/notes.ts';
import { offerTo, passOffer } from '../../../lambdas/domain/offers.ts';
import { customerOf, type Session, SYSTEM } from '../../../lambdas/domain/session.ts';
import { agentSender } from '../../../lambdas/domain/transcript.ts';
import type { QueueName, WaitTrouble } from '../../../protocol/vocabulary.ts';
import { ASHA, assessmentOf, LEAD, RAVI } from './builders.ts';

/** What an operation needs besides the session. */
export interface Circumstances {
  now: number;
  agent: AgentRecord;
  /** Whom a transfer or a supervisor names. */
  colleague: AgentRecord;
  queue: QueueName;
  trouble: WaitTrouble;
  text: string;
  /** Makes ids and message numbers of this step its own. */
  n: number;
  turn: Pick<JudgedTurn, 'candidate' | 'explicitRequest'>;
}

export const USUAL: Omit<Circumstances, 'now'> = {
  agent: ASHA,
  colleague: RAVI,
  queue: 'technical',
  trouble: 'no_agents',
  text: 'words',
  n: 1,
  turn: { candidate: false, explicitRequest: false },
};

const incoming = (session: Session, sender: string, { n, text }: Circumstances) => ({
  id: `message-${n}`,
  cseq: (session.last[sender]?.cseq ?? 0) + 1,
  text,
});

const endings = (session: Session, now: number) => ({
  byAgent: { now, actor: SYSTEM, reason: 'agent_ended' as const },
  byCustomer: { now, actor: customerOf(session), reason: 'customer_ended' as const },
});

/** Everything that can happen to a session, by name, on the conditions that its callers keep. */
export const OPERATIONS = {
  customerSays: (session, about) =>
    customerSays(session, incoming(session, 'customer', about), about.now, () => ({
      ...about.turn,
      signals: { ...EMPTY_SIGNALS, customerTurns: session.signals.customerTurns + 1 },
      reply: {
        text: 'An answer',
        confidence: 0.8,
        fallback: false,
        articleId: 'a',
        queue: null,
        choices: [],
      },
    })),
  customerAsksForPerson: (session, { now }) => customerAsksForPerson(session, now),
  offerPerson: (session, { now }) => (session.candidate ? offerPerson(session, now) : null),
  dismissCandidate: (session, { now, turn }) =>
    session.candidate ? dismissCandidate(session, now, turn.candidate) : null,
  escalate: (session, { now, n }) =>
    escalate(session, assessmentOf(), {
      now,
      escalationId: `esc-${n}`,
      excerpt: 'words',
      trouble: null,
    }),
  escalateInTrouble: (session, { now, n, trouble }) =>
    escalate(session, assessmentOf(), { now, escalationId: `esc-${n}`, excerpt: 'words', trouble }),
  cancelWait: (session, { now }) => cancelWait(session, now),
  troubled: (session, { now, trouble }) => troubled(session, trouble, now),
  relieved: (session, { now }) => relieved(session, now),
  keepWaiting: (session, { now }) => keepWaiting(session, now),
  placed: (session, { now, n }) => placed(session, { position: (n % 3) + 1 }, now),
  offerTo: (session, { now, agent, n }) => offerTo(session, agent, { now, offerId: `offer-${n}` }),
  rejectOffer: (session, { now }) =>
    passOffer(session, session.escalation?.offer?.offerId ?? 'gone', 'rejected', now),
  timeOutOffer: (session, { now }) =>
    passOffer(session, session.escalation?.offer?.offerId ?? 'gone', 'timed_out', now),
  claim: (session, { now, agent, n }) =>
    claim(session, agent, { now, assignmentId: `asg-${n}`, type: 'self_join' }),
  acceptOffer: (session, { now, agent, n }) =>
    claim(session, agent, { now, assignmentId: `asg-${n}`, type: 'offer' }),
  autoAssign: (session, { now, agent, n }) =>
    claim(session, agent, { now, assignmentId: `asg-${n}`, type: 'auto' }),
  reassign: (session, { now, colleague, n }) =>
    reassign(session, colleague, { now, assignmentId: `asg-${n}`, actor: participantOf(LEAD) }),
  agentSays: (session, about) => {
    const { agentId } = about.agent;
    const message = incoming(session, agentSender(agentId), about);
    return agentSays(session, agentId, message, about.now);
  },
  hold: (session, { now, agent }) => hold(session, participantOf(agent), now),
  resume: (session, { now, agent }) => resume(session, participantOf(agent), now),
  holdOver: (session, { now }) => resume(session, SYSTEM, now, 'hold_over'),
  requeueReleased: (session, { now, agent }) =>
    requeue(session, participantOf(agent), 'released', now),
  requeueLost: (session, { now }) => requeue(session, SYSTEM, 'agent_lost', now),
  requeueSilent: (session, { now }) => requeue(session, SYSTEM, 'agent_silent', now),
  transferToQueue: (session, { now, agent, queue }) =>
    transferToQueue(session, participantOf(agent), queue, now),
  transferToAgent: (session, { now, agent, colleague, n }) =>
    transferToAgent(session, participantOf(agent), colleague, { now, offerId: `offer-${n}` }),
  returnToBot: (session, { now, agent }) => returnToBot(session, participantOf(agent), now),
  warnIdle: (session, { now }) =>
    isOver(session, 'idle_warning', now) ? warnIdle(session, now) : null,
  endIdle: (session, { now }) =>
    isOver(session, 'idle_over', now)
      ? end(session, { now, actor: SYSTEM, reason: 'customer_idle' })
      : null,
  endByAgent: (session, { now }) => end(session, endings(session, now).byAgent),
  endByCustomer: (session, { now }) => end(session, endings(session, now).byCustomer),
  endAbandoned: (session, { now }) =>
    end(session, {
      now,
      actor: SYSTEM,
      reason: session.assignment ? 'customer_left' : 'abandoned_in_queue',
    }),
  leaveMessage: (session, { now, text }) =>
    leaveMessage(session, { contact: 'dana@example.org', text }, now),
  finishWrapUp: (session, { now, agent }) =>
    finishWrapUp(session, {
      now,
      actor: participantOf(agent),
      outcome: { disposition: 'resolved' },
    }),
  timeOutWrapUp: (session, { now }) => finishWrapUp(session, { now, actor: SYSTEM }),
  freeCapacity: (session, { now }) => freeCapacity(session, now),
  rate: (session, { now, n }) => rate(session, { score: (n % 5) + 1 }, now),
  addNote: (session, { now, agent, text }) =>
    noted(step(session, now, {}), participantOf(agent), text, now),
} as const satisfies Record<string, (session: Session, about: Circumstances) => Change | null>;

export type OperationName = keyof typeof OPERATIONS;

export const OPERATION_NAMES = Object.keys(OPERATIONS) as OperationName[];

/** Those after which little can happen; random histories would be short if they were common. */
export const ENDINGS: ReadonlySet<OperationName> = new Set([
  'endByAgent',
  'endByCustomer',
  'endAbandoned',
  'leaveMessage',
]);
