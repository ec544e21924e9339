import { type AgentRecord, participantOf } from './agent.ts';
import { type AgentWrite, type Change, recorded, step, withAgents } from './change.ts';
import { MAX_SPELLS, type Offer, type OpenEscalation } from './escalation.ts';
import { POLICY } from './policy.ts';
import { type Session, SYSTEM } from './session.ts';

/** What takes an open offer back from its agent. */
export function withdrawal({ offer }: OpenEscalation): AgentWrite[] {
  return offer ? [{ agentId: offer.agentId, withdraw: offer.offerId }] : [];
}

/** Where an escalation stands once it is offered. */
export function offered(
  escalation: OpenEscalation,
  agent: Pick<AgentRecord, 'agentId' | 'name'>,
  about: { now: number; offerId: string; from?: string },
): OpenEscalation {
  const { now, offerId, from } = about;
  const { agentId, name } = agent;
  const offer: Offer = { offerId, agentId, name, at: now, until: now + POLICY.offerMs, from };
  return { ...escalation, status: 'offered', trouble: undefined, offer };
}

/** The agent's side of an offer. */
export function asking(
  agentId: string,
  offerId: string,
  now: number,
  directed = false,
): AgentWrite {
  return { agentId, offer: { offerId, seenAfter: now - POLICY.agentSeenMs, directed } };
}

/**
 * Asks an agent to take a waiting session.
 *
 * @returns `null` if it does not wait, is offered already, or they let it pass before.
 */
export function offerTo(
  session: Session,
  agent: AgentRecord,
  about: { now: number; offerId: string },
): Change | null {
  const { escalation } = session;
  if (session.status !== 'queued' || !escalation || escalation.offer) return null;
  if (escalation.passedBy.includes(agent.agentId)) return null;
  const { now, offerId } = about;
  const change = step(session, now, { escalation: offered(escalation, agent, about) });
  return withAgents(
    recorded(change, {
      at: now,
      actor: participantOf(agent),
      cause: 'offered',
      to: 'offered',
    }),
    asking(agent.agentId, offerId, now),
  );
}

/**
 * The agent does not take it, by choice or by silence: it goes on to somebody else.
 *
 * @returns `null` if this offer does not stand any more.
 */
export function passOffer(
  session: Session,
  offerId: string,
  cause: 'rejected' | 'timed_out',
  now: number,
): Change | null {
  const { escalation } = session;
  const offer = escalation?.offer;
  if (!escalation || offer?.offerId !== offerId) return null;
  const { agentId, name } = offer;
  const missed = cause === 'timed_out';
  const { record } = escalation;
  const change = step(session, now, {
    escalation: {
      ...escalation,
      status: 'pending',
      offer: undefined,
      passedBy: [...new Set([...escalation.passedBy, agentId])],
      // A colleague who let a transfer pass is no longer the one to ask.
      preferredAgent: escalation.preferredAgent === agentId ? undefined : escalation.preferredAgent,
      record: missed
        ? { ...record, missedBy: [...record.missedBy, agentId].slice(-MAX_SPELLS) }
        : record,
    },
  });
  return withAgents(
    recorded(change, {
      at: now,
      actor: missed ? SYSTEM : { role: 'agent', id: agentId, name },
      cause,
      to: 'pending',
    }),
    { agentId, withdraw: offerId, ...(missed && { notResponding: true }) },
  );
}
