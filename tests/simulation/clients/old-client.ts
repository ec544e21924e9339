import type { ServerFrame } from '../../../protocol/server-frames.ts';

/** The frames that a client of the first release knows, with their fields. */
const UPDATE = ['sessionId', 'version', 'status', 'lastSeq', 'messages'];
const KNOWN: Partial<Record<ServerFrame['type'], readonly string[]>> = {
  'session.snapshot': [...UPDATE, 'more', 'lastCseq', 'agent', 'waitingSince', 'serverTime'],
  'session.status_changed': [...UPDATE, 'reason'],
  'session.superseded': [],
  'session.closed': [...UPDATE, 'reason'],
  'message.ack': [...UPDATE, 'id', 'cseq', 'seq'],
  'message.created': UPDATE,
  'typing.changed': ['sessionId', 'from', 'on'],
  'participant.joined': [...UPDATE, 'participant'],
  'participant.left': [...UPDATE, 'participant', 'reason'],
  'participant.disconnected': ['sessionId', 'participant'],
  'participant.returned': ['sessionId', 'participant'],
  problem: ['code', 'title', 'retriable', 'ref', 'sessionId', 'id', 'field'],
  pong: [],
};

/**
 * A frame as a client of the first release understands it: without newer fields, and `null` for a
 * type that it has never heard of.
 */
export function RELEASE_ONE(data: string): string | null {
  const frame = JSON.parse(data) as ServerFrame;
  if (!frame.type) return data;
  // Already the first client took entries from whatever frame brought them.
  const fields = KNOWN[frame.type] ?? ('messages' in frame ? UPDATE : undefined);
  if (!fields) return null;
  return JSON.stringify(
    Object.fromEntries(
      Object.entries(frame).filter(([name]) => name === 'type' || fields.includes(name)),
    ),
  );
}
