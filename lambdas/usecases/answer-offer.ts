import { QueueName } from '../../protocol/vocabulary.ts';
import type { AgentRecord } from '../domain/agent.ts';
import type { Change } from '../domain/change.ts';
import { StateError } from '../domain/errors.ts';
import { passOffer } from '../domain/offers.ts';
import type { AgentProfile, Ports } from '../ports.ts';
import { changeSession } from './change-session.ts';
import { routing, setTimers, toldAgents } from './notify.ts';
import { tellOne } from './tell-agents.ts';

/**
 * The agent lets the offer pass; somebody else is asked. Rejecting twice is fine.
 *
 * @throws StateError `offer_gone` if it was never theirs, or is taken; NotAllowedError
 *   `session_unknown`.
 */
export async function rejectOffer(
  ports: Ports,
  agent: Pick<AgentProfile, 'agentId'>,
  { offerId, sessionId }: { offerId: string; sessionId: string },
): Promise<void> {
  const { change } = await changeSession(ports, sessionId, (session, now) => {
    const { escalation } = session;
    if (escalation?.offer?.offerId === offerId && escalation.offer.agentId === agent.agentId) {
      return passOffer(session, offerId, 'rejected', now);
    }
    if (escalation?.passedBy.includes(agent.agentId)) return null;
    throw new StateError('offer_gone');
  });
  if (change) await passedOn(ports, change);
}

/** The agent's time for the offer is over: they are not responding, somebody else is asked. */
export async function expireOffer(ports: Ports, sessionId: string): Promise<void> {
  const { session, change } = await changeSession(ports, sessionId, (session, now) => {
    const offer = session.escalation?.offer;
    return offer && offer.until <= now ? passOffer(session, offer.offerId, 'timed_out', now) : null;
  });
  const offer = change?.before.escalation?.offer;
  if (!change || !offer) return;
  ports.telemetry.count('OfferTimedOut');
  await Promise.all([
    toldAgents(ports, async (agents) => {
      const agent = agents.find(({ agentId }) => agentId === offer.agentId);
      if (!agent) return;
      await tellOne(ports, agent, {
        type: 'offer.timed_out',
        offerId: offer.offerId,
        sessionId: session.sessionId,
      });
    }),
    passedOn(ports, change),
  ]);
}

/** Somebody else is to be asked; a colleague who asked for this one hears that they did not. */
async function passedOn(ports: Ports, change: Change): Promise<void> {
  const { sessionId, escalation } = change.after;
  if (!escalation) return;
  const from = change.before.escalation?.offer?.from;
  await Promise.all([
    // Their other queues, too, have an agent more to ask.
    setTimers(ports, [routing(QueueName.options, sessionId)]),
    from &&
      toldAgents(ports, async (agents: AgentRecord[]) => {
        const passer = agents.find(({ agentId }) => agentId === from);
        if (!passer) return;
        await tellOne(ports, passer, {
          type: 'transfer.failed',
          sessionId,
          queue: escalation.queue,
        });
      }),
  ]);
}
