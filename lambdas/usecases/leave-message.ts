import type { ClientFrameOf } from '../../protocol/client-frames.ts';
import type { LeftMessage, LeftMessageList } from '../../protocol/http.ts';
import type { ServerFrame } from '../../protocol/server-frames.ts';
import { QueueName } from '../../protocol/vocabulary.ts';
import { participantOf } from '../domain/agent.ts';
import { leaveMessage } from '../domain/ending.ts';
import { NotAllowedError } from '../domain/errors.ts';
import { serves } from '../domain/routing.ts';
import type { AgentProfile, Ports } from '../ports.ts';
import { changeSession } from './change-session.ts';
import { closedFrame, settle } from './end-session.ts';

/** Most left messages listed for one queue. */
const LIST_LIMIT = 100;

/**
 * The customer leaves a message instead of waiting; the chat ends. Doing it twice stores one.
 *
 * @throws StateError `session_closed` if it ended otherwise, `session_not_waiting` while an agent
 *   is there.
 */
export async function takeMessage(
  ports: Ports,
  { sessionId, contact, text }: ClientFrameOf<'message.leave'>,
): Promise<ServerFrame> {
  const { session, change } = await changeSession(ports, sessionId, (session, now) =>
    session.closeReason === 'message_left' ? null : leaveMessage(session, { contact, text }, now),
  );
  if (change) await settle(ports, change);
  return closedFrame(session, change?.messages ?? []);
}

/** What customers left in the agent's queues, newest first. */
export async function listLeftMessages(
  ports: Ports,
  agent: AgentProfile,
): Promise<LeftMessageList> {
  const queues = QueueName.options.filter((queue) => serves(agent, queue));
  const lists = await Promise.all(
    queues.map((queue) => ports.records.leftMessages(queue, LIST_LIMIT)),
  );
  return { messages: lists.flat().sort((a, b) => b.at - a.at) };
}

/**
 * The agent has taken care of a left message. The first one stands.
 *
 * @throws NotAllowedError `session_unknown` if there is no such message, `not_eligible` outside
 *   the agent's queues.
 */
export async function handleLeftMessage(
  ports: Ports,
  agent: AgentProfile,
  sessionId: string,
): Promise<LeftMessage> {
  const session = await ports.sessions.get(sessionId);
  if (session?.closeReason !== 'message_left' || session.closedAt === undefined) {
    throw new NotAllowedError('session_unknown');
  }
  const queue = session.escalation?.queue ?? 'general';
  if (!serves(agent, queue)) throw new NotAllowedError('not_eligible');
  const handled = { by: participantOf(agent), at: ports.clock.now() };
  const message = await ports.records.handleLeft(
    { queue, at: session.closedAt, sessionId },
    handled,
  );
  if (!message) throw new NotAllowedError('session_unknown');
  return message;
}
