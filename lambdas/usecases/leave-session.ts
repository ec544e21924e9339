import type { TransferSession } from '../../protocol/http.ts';
import type { Participant } from '../../protocol/message.ts';
import { QueueName } from '../../protocol/vocabulary.ts';
import { type AgentRecord, isAtWork, isPresent, participantOf } from '../domain/agent.ts';
import type { Change } from '../domain/change.ts';
import { isOver } from '../domain/deadlines.ts';
import { StateError } from '../domain/errors.ts';
import type { SpellEnd } from '../domain/escalation.ts';
import { requeue, returnToBot, transferToAgent, transferToQueue } from '../domain/leaving.ts';
import { noted } from '../domain/notes.ts';
import { mustHold } from '../domain/ownership.ts';
import { POLICY } from '../domain/policy.ts';
import { agentOf, isHeld, type Session, SYSTEM } from '../domain/session.ts';
import type { AgentProfile, Ports } from '../ports.ts';
import { changeSession } from './change-session.ts';
import { recordOf } from './claim-session.ts';
import { announceWaiting, customerUpdate, routing, setTimers, tellCustomer } from './notify.ts';
import { announceOffer } from './route-waiting.ts';
import { tellAgent } from './tell-agents.ts';

/**
 * The agent gives the session back to its queue, where it keeps its place.
 *
 * @throws NotAllowedError `not_your_session`; StateError `session_not_active`, `session_closed`.
 */
export function releaseSession(
  ports: Ports,
  agent: AgentProfile,
  sessionId: string,
): Promise<Session> {
  return leave(ports, sessionId, agent, 'released', (session, now) => {
    mustHold(session, agent);
    return requeue(session, participantOf(agent), 'released', now);
  });
}

/**
 * The agent hands the customer back to the bot.
 *
 * @throws NotAllowedError `not_your_session`; StateError `session_not_active`, `session_closed`.
 */
export function returnSessionToBot(
  ports: Ports,
  agent: AgentProfile,
  sessionId: string,
): Promise<Session> {
  return leave(ports, sessionId, agent, 'returned_to_bot', (session, now) => {
    mustHold(session, agent);
    return returnToBot(session, participantOf(agent), now);
  });
}

/**
 * The agent passes the session on, to a queue or to a colleague, with a note for whoever takes it.
 *
 * @throws NotAllowedError `not_your_session`; StateError `session_not_active`, `session_closed`,
 *   `agent_not_available`, `at_capacity` if the colleague cannot be asked.
 */
export async function transferSession(
  ports: Ports,
  agent: AgentProfile,
  sessionId: string,
  { queue, agentId, note }: TransferSession,
): Promise<Session> {
  const by = participantOf(agent);
  const withNote = (change: Change, now: number) => (note ? noted(change, by, note, now) : change);
  if (queue) {
    return leave(ports, sessionId, agent, 'transferred', (session, now) => {
      mustHold(session, agent);
      return withNote(transferToQueue(session, by, queue, now), now);
    });
  }
  const agents = await ports.agents.list();
  const colleague = recordOf(agents, { agentId: agentId ?? '' });
  if (!isPresent(colleague, ports.clock.now()) || !isAtWork(colleague, ports.clock.now())) {
    throw new StateError('agent_not_available');
  }
  const offerId = ports.clock.newId();
  const passOn = (at: Session, now: number) => {
    mustHold(at, agent);
    return withNote(transferToAgent(at, by, colleague, { now, offerId }), now);
  };
  const session = await leave(ports, sessionId, agent, 'transferred', passOn, agents);
  if (session.escalation?.offer?.offerId === offerId)
    await announceOffer(ports, session, colleague);
  return session;
}

/** The agent is lost: their session goes back to its queue, if it is still theirs. */
export async function requeueLost(
  ports: Ports,
  agent: Pick<AgentProfile, 'agentId'>,
  sessionId: string,
): Promise<void> {
  await leave(ports, sessionId, null, 'agent_lost', (session, now) =>
    isHeld(session) && session.assignment?.agentId === agent.agentId
      ? requeue(session, SYSTEM, 'agent_lost', now)
      : null,
  );
}

/** The agent let the customer wait for too long: their session goes back to its queue. */
export async function requeueSilent(ports: Ports, sessionId: string): Promise<void> {
  await leave(ports, sessionId, null, 'agent_silent', (session, now) =>
    isOver(session, 'agent_silent', now) ? requeue(session, SYSTEM, 'agent_silent', now) : null,
  );
}

async function leave(
  ports: Ports,
  sessionId: string,
  by: AgentProfile | null,
  reason: SpellEnd,
  decide: (session: Session, now: number) => Change | null,
  listed?: AgentRecord[],
): Promise<Session> {
  const { session, change } = await changeSession(ports, sessionId, decide);
  if (!change) return session;
  const participant = agentOf(change.before) as Participant;
  await Promise.all([
    tellCustomer(ports, session, {
      type: 'participant.left',
      ...customerUpdate(change),
      participant,
      reason,
    }),
    // Whoever did it themselves has the answer to their request.
    by?.agentId !== participant.id &&
      tellAgent(ports, change.before, {
        type: 'assignment.changed',
        sessionId,
        version: session.version,
        change: 'unassign',
        reason,
      }),
    // Does nothing for a session that is the bot's again: it left the lists when it was taken.
    announceWaiting(ports, session, listed),
    route(ports, session),
  ]);
  return session;
}

/** Somebody waits again, and somebody has room again, for all their queues. */
async function route(ports: Ports, { sessionId, status, escalation }: Session): Promise<void> {
  if (status !== 'queued' || !escalation) {
    await setTimers(ports, [routing(QueueName.options)]);
    return;
  }
  const { escalationId } = escalation;
  await setTimers(ports, [
    routing(QueueName.options, sessionId),
    { timer: { kind: 'max_wait', sessionId, escalationId }, delayMs: POLICY.maxWaitMs },
  ]);
}
