import type { Assessment } from '../../protocol/assessment.ts';
import type { Participant } from '../../protocol/message.ts';
import { EMPTY_SIGNALS } from '../analysis/turn-signals.ts';
import { type AgentRecord, participantOf } from './agent.ts';
import { NotAllowedError, StateError } from './errors.ts';
import { POLICY } from './policy.ts';
import { serves } from './routing.ts';
import {
  agentOf,
  BOT,
  type Change,
  customerOf,
  escalationRecord,
  hasEnded,
  historyOf,
  type OpenEscalation,
  type Session,
  SYSTEM,
  says,
  step,
} from './session.ts';
import { connectingText, TEXTS } from './texts.ts';

/**
 * A person is needed: bot → queued, with the escalation recorded and the customer told.
 *
 * @throws StateError `session_not_active` unless the session is the bot's.
 */
export function escalate(
  session: Session,
  assessment: Assessment,
  about: { now: number; escalationId: string; excerpt: string },
): Change {
  if (session.status !== 'bot') throw new StateError('session_not_active');
  const n = session.escalationCount + 1;
  const open: OpenEscalation = {
    escalationId: about.escalationId,
    n,
    status: 'pending',
    priority: assessment.priority,
    queue: assessment.queue,
    score: assessment.score,
    reasons: assessment.reasons.slice(0, 4).map((reason) => ({
      ...reason,
      evidence: reason.evidence.slice(0, 1),
    })),
    waitingSince: about.now,
    excerpt: about.excerpt,
  };
  const change = step(
    session,
    about.now,
    { status: 'queued', candidate: undefined, escalation: open, escalationCount: n },
    [says(connectingText(assessment.reasons.map(({ code }) => code)), 'escalated', BOT)],
  );
  const entry = historyOf(change, {
    at: about.now,
    actor: SYSTEM,
    cause: 'escalated',
    to: 'pending',
  });
  return {
    ...change,
    escalation: { kind: 'create', n, escalation: escalationRecord(open, assessment, entry) },
  };
}

/**
 * The agent joins: queued → active. That they are present, not offline and below capacity is
 * checked where the change is stored.
 *
 * @throws StateError `session_closed`, `already_taken` (details: `winner`), `session_not_waiting`;
 *   NotAllowedError `not_eligible` outside the agent's queues.
 */
export function claim(
  session: Session,
  agent: AgentRecord,
  about: { now: number; assignmentId: string },
): Change {
  if (hasEnded(session)) throw new StateError('session_closed');
  if (session.assignment) {
    throw new StateError('already_taken', { details: { winner: agentOf(session) } });
  }
  const { escalation } = session;
  if (session.status !== 'queued' || !escalation) throw new StateError('session_not_waiting');
  if (!serves(agent, escalation.queue)) throw new NotAllowedError('not_eligible');
  const { agentId, name, team } = agent;
  const change = step(
    session,
    about.now,
    {
      status: 'active',
      assignment: { assignmentId: about.assignmentId, agentId, name, team, at: about.now },
      agentConnectionId: agent.connectionId,
      agentConnectedAt: undefined,
      escalation: { ...escalation, status: 'accepted' },
    },
    [says(TEXTS.joined(name, team), 'joined')],
  );
  return {
    ...change,
    escalation: {
      kind: 'append',
      n: escalation.n,
      entry: historyOf(change, {
        at: about.now,
        actor: participantOf(agent),
        cause: 'claimed',
        to: 'accepted',
      }),
    },
    agent: { kind: 'take', agentId, seenAfter: about.now - POLICY.agentSeenMs },
  };
}

/**
 * The session goes back to its queue, keeping its wait clock: the agent released it or was lost.
 *
 * @throws StateError `session_not_active` if no agent holds it.
 */
export function requeue(
  session: Session,
  actor: Participant,
  cause: 'released' | 'agent_lost',
  now: number,
): Change {
  const { assignment, escalation } = held(session);
  const text = cause === 'released' ? TEXTS.released : TEXTS.agentLost;
  const change = step(
    session,
    now,
    {
      status: 'queued',
      assignment: undefined,
      agentConnectionId: undefined,
      agentConnectedAt: undefined,
      escalation: { ...escalation, status: 'pending' },
    },
    [says(text(assignment.name), cause)],
  );
  return {
    ...change,
    escalation: {
      kind: 'append',
      n: escalation.n,
      entry: historyOf(change, { at: now, actor, cause, to: 'pending' }),
    },
    agent: { kind: 'leave', agentId: assignment.agentId },
  };
}

/**
 * The agent hands the customer back to the bot. Earlier turns no longer count, so that the next
 * message does not escalate at once.
 *
 * @throws StateError `session_not_active` if no agent holds it.
 */
export function returnToBot(session: Session, actor: Participant, now: number): Change {
  const { assignment, escalation } = held(session);
  const change = step(
    session,
    now,
    {
      status: 'bot',
      assignment: undefined,
      agentConnectionId: undefined,
      agentConnectedAt: undefined,
      escalation: undefined,
      candidate: undefined,
      signals: EMPTY_SIGNALS,
      botSinceSeq: session.seq + 1,
    },
    [says(TEXTS.returnedToBot(assignment.name), 'returned_to_bot')],
  );
  return {
    ...change,
    escalation: {
      kind: 'append',
      n: escalation.n,
      entry: historyOf(change, { at: now, actor, cause: 'returned_to_bot', to: 'returned_to_bot' }),
    },
    agent: { kind: 'leave', agentId: assignment.agentId },
  };
}

/**
 * The customer leaves the line: queued → bot.
 *
 * @throws StateError `session_not_waiting` if it does not wait.
 */
export function cancelWait(session: Session, now: number): Change {
  if (session.status !== 'queued' || !session.escalation) {
    throw new StateError('session_not_waiting');
  }
  const change = step(
    session,
    now,
    {
      status: 'bot',
      escalation: undefined,
      candidate: undefined,
      signals: EMPTY_SIGNALS,
      botSinceSeq: session.seq + 1,
    },
    [says(TEXTS.cancelled, 'cancelled')],
  );
  const entry = historyOf(change, {
    at: now,
    actor: customerOf(session),
    cause: 'cancelled',
    to: 'cancelled',
  });
  return { ...change, escalation: { kind: 'append', n: session.escalation.n, entry } };
}

/** Throws unless the caller holds the session or is a supervisor. */
export function mustHold(
  session: Session,
  agent: Pick<AgentRecord, 'agentId' | 'supervisor'>,
): void {
  if (session.assignment?.agentId === agent.agentId || agent.supervisor) return;
  throw new NotAllowedError('not_your_session');
}

function held(session: Session) {
  const { assignment, escalation } = session;
  if (hasEnded(session)) throw new StateError('session_closed');
  if (!assignment || !escalation) throw new StateError('session_not_active');
  return { assignment, escalation };
}
