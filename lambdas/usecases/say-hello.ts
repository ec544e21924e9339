import type { ServerFrame, ServerFrameOf } from '../../protocol/server-frames.ts';
import { NotAllowedError } from '../domain/errors.ts';
import { waitOf } from '../domain/routing.ts';
import { agentOf, customerOf, type Session } from '../domain/session.ts';
import { agentSender, forCustomer, pageOf } from '../domain/transcript.ts';
import type { Ports } from '../ports.ts';
import { routing, setTimers } from './notify.ts';
import { tellAgent } from './tell-agents.ts';

const PAGE_LIMIT = 100;

/**
 * The customer opens or resumes their session on this connection.
 *
 * @returns the snapshot, or `session.superseded` if a newer connection has taken over.
 */
export async function helloFromCustomer(
  ports: Ports,
  hello: { sessionId: string; lastSeq: number; connectionId: string },
): Promise<ServerFrame> {
  const known = await ports.sessions.helloCustomer(hello.sessionId, hello.connectionId);
  if (!known) return { type: 'session.superseded' };
  const { session, wasLost } = known;
  if (wasLost) {
    await tellAgent(ports, session, {
      type: 'participant.returned',
      sessionId: session.sessionId,
      participant: customerOf(session),
    });
    if (session.status === 'queued' && session.escalation) {
      // Who was gone was offered to nobody.
      await setTimers(ports, [routing([session.escalation.queue], session.sessionId)]);
    }
  }
  return snapshot(ports, session, hello.lastSeq, 'customer');
}

/**
 * An agent opens or resumes a session that they hold.
 *
 * @returns the snapshot, or `session.superseded` if a newer connection has taken over.
 * @throws NotAllowedError `not_your_session`.
 */
export async function helloFromAgent(
  ports: Ports,
  hello: { sessionId: string; lastSeq: number; agentId: string },
  connection: { connectionId: string; connectedAt: number },
): Promise<ServerFrame> {
  const { sessionId, agentId } = hello;
  const session = await ports.sessions.helloAgent(sessionId, agentId, connection);
  if (session === 'superseded') return { type: 'session.superseded' };
  if (session === 'not_theirs') throw new NotAllowedError('not_your_session');
  return snapshot(ports, session, hello.lastSeq, agentSender(agentId));
}

async function snapshot(
  ports: Ports,
  session: Session,
  lastSeq: number,
  sender: string,
): Promise<ServerFrameOf<'session.snapshot'>> {
  const page = await ports.sessions.page(session.sessionId, lastSeq, PAGE_LIMIT);
  const seen = sender === 'customer' ? forCustomer(page.messages) : page.messages;
  const messages = pageOf(seen);
  const last = messages.at(-1)?.seq ?? lastSeq;
  return {
    type: 'session.snapshot',
    sessionId: session.sessionId,
    version: session.version,
    status: session.status,
    lastSeq: session.seq,
    messages,
    more: last < session.seq && messages.length > 0,
    lastCseq: session.last[sender]?.cseq ?? 0,
    agent: agentOf(session),
    waitingSince: session.escalation?.waitingSince ?? null,
    wait: waitOf(session),
    read: page.read,
    closeReason: session.closeReason ?? null,
    csat: session.csat?.score ?? null,
    continuedFrom: session.continuedFrom ?? null,
    serverTime: ports.clock.now(),
  };
}
