import { isRoutable } from '../../../lambdas/domain/agent.ts';
import { POLICY } from '../../../lambdas/domain/policy.ts';
import { serves } from '../../../lambdas/domain/routing.ts';
import type { Session } from '../../../lambdas/domain/session.ts';
import type { Invariant } from './timeline.ts';

/** Two sweeps and some seconds: what may pass until the safety net has caught a lost message. */
const NET_MS = 150_000;

const offersMatch: Invariant = {
  id: 'I41',
  name: 'nobody is kept by an offer that is gone',
  statement:
    'At every moment an agent’s open offers are exactly the sessions that are offered to them.',
  check: ({ history }) => {
    const open = new Map<string, { agentId: string; offerId: string }>();
    const held = new Map<string, readonly string[]>();
    const wrong = new Set<string>();
    let dirty = false;
    for (const event of history.events) {
      if (event.kind === 'write') {
        const { sessionId, escalation } = event.after;
        if (escalation?.offer) open.set(sessionId, escalation.offer);
        else open.delete(sessionId);
        dirty = true;
      } else if (event.kind === 'agent') {
        held.set(event.after.agentId, event.after.offers);
        dirty = true;
      } else if (dirty) {
        dirty = false;
        const lists = [...held].flatMap(([agentId, ids]) => ids.map((id) => `${agentId} ${id}`));
        const truth = new Set(
          [...open.values()].map(({ agentId, offerId }) => `${agentId} ${offerId}`),
        );
        for (const one of lists) if (!truth.has(one)) wrong.add(`${one} is gone and still noted`);
        if (lists.length < truth.size) wrong.add('an offer is not noted with its agent');
      }
    }
    return [...wrong];
  },
};

const offersRunOut: Invariant = {
  id: 'I42',
  name: 'an offer is answered or runs out',
  statement: 'No offer stands beyond its time, whatever becomes of its timer.',
  check: ({ history }) => {
    const { heads, now } = history.final;
    return [...heads.values()].flatMap(({ sessionId, escalation }) =>
      escalation?.offer && escalation.offer.until + NET_MS < now
        ? [`${sessionId} is still offered to ${escalation.offer.agentId}`]
        : [],
    );
  },
};

const freeAgentsAreAsked: Invariant = {
  id: 'I43',
  name: 'free agents get who waits',
  statement:
    'Nobody present waits while an agent of the queue is free who has not let them pass, for longer than two sweeps.',
  check: ({ history, of }) => {
    const { heads, agents, now } = history.final;
    if (POLICY.routing === 'manual') return [];
    const changedAt = new Map<string, number>();
    for (const { before, after, t } of of('agent')) {
      const same =
        before?.connectionId === after.connectionId &&
        before?.availability === after.availability &&
        before?.notResponding === after.notResponding &&
        before?.sessions.length === after.sessions.length &&
        before?.offers.length === after.offers.length;
      if (!same) changedAt.set(after.agentId, history.start + t);
    }
    return [...heads.values()].flatMap((session) => {
      if (!waitsUnasked(session)) return [];
      const { escalation, sessionId } = session;
      const free = [...agents.values()].find(
        (agent) =>
          escalation &&
          isRoutable(agent, now) &&
          serves(agent, escalation.queue) &&
          !escalation.passedBy.includes(agent.agentId) &&
          (changedAt.get(agent.agentId) ?? 0) + NET_MS < now,
      );
      return free && escalation && escalation.passSince + NET_MS < now
        ? [`${sessionId} waits although ${free.agentId} is free`]
        : [];
    });
  },
};

function waitsUnasked({ status, escalation, customerLostAt }: Session): boolean {
  return status === 'queued' && customerLostAt === undefined && !escalation?.offer;
}

const silentAgents: Invariant = {
  id: 'I45',
  name: 'nobody waits for a silent agent',
  statement: 'A customer who gets no answer in time goes back to the queue.',
  check: ({ history }) => {
    const { heads, now } = history.final;
    return [...heads.values()].flatMap(({ sessionId, status, awaitingReplySince, assignment }) =>
      status === 'active' && (awaitingReplySince ?? now) + POLICY.agentReplyMs + NET_MS < now
        ? [`${sessionId} still waits for ${assignment?.agentId}`]
        : [],
    );
  },
};

const leftOnce: Invariant = {
  id: 'I46',
  name: 'a left message is kept once',
  statement: 'A customer who left a message ends the chat with it, and it is kept exactly once.',
  check: ({ history }) => {
    const { heads, left } = history.final;
    return [...heads.values()].flatMap(({ sessionId, closeReason }) => {
      const kept = left.filter((message) => message.sessionId === sessionId).length;
      return kept === (closeReason === 'message_left' ? 1 : 0)
        ? []
        : [`${sessionId} ended by ${closeReason} and has ${kept}`];
    });
  },
};

/** What those who wait are promised. */
export const OFFERS = [offersMatch, offersRunOut, freeAgentsAreAsked, silentAgents, leftOnce];
