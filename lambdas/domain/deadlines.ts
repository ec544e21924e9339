import { POLICY } from './policy.ts';
import type { Session } from './session.ts';

/** What must happen to a session by itself once its time has come. */
export type DeadlineKind =
  | 'candidate_unassessed'
  | 'customer_lost'
  | 'offer_over'
  | 'max_wait'
  | 'agent_silent'
  | 'hold_over'
  | 'idle_warning'
  | 'idle_over'
  | 'bot_idle'
  | 'wrap_up_capacity'
  | 'wrap_up_over';

/** A moment after which something must happen to a session by itself. */
export interface Deadline {
  kind: DeadlineKind;
  at: number;
}

/** The deadlines that stand for this session, derived from its state alone. */
export function deadlinesOf(session: Session): Deadline[] {
  const deadlines: Deadline[] = [];
  const add = (kind: DeadlineKind, since: number | undefined, after: number) => {
    if (since !== undefined) deadlines.push({ kind, at: since + after });
  };
  const { status, candidate, customerLostAt, wrapUp, escalation } = session;
  if (status === 'bot') {
    add('candidate_unassessed', candidate?.at, POLICY.unassessedMs);
    if (!candidate) add('bot_idle', session.lastAt, POLICY.botIdleMs);
  }
  if (status === 'queued' || status === 'active' || status === 'on_hold') {
    add('customer_lost', customerLostAt, POLICY.customerGraceMs);
  }
  if (status === 'queued' && escalation) {
    if (escalation.offer) add('offer_over', escalation.offer.until, 0);
    else if (!escalation.trouble) add('max_wait', escalation.passSince, POLICY.maxWaitMs);
  }
  if (status === 'active') {
    add('agent_silent', session.awaitingReplySince, POLICY.agentReplyMs);
    // While the customer waits for an answer, nobody may call them idle.
    if (session.awaitingReplySince === undefined) {
      if (session.idleWarnedAt === undefined) {
        add('idle_warning', session.idleSince, POLICY.idleWarningMs);
      }
      // Warned late, they still get the time between the two.
      else add('idle_over', session.idleWarnedAt, POLICY.idleEndMs - POLICY.idleWarningMs);
    }
  }
  if (status === 'on_hold') add('hold_over', session.heldAt, POLICY.holdMs);
  if (status === 'wrap_up') {
    add('wrap_up_over', wrapUp?.at, POLICY.wrapUpMs);
    if (wrapUp?.capacityHeld) add('wrap_up_capacity', wrapUp.at, POLICY.wrapUpCapacityMs);
  }
  return deadlines;
}

/** True if this deadline stands and its time has come. */
export function isOver(session: Session, kind: DeadlineKind, now: number): boolean {
  return deadlinesOf(session).some((deadline) => deadline.kind === kind && deadline.at <= now);
}

/**
 * When the sweep must look at this session next, or `null` for never. A chat in progress is looked
 * at on a slower clock that its messages do not move: timers are there for what must be on time. A
 * waiting one is looked at now and then in any case, because its deadlines can arise in writes that
 * do not know the rest of its state (a lost connection).
 */
export function nextLook(session: Session, now: number): number | null {
  const { status, lookAt, lastAt } = session;
  const inProgress = status === 'bot' || status === 'active' || status === 'on_hold';
  const times = deadlinesOf(session)
    .filter(({ kind }) => !inProgress || kind === 'candidate_unassessed')
    .map(({ at }) => at);
  if (status === 'queued') times.push(now + POLICY.checkUpMs);
  if (inProgress && lastAt !== undefined && lookAt !== undefined) times.push(lookAt);
  return times.length > 0 ? Math.min(...times) : null;
}
