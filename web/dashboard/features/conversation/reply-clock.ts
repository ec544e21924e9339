import type { HeldSession } from './held.ts';

/**
 * How long a customer may wait for an answer, in ms, before the server gives the chat to somebody
 * else. A deployment can change it on the server; here it only colours and counts.
 */
export const REPLY_WITHIN_MS = 120_000;

/** From here on the clock turns amber, in ms before the end. */
const SOON_MS = 45_000;

/** What the reply clock shows. */
export interface ReplyClock {
  /** Milliseconds left; 0 when the time is over. */
  left: number;
  urgency: 'fine' | 'late' | 'over';
}

/** The clock of a held chat at the server's time `now`; null while nothing is owed. */
export function replyClock(
  held: Pick<HeldSession, 'status' | 'awaitingReplySince'>,
  now: number,
): ReplyClock | null {
  if (held.status !== 'active' || held.awaitingReplySince === null) return null;
  const left = Math.max(0, held.awaitingReplySince + REPLY_WITHIN_MS - now);
  if (left === 0) return { left, urgency: 'over' };
  return { left, urgency: left <= SOON_MS ? 'late' : 'fine' };
}
