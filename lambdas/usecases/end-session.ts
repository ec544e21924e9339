import type { Message } from '../../protocol/message.ts';
import type { ServerFrameOf } from '../../protocol/server-frames.ts';
import type { CloseReason } from '../../protocol/vocabulary.ts';
import { participantOf } from '../domain/agent.ts';
import { end } from '../domain/ending.ts';
import { StateError } from '../domain/errors.ts';
import { mustHold } from '../domain/handoff.ts';
import { POLICY } from '../domain/policy.ts';
import { type Change, customerOf, hasEnded, type Session, SYSTEM } from '../domain/session.ts';
import { forCustomer } from '../domain/transcript.ts';
import type { AgentProfile, Ports } from '../ports.ts';
import { changeSession } from './change-session.ts';
import { tellAgent, tellCustomer, updateOf, withdrawCard } from './notify.ts';

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

/** The customer stayed away beyond the grace. `stillGone` guards against their return. */
export async function endAbandoned(
  ports: Ports,
  sessionId: string,
  stillGone: (session: Session, now: number) => boolean,
): Promise<void> {
  const { session, change } = await changeSession(ports, sessionId, (session, now) => {
    if (!stillGone(session, now)) return null;
    const reason: CloseReason = session.assignment ? 'customer_left' : 'abandoned_in_queue';
    return end(session, { now, actor: SYSTEM, reason });
  });
  if (!change) return;
  await settle(ports, change);
  await tellAgent(ports, session, closedFrame(session, change.messages));
}

/** What follows every end, whoever caused it. */
async function settle(ports: Ports, change: Change): Promise<void> {
  const { before, after } = change;
  if (before.status === 'queued') await withdrawCard(ports, change, 'abandoned');
  if (after.assignment && after.status === 'wrap_up') {
    const { assignmentId } = after.assignment;
    try {
      await ports.queues.timer(
        { kind: 'wrap_up', sessionId: after.sessionId, assignmentId },
        POLICY.wrapUpCapacityMs,
      );
    } catch (error) {
      // The sweep frees the agent a little later.
      ports.telemetry.error('wrap-up timer not set', error, { sessionId: after.sessionId });
    }
  }
}

function closedFrame(session: Session, messages: readonly Message[]): SessionClosed {
  const reason = session.closeReason ?? 'agent_ended';
  return { type: 'session.closed', ...updateOf(session, messages), reason };
}
