import { nextLook } from '../../domain/deadlines.ts';
import { POLICY } from '../../domain/policy.ts';
import { cardOf } from '../../domain/routing.ts';
import type { Session } from '../../domain/session.ts';
import { dueKey, headKey, pendingKey } from './keys.ts';

/** When an item written now may be deleted, in seconds as TTL wants it. */
export function ttlOf(now: number): number {
  return Math.floor((now + POLICY.retentionMs) / 1000);
}

/** The session's head as stored: its fields, and the index keys that its state asks for. */
export function toItem(session: Session, now: number): Record<string, unknown> {
  const card = cardOf(session);
  const look = nextLook(session, now);
  return {
    ...session,
    ...headKey(session.sessionId),
    ttl: ttlOf(now),
    ...(card && { card, ...pendingKey(card.queue, card.place, session.sessionId) }),
    ...(look !== null && dueKey(look, session.sessionId)),
  };
}

const STORAGE_ONLY = new Set([
  'pk',
  'sk',
  'ttl',
  'card',
  'pendingQueue',
  'pendingSort',
  'dueShard',
  'dueSort',
]);

/** The session in a stored head. */
export function fromItem(item: Record<string, unknown>): Session {
  return Object.fromEntries(
    Object.entries(item).filter(([name]) => !STORAGE_ONLY.has(name)),
  ) as unknown as Session;
}
