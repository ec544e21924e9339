import { POLICY } from './policy.ts';
import type { Session } from './session.ts';

/** A moment after which something must happen to a session by itself. */
export type Deadline =
  | { kind: 'candidate_unassessed'; at: number }
  | { kind: 'customer_lost'; at: number }
  | { kind: 'wrap_up_capacity'; at: number }
  | { kind: 'wrap_up_over'; at: number };

/** The deadlines that stand for this session, derived from its state alone. */
export function deadlinesOf(session: Session): Deadline[] {
  const deadlines: Deadline[] = [];
  const { candidate, customerLostAt, wrapUp, status } = session;
  if (status === 'bot' && candidate) {
    deadlines.push({ kind: 'candidate_unassessed', at: candidate.at + POLICY.unassessedMs });
  }
  if ((status === 'queued' || status === 'active') && customerLostAt !== undefined) {
    deadlines.push({ kind: 'customer_lost', at: customerLostAt + POLICY.customerGraceMs });
  }
  if (status === 'wrap_up' && wrapUp) {
    deadlines.push({ kind: 'wrap_up_over', at: wrapUp.at + POLICY.wrapUpMs });
    if (wrapUp.capacityHeld) {
      deadlines.push({ kind: 'wrap_up_capacity', at: wrapUp.at + POLICY.wrapUpCapacityMs });
    }
  }
  return deadlines;
}

/**
 * When the sweep must look at this session next, or `null` for never. A waiting or active session
 * is looked at now and then in any case: its deadlines can arise in writes that do not know the
 * rest of its state (a lost connection).
 */
export function nextLook(session: Session, now: number): number | null {
  const times = deadlinesOf(session).map(({ at }) => at);
  if (session.status === 'queued' || session.status === 'active') {
    times.push(now + POLICY.checkUpMs);
  }
  return times.length > 0 ? Math.min(...times) : null;
}
