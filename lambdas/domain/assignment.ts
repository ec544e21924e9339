import type { Participant } from '../../protocol/message.ts';
import type { AssignmentType, QueueName } from '../../protocol/vocabulary.ts';
import { type AgentRecord, participantOf } from './agent.ts';
import { NotAllowedError, StateError } from './errors.ts';
import { backWithBot } from './escalating.ts';
import { asking, offered, withdrawal } from './offers.ts';
import { POLICY } from './policy.ts';
import { serves } from './routing.ts';
import {
  type AgentWrite,
  agentOf,
  type Change,
  hasEnded,
  MAX_SPELLS,
  type OpenEscalation,
  recorded,
  type Session,
  type SpellEnd,
  says,
  step,
  withAgents,
} from './session.ts';
import { TEXTS } from './texts.ts';

/**
 * An agent joins: queued → active. That they are present, not offline and below capacity is
 * checked where the change is stored.
 *
 * @param about.type how it came about; `offer` and `auto` were routed, so skills are not asked.
 * @throws StateError `session_closed`, `already_taken` (details: `winner`), `session_not_waiting`;
 *   NotAllowedError `not_eligible` outside the agent's queues.
 */
export function claim(
  session: Session,
  agent: AgentRecord,
  about: { now: number; assignmentId: string; type: AssignmentType },
): Change {
  if (hasEnded(session)) throw new StateError('session_closed');
  if (session.assignment) {
    throw new StateError('already_taken', { details: { winner: agentOf(session) } });
  }
  const { escalation } = session;
  if (session.status !== 'queued' || !escalation) throw new StateError('session_not_waiting');
  if (about.type === 'self_join' && !serves(agent, escalation.queue)) {
    throw new NotAllowedError('not_eligible');
  }
  return join(session, escalation, agent, {
    ...about,
    cause: about.type === 'self_join' ? 'claimed' : about.type,
    actor: participantOf(agent),
  });
}

/**
 * A supervisor gives a waiting or held session to an agent.
 *
 * @throws StateError `session_closed`, `session_not_waiting` with the bot, `already_taken` if the
 *   agent has it.
 */
export function reassign(
  session: Session,
  agent: AgentRecord,
  about: { now: number; assignmentId: string; actor: Participant },
): Change {
  if (hasEnded(session)) throw new StateError('session_closed');
  const { escalation, assignment } = session;
  if (!escalation || session.status === 'bot') throw new StateError('session_not_waiting');
  if (assignment?.agentId === agent.agentId) {
    throw new StateError('already_taken', { details: { winner: agentOf(session) } });
  }
  const left = assignment ? spellOver(session, escalation, 'reassigned', about.now) : escalation;
  const change = join(session, left, agent, {
    ...about,
    type: 'manual_reassign',
    cause: 'reassigned',
  });
  return assignment ? withAgents(change, { agentId: assignment.agentId, leave: true }) : change;
}

function join(
  session: Session,
  escalation: OpenEscalation,
  agent: AgentRecord,
  about: {
    now: number;
    assignmentId: string;
    type: AssignmentType;
    cause: string;
    actor: Participant;
  },
): Change {
  const { now, assignmentId, cause, actor } = about;
  const { agentId, name, team } = agent;
  const { record } = escalation;
  const change = step(
    session,
    now,
    {
      status: 'active',
      assignment: { assignmentId, agentId, name, team, at: now },
      agentConnectionId: agent.connectionId,
      agentConnectedAt: undefined,
      heldAt: undefined,
      awaitingReplySince: now,
      idleSince: undefined,
      idleWarnedAt: undefined,
      intake: undefined,
      escalation: {
        ...escalation,
        status: 'accepted',
        offer: undefined,
        trouble: undefined,
        position: undefined,
        estimate: undefined,
        passedOnBy: undefined,
        // The quotes are in the record, and every message writes the head anew.
        reasons: escalation.reasons.slice(0, 2).map((reason) => ({ ...reason, evidence: [] })),
        record: { ...record, acceptedAt: record.acceptedAt ?? now },
      },
    },
    [says(TEXTS.joined(name, team), 'joined')],
  );
  const { customerId = session.sessionId, sessionId, openedAt } = session;
  return withAgents(
    {
      ...recorded(change, { at: now, actor, cause, to: 'accepted' }),
      contact: {
        customerId,
        sessionId,
        at: openedAt,
        agentId,
        agentName: name,
        queue: escalation.queue,
      },
    },
    ...withdrawal(session.escalation ?? escalation),
    { agentId, take: { seenAfter: now - POLICY.agentSeenMs }, notResponding: false },
  );
}

const REQUEUE_TEXT = {
  released: TEXTS.released,
  agent_lost: TEXTS.agentLost,
  agent_silent: TEXTS.agentSilent,
} as const;

/**
 * The session goes back to the head of its queue, keeping its wait clock: the agent released it,
 * was lost or did not answer.
 *
 * @throws StateError `session_not_active` if no agent holds it.
 */
export function requeue(
  session: Session,
  actor: Participant,
  cause: keyof typeof REQUEUE_TEXT,
  now: number,
): Change {
  const { assignment } = held(session);
  const change = step(session, now, queued(session, cause, now), [
    says(REQUEUE_TEXT[cause](assignment.name), cause),
  ]);
  return withAgents(recorded(change, { at: now, actor, cause, to: 'pending' }), {
    agentId: assignment.agentId,
    leave: true,
    ...(cause === 'agent_lost' && { unseenSince: now - POLICY.agentSeenMs }),
    ...(cause === 'agent_silent' && { notResponding: true }),
  });
}

/**
 * The agent passes the session on to another queue.
 *
 * @throws StateError `session_not_active` if no agent holds it.
 */
export function transferToQueue(
  session: Session,
  actor: Participant,
  queue: QueueName,
  now: number,
): Change {
  const { assignment } = held(session);
  const patch = queued(session, 'transferred', now);
  const escalation = patch.escalation && { ...patch.escalation, queue, passedOnBy: actor.id };
  const change = step(session, now, { ...patch, escalation }, [
    says(TEXTS.transferred(assignment.name, queue), 'transferred'),
  ]);
  return withAgents(
    recorded(change, { at: now, actor, cause: 'transferred_to_queue', to: 'pending' }),
    { agentId: assignment.agentId, leave: true },
  );
}

/**
 * The agent passes the session on to a colleague, who is asked first.
 *
 * @throws StateError `session_not_active` if no agent holds it, `already_taken` by that colleague.
 */
export function transferToAgent(
  session: Session,
  actor: Participant,
  colleague: AgentRecord,
  about: { now: number; offerId: string },
): Change {
  const { assignment } = held(session);
  if (assignment.agentId === colleague.agentId) {
    throw new StateError('already_taken', { details: { winner: agentOf(session) } });
  }
  const { now, offerId } = about;
  const patch = queued(session, 'transferred', now);
  const escalation =
    patch.escalation &&
    offered(
      {
        ...patch.escalation,
        passedOnBy: actor.id,
        preferredAgent: colleague.agentId,
        // Whoever is asked by name may have let it pass before.
        passedBy: patch.escalation.passedBy.filter((id) => id !== colleague.agentId),
      },
      colleague,
      { now, offerId, from: actor.id },
    );
  const change = step(session, now, { ...patch, escalation }, [
    says(TEXTS.passedTo(assignment.name, colleague.name), 'transferred'),
  ]);
  return withAgents(
    recorded(change, { at: now, actor, cause: 'transferred_to_agent', to: 'offered' }),
    { agentId: assignment.agentId, leave: true },
    asking(colleague.agentId, offerId, now, true),
  );
}

/**
 * The agent hands the customer back to the bot. Earlier turns no longer count, so that the next
 * message does not escalate at once.
 *
 * @throws StateError `session_not_active` if no agent holds it.
 */
export function returnToBot(session: Session, actor: Participant, now: number): Change {
  const { assignment } = held(session);
  const change = step(session, now, { ...withoutAgent(), ...backWithBot(session) }, [
    says(TEXTS.returnedToBot(assignment.name), 'returned_to_bot'),
  ]);
  return withAgents(
    recorded(change, { at: now, actor, cause: 'returned_to_bot', to: 'returned_to_bot' }),
    { agentId: assignment.agentId, leave: true },
  );
}

function queued(session: Session, end: SpellEnd, now: number): Partial<Session> {
  const { escalation, assignment } = held(session);
  return {
    ...withoutAgent(),
    status: 'queued',
    escalation: {
      ...spellOver(session, escalation, end, now),
      status: 'pending',
      requeued: true,
      preferredAgent: undefined,
      patient: undefined,
      passSince: now,
      // Who gave it up is not asked again; who was cut off may be the best one to go on.
      passedBy:
        end === 'agent_lost'
          ? escalation.passedBy
          : [...new Set([...escalation.passedBy, assignment.agentId])],
    },
  };
}

/** The escalation with the present agent's time noted as over. */
export function spellOver(
  { assignment }: Session,
  escalation: OpenEscalation,
  end: SpellEnd,
  now: number,
): OpenEscalation {
  if (!assignment) return escalation;
  const { record } = escalation;
  const spell = { agentId: assignment.agentId, ms: now - assignment.at, end };
  return {
    ...escalation,
    record: { ...record, spells: [...record.spells, spell].slice(-MAX_SPELLS) },
  };
}

function withoutAgent(): Partial<Session> {
  return {
    assignment: undefined,
    agentConnectionId: undefined,
    agentConnectedAt: undefined,
    heldAt: undefined,
    awaitingReplySince: undefined,
    idleSince: undefined,
    idleWarnedAt: undefined,
  };
}

/** Throws unless the caller holds the session or is a supervisor. */
export function mustHold(
  session: Session,
  agent: Pick<AgentRecord, 'agentId' | 'supervisor'>,
): void {
  if (session.assignment?.agentId === agent.agentId || agent.supervisor) return;
  throw new NotAllowedError('not_your_session');
}

/**
 * The session's owner and escalation.
 *
 * @throws StateError `session_closed` after the end, `session_not_active` if no agent holds it.
 */
export function held(session: Session) {
  const { assignment, escalation } = session;
  if (hasEnded(session)) throw new StateError('session_closed');
  if (!assignment || !escalation) throw new StateError('session_not_active');
  return { assignment, escalation };
}

/** The write that frees the agent of this session. */
export function leaving(agentId: string): AgentWrite {
  return { agentId, leave: true };
}
