import type { Message } from '../../../protocol/message.ts';
import { nameOf } from './conversation-items.ts';
import { WORDS } from './words.ts';

/** True for what came from the other side: what badges count and screen readers are told. */
export function isIncoming({ from, event }: Message): boolean {
  if (from.role !== 'system') return from.role !== 'customer';
  // What the customer waits for, and what waits for the customer.
  return event === 'joined' || event === 'wait_choice' || event === 'idle_warning';
}

/** Number of messages after `readSeq` that came from the other side. */
export function unreadCount(messages: readonly Message[], readSeq: number): number {
  return messages.filter((message) => message.seq > readSeq && isIncoming(message)).length;
}

/** What a screen reader is told of a new message; null for own ones. */
export function announcementOf(message: Message): string | null {
  if (message.from.role === 'customer') return null;
  if (message.from.role === 'system') return message.text;
  return WORDS.says(nameOf(message.from), message.text);
}

/** What a screen reader is told when the panel opens on messages that came while it was closed. */
export function catchUp(messages: readonly Message[], readSeq: number): readonly string[] {
  const missed = messages.filter((message) => message.seq > readSeq && isIncoming(message));
  if (missed.length === 0) return [];
  const texts = missed.map(announcementOf).filter((text) => text !== null);
  return [WORDS.unread(missed.length), ...texts];
}
