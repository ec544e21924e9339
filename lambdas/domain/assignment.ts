import type { Participant } from '../../protocol/message.ts';
import type { AssignmentType } from '../../protocol/vocabulary.ts';
import { type AgentRecord, participantOf } from './agent.ts';
import { type Change, recorded, says, step, withAgents } from './change.ts';
import { NotAllowedError, StateError } from './errors.ts';
import type { OpenEscalation } from './escalation.ts';
import { spellOver } from './leaving.ts';
import { withdrawal } from './offers.ts';
import { POLICY } from './policy.ts';
import { serves } from './routing.ts';
import { agentOf, hasEnded, type Session } from './session.ts';
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
        reasons: escalation.reasons.map((reason) => ({ ...reason, evidence: [] })),
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
