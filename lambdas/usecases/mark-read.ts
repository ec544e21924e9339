import type { ClientFrameOf } from '../../protocol/client-frames.ts';
import { NotAllowedError } from '../domain/errors.ts';
import type { Session } from '../domain/session.ts';
import type { Ports } from '../ports.ts';
import { tellCustomer } from './notify.ts';
import { tellAgent } from './tell-agents.ts';

type MessageRead = ClientFrameOf<'message.read'>;

/** The customer has seen the transcript up to here; the agent is shown it. */
export async function customerReads(ports: Ports, frame: MessageRead): Promise<void> {
  const session = await ports.sessions.get(frame.sessionId);
  if (!session) return;
  const seq = await mark(ports, session, 'customer', frame);
  if (seq === null) return;
  const { sessionId } = session;
  await tellAgent(ports, session, { type: 'message.read', sessionId, by: 'customer', seq });
}

/** The session's agent has seen the transcript up to here. @throws NotAllowedError `not_your_session`. */
export async function agentReads(ports: Ports, agentId: string, frame: MessageRead): Promise<void> {
  const session = await ports.sessions.get(frame.sessionId);
  if (session?.assignment?.agentId !== agentId) throw new NotAllowedError('not_your_session');
  const seq = await mark(ports, session, 'agent', frame);
  if (seq === null) return;
  const { sessionId } = session;
  await tellCustomer(ports, session, { type: 'message.read', sessionId, by: 'agent', seq });
}

/** The mark as it was moved, never beyond the transcript; `null` if it stood there already. */
async function mark(
  ports: Ports,
  session: Session,
  by: 'customer' | 'agent',
  frame: MessageRead,
): Promise<number | null> {
  const seq = Math.min(frame.seq, session.seq);
  const moved = await ports.sessions.markRead(session.sessionId, by, seq, ports.clock.now());
  return moved ? seq : null;
}
