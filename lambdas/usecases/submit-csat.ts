import type { ClientFrameOf } from '../../protocol/client-frames.ts';
import type { ServerFrame } from '../../protocol/server-frames.ts';
import { rate } from '../domain/ending.ts';
import type { Ports } from '../ports.ts';
import { changeSession } from './change-session.ts';
import { updateOf } from './notify.ts';

/**
 * The customer rates the chat after its end. The latest rating counts.
 *
 * @throws StateError `session_not_active` before the end.
 */
export async function submitCsat(
  ports: Ports,
  { sessionId, score, comment }: ClientFrameOf<'csat.submit'>,
): Promise<ServerFrame> {
  const { session } = await changeSession(ports, sessionId, (session, now) => {
    const same = session.csat?.score === score && session.csat.comment === comment;
    return same ? null : rate(session, { score, comment }, now);
  });
  return { type: 'session.status_changed', ...updateOf(session, []), reason: 'csat' };
}
