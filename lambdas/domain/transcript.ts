import { SNAPSHOT_BYTES } from '../../protocol/limits.ts';
import type { Message, Participant } from '../../protocol/message.ts';
import type { Draft } from './change.ts';
import { StateError } from './errors.ts';
import type { Sent, Session } from './session.ts';

/** A message as its sender numbered it. */
export interface Incoming {
  id: string;
  cseq: number;
  text: string;
}

/** How an agent's messages are counted; the prefix keeps any id apart from `customer`. */
export function agentSender(agentId: string): string {
  return `agent:${agentId}`;
}

/** The place of the stored original if this is the sender's last message again, else `null`. */
export function findRetry(session: Session, sender: string, incoming: Incoming): Sent | null {
  const last = session.last[sender];
  return last?.id === incoming.id ? last : null;
}

/**
 * Notes the sender's message as the last one, standing at `seq`.
 *
 * @throws StateError `cseq_conflict` if the number was used for another message,
 *   `gap` if a number was left out.
 */
export function remember(
  session: Session,
  sender: string,
  incoming: Incoming,
  seq: number,
): Record<string, Sent> {
  const expected = (session.last[sender]?.cseq ?? 0) + 1;
  if (incoming.cseq < expected) throw new StateError('cseq_conflict');
  if (incoming.cseq > expected) throw new StateError('gap');
  return { ...session.last, [sender]: { cseq: incoming.cseq, id: incoming.id, seq } };
}

/** The transcript entry of a message that somebody sent. */
export function spoken(from: Participant, incoming: Incoming): Draft {
  return { id: incoming.id, from, text: incoming.text };
}

/** The entries as customers may see them: without the bot's confidence. */
export function forCustomer(messages: readonly Message[]): Message[] {
  return messages.map(({ bot: _hidden, ...message }) => message);
}

const EXCERPT_CHARACTERS = 140;

/** The start of a text on one line, for the pending list. */
export function excerptOf(text: string, characters = EXCERPT_CHARACTERS): string {
  const line = Array.from(text.replace(/\s+/gu, ' ').trim());
  return line.length <= characters ? line.join('') : `${line.slice(0, characters - 1).join('')}…`;
}

/** As many entries from the start as fit into one frame, at least one if there are any. */
export function pageOf(messages: readonly Message[]): Message[] {
  let bytes = 0;
  const end = messages.findIndex((message, i) => {
    bytes += Buffer.byteLength(JSON.stringify(message));
    return bytes > SNAPSHOT_BYTES && i > 0;
  });
  return end < 0 ? [...messages] : messages.slice(0, end);
}
