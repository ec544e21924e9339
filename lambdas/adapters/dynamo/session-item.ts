import { EMPTY_SIGNALS, type TurnSignals } from '../../analysis/turn-signals.ts';
import { nextLook } from '../../domain/deadlines.ts';
import { POLICY } from '../../domain/policy.ts';
import { cardOf } from '../../domain/routing.ts';
import type { Session } from '../../domain/session.ts';
import { dueKey, headKey, pendingKey, sessionIdOf } from './keys.ts';

/** When an item written now may be deleted, in seconds as TTL wants it. */
export function ttlOf(now: number): number {
  return Math.floor((now + POLICY.retentionMs) / 1000);
}

/** The session's head as stored: its fields, and the index keys that its state asks for. */
export function toItem(session: Session, now: number): Record<string, unknown> {
  const card = cardOf(session);
  const look = nextLook(session, now);
  const { sessionId, signals, ...rest } = session;
  return {
    // Every message writes the head anew: what can be told without it stays out of its first KB.
    ...rest,
    ...(isEmpty(signals) ? {} : { signals }),
    ...headKey(sessionId),
    ttl: ttlOf(now),
    ...(card && { card, ...pendingKey(card.queue, card.place, sessionId) }),
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
  const fields = Object.fromEntries(
    Object.entries(item).filter(([name]) => !STORAGE_ONLY.has(name)),
  );
  return {
    sessionId: sessionIdOf(String(item.pk)),
    signals: EMPTY_SIGNALS,
    ...fields,
  } as unknown as Session;
}

function isEmpty({ customerTurns, fallbacksInARow, recent }: TurnSignals): boolean {
  return customerTurns === 0 && fallbacksInARow === 0 && recent.length === 0;
}
