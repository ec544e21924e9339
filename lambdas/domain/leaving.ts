import type { Participant } from '../../protocol/message.ts';
import type { QueueName } from '../../protocol/vocabulary.ts';
import type { AgentRecord } from './agent.ts';
import { type Change, recorded, says, step, withAgents } from './change.ts';
import { StateError } from './errors.ts';
import { backWithBot } from './escalating.ts';
import { MAX_SPELLS, type OpenEscalation, type SpellEnd } from './escalation.ts';
import { asking, offered } from './offers.ts';
import { held } from './ownership.ts';
import { POLICY } from './policy.ts';
import { agentOf, type Session } from './session.ts';
import { TEXTS } from './texts.ts';

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
