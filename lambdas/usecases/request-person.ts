import type { ServerFrame } from '../../protocol/server-frames.ts';
import { QueueName } from '../../protocol/vocabulary.ts';
import { customerAsksForPerson } from '../domain/conversation.ts';
import { cancelWait, keepWaiting } from '../domain/escalating.ts';
import type { OpenEscalation } from '../domain/escalation.ts';
import { POLICY } from '../domain/policy.ts';
import type { Session } from '../domain/session.ts';
import type { Ports } from '../ports.ts';
import { changeSession } from './change-session.ts';
import {
  announceWaiting,
  customerUpdate,
  routing,
  setTimers,
  updateOf,
  withdrawCard,
} from './notify.ts';

/**
 * The customer presses "Talk to a person". Asking again repeats the hand-over to the analyzer and
 * changes nothing else; where they had to choose, it means that they wait.
 *
 * @throws StateError `session_closed`; UnavailableError if stored but not handed on.
 */
export async function requestPerson(ports: Ports, sessionId: string): Promise<ServerFrame> {
  const { session, change } = await changeSession(ports, sessionId, (session, now) =>
    session.status === 'queued' ? keepWaiting(session, now) : customerAsksForPerson(session, now),
  );
  if (change && session.escalation) await startPass(ports, session, session.escalation);
  if (session.candidate) {
    await ports.queues.candidate({ sessionId, seq: session.candidate.seq });
  }
  const update = change ? customerUpdate(change) : updateOf(session, []);
  return { type: 'session.status_changed', ...update, reason: 'person_requested' };
}

/**
 * The customer leaves the line and is back with the bot.
 *
 * @throws StateError `session_not_waiting` if an agent was faster or nobody was asked for.
 */
export async function cancelEscalation(ports: Ports, sessionId: string): Promise<ServerFrame> {
  const { session, change } = await changeSession(ports, sessionId, cancelWait);
  const update = change ? customerUpdate(change) : updateOf(session, []);
  if (change) {
    const { escalation } = change.before;
    await withdrawCard(ports, change, 'cancelled');
    if (escalation?.offer) await setTimers(ports, [routing(QueueName.options)]);
  }
  return { type: 'session.status_changed', ...update, reason: 'cancelled' };
}

/** Everybody is asked again, and the longest promised wait counts anew. */
async function startPass(
  ports: Ports,
  session: Session,
  { queue, escalationId }: OpenEscalation,
): Promise<void> {
  const { sessionId } = session;
  await Promise.all([
    announceWaiting(ports, session),
    setTimers(ports, [
      routing([queue], sessionId),
      { timer: { kind: 'max_wait', sessionId, escalationId }, delayMs: POLICY.maxWaitMs },
    ]),
  ]);
}
