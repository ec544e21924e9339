import type { Message } from '../../protocol/message.ts';
import type { ServerFrameOf } from '../../protocol/server-frames.ts';
import { type CloseReason, QueueName } from '../../protocol/vocabulary.ts';
import { participantOf } from '../domain/agent.ts';
import type { Change } from '../domain/change.ts';
import { type DeadlineKind, isOver } from '../domain/deadlines.ts';
import { end, warnIdle } from '../domain/ending.ts';
import { StateError } from '../domain/errors.ts';
import { mustHold } from '../domain/ownership.ts';
import { POLICY } from '../domain/policy.ts';
import { customerOf, hasEnded, type Session, SYSTEM } from '../domain/session.ts';
import { forCustomer } from '../domain/transcript.ts';
import type { AgentProfile, Ports } from '../ports.ts';
import { changeSession } from './change-session.ts';
import {
  agentUpdate,
  customerUpdate,
  routing,
  setTimers,
  tellCustomer,
  updateOf,
  withdrawCard,
} from './notify.ts';
import { tellAgent } from './tell-agents.ts';

type SessionClosed = ServerFrameOf<'session.closed'>;

/** The customer ends the chat. Ending twice is fine. @throws NotAllowedError `session_unknown`. */
export async function endByCustomer(ports: Ports, sessionId: string): Promise<SessionClosed> {
  const { session, change } = await changeSession(ports, sessionId, (session, now) =>
    hasEnded(session)
      ? null
      : end(session, { now, actor: customerOf(session), reason: 'customer_ended' }),
  );
  if (!change) return closedFrame(session, []);
  await settle(ports, change);
  await tellAgent(ports, session, closedFrame(session, change.messages));
  return closedFrame(session, forCustomer(change.messages));
}

/**
 * The agent ends the chat; wrap-up begins. Ending twice is fine.
 *
 * @throws NotAllowedError `not_your_session`; StateError `session_not_active`.
 */
export async function endByAgent(
  ports: Ports,
  agent: AgentProfile,
  sessionId: string,
): Promise<Session> {
  const { session, change } = await changeSession(ports, sessionId, (session, now) => {
    mustHold(session, agent);
    if (hasEnded(session)) return null;
    // A supervisor passes the check above for any session.
    if (!session.assignment) throw new StateError('session_not_active');
    return end(session, { now, actor: participantOf(agent), reason: 'agent_ended' });
  });
  if (change) {
    await settle(ports, change);
    // The agent too: it may have been a supervisor, and the last entry belongs to every transcript.
    await Promise.all([
      tellCustomer(ports, session, closedFrame(session, forCustomer(change.messages))),
      tellAgent(ports, session, closedFrame(session, change.messages)),
    ]);
  }
  return session;
}

/** The customer stayed away beyond the grace; nothing happens if they are back. */
export async function endAbandoned(ports: Ports, sessionId: string): Promise<void> {
  await endUnlessMoot(ports, sessionId, 'customer_lost', ({ assignment }) =>
    assignment ? 'customer_left' : 'abandoned_in_queue',
  );
}

/** The customer answered neither the agent nor the warning. */
export async function endIdle(ports: Ports, sessionId: string): Promise<void> {
  await endUnlessMoot(ports, sessionId, 'idle_over', () => 'customer_idle');
}

/** A chat with the bot that nobody goes on with. */
export async function endIdleWithBot(ports: Ports, sessionId: string): Promise<void> {
  await endUnlessMoot(ports, sessionId, 'bot_idle', () => 'bot_idle');
}

/** The customer has not answered the agent for a while: both are told that the chat will end. */
export async function warnIdleCustomer(ports: Ports, sessionId: string): Promise<void> {
  const { session, change } = await changeSession(ports, sessionId, (session, now) =>
    isOver(session, 'idle_warning', now) ? warnIdle(session, now) : null,
  );
  if (!change) return;
  await Promise.all([
    tellCustomer(ports, session, { type: 'message.created', ...customerUpdate(change) }),
    tellAgent(ports, session, { type: 'message.created', ...agentUpdate(change) }),
  ]);
}

async function endUnlessMoot(
  ports: Ports,
  sessionId: string,
  deadline: DeadlineKind,
  reasonOf: (session: Session) => CloseReason,
): Promise<void> {
  const { session, change } = await changeSession(ports, sessionId, (session, now) =>
    isOver(session, deadline, now)
      ? end(session, { now, actor: SYSTEM, reason: reasonOf(session) })
      : null,
  );
  if (!change) return;
  await settle(ports, change);
  await Promise.all([
    tellCustomer(ports, session, closedFrame(session, forCustomer(change.messages))),
    tellAgent(ports, session, closedFrame(session, change.messages)),
  ]);
}

/** What follows every end, whoever caused it. Never throws. */
export async function settle(ports: Ports, { before, after }: Change): Promise<void> {
  const { sessionId, assignment, escalation } = after;
  if (before.status === 'queued' && escalation) {
    await withdrawCard(ports, { before, after, messages: [] }, escalation.status);
  }
  if (before.escalation?.offer) await setTimers(ports, [routing(QueueName.options)]);
  if (after.status === 'wrap_up' && assignment) {
    const { assignmentId } = assignment;
    await setTimers(ports, [
      { timer: { kind: 'wrap_up', sessionId, assignmentId }, delayMs: POLICY.wrapUpCapacityMs },
    ]);
  }
}

/** The end as a frame. */
export function closedFrame(session: Session, messages: readonly Message[]): SessionClosed {
  const reason = session.closeReason ?? 'agent_ended';
  return { type: 'session.closed', ...updateOf(session, messages), reason };
}
