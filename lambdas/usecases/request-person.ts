import type { ServerFrame } from '../../protocol/server-frames.ts';
import { customerAsksForPerson } from '../domain/conversation.ts';
import { cancelWait } from '../domain/handoff.ts';
import type { Ports } from '../ports.ts';
import { changeSession } from './change-session.ts';
import { customerUpdate, updateOf, withdrawCard } from './notify.ts';

/**
 * The customer presses "Talk to a person". Asking again repeats the hand-over to the analyzer and
 * changes nothing else.
 *
 * @throws StateError `session_closed`; UnavailableError if stored but not handed on.
 */
export async function requestPerson(ports: Ports, sessionId: string): Promise<ServerFrame> {
  const { session, change } = await changeSession(ports, sessionId, customerAsksForPerson);
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
  if (change) await withdrawCard(ports, change, 'cancelled');
  return { type: 'session.status_changed', ...update, reason: 'cancelled' };
}
