import type { Assessment } from '../../protocol/assessment.ts';
import type { Escalation } from '../../protocol/escalation.ts';
import type { WaitTrouble } from '../../protocol/vocabulary.ts';
import { EMPTY_SIGNALS } from '../analysis/turn-signals.ts';
import { type Change, type Draft, recorded, says, step, withAgents } from './change.ts';
import { StateError } from './errors.ts';
import type { OpenEscalation } from './escalation.ts';
import { firstQuestion } from './intake.ts';
import { withdrawal } from './offers.ts';
import { POLICY } from './policy.ts';
import { raised } from './routing.ts';
import { BOT, customerOf, type Session, SYSTEM } from './session.ts';
import { connectingText, TEXTS } from './texts.ts';

/**
 * A person is needed: bot → queued, with the escalation recorded and the customer told, honestly
 * if nobody is there. The wait counts from the turn that showed the need.
 *
 * @throws StateError `session_not_active` unless the session is the bot's.
 */
export function escalate(
  session: Session,
  assessment: Assessment,
  about: { now: number; escalationId: string; excerpt: string; trouble: WaitTrouble | null },
): Change {
  if (session.status !== 'bot') throw new StateError('session_not_active');
  const { now, trouble } = about;
  const n = session.escalationCount + 1;
  const waitingSince = session.candidate?.at ?? now;
  const priority = isRepeatContact(session, assessment, now)
    ? raised(assessment.priority)
    : assessment.priority;
  const open: OpenEscalation = {
    escalationId: about.escalationId,
    n,
    status: 'pending',
    priority,
    queue: assessment.queue,
    score: assessment.score,
    reasons: assessment.reasons.slice(0, 4).map((reason) => ({
      ...reason,
      evidence: reason.evidence.slice(0, 1),
    })),
    waitingSince,
    excerpt: about.excerpt,
    passedBy: [],
    preferredAgent: stickyAgent(session, now),
    trouble: trouble ?? undefined,
    passSince: waitingSince,
    record: { spells: [], missedBy: [] },
  };
  const asking = trouble ? null : firstQuestion(assessment.queue, session.details ?? {});
  const drafts: Draft[] = [
    says(
      connectingText(
        assessment.reasons.map(({ code }) => code),
        trouble,
      ),
      'escalated',
      BOT,
    ),
  ];
  if (asking) drafts.push(says(asking.text, 'detail_asked', BOT));
  const change = step(
    session,
    now,
    {
      status: 'queued',
      candidate: undefined,
      // What led here is in the record; the next turns to count are those after the return.
      signals: EMPTY_SIGNALS,
      escalation: open,
      escalationCount: n,
      intake: asking ? { asking: asking.detail, done: [] } : undefined,
    },
    drafts,
  );
  return {
    ...change,
    escalation: { kind: 'create', n, escalation: recordOf(open, assessment, change, now) },
  };
}

function recordOf(
  open: OpenEscalation,
  assessment: Assessment,
  { before, after }: Change,
  now: number,
): Escalation {
  return {
    escalationId: open.escalationId,
    status: open.status,
    priority: open.priority,
    queue: open.queue,
    assessment,
    createdAt: now,
    history: [
      {
        at: now,
        actor: SYSTEM,
        cause: 'escalated',
        session: { from: before.status, to: after.status },
        escalation: { from: null, to: open.status },
      },
    ],
  };
}

function isRepeatContact({ previous }: Session, { queue }: Assessment, now: number): boolean {
  return previous?.queue === queue && previous.at > now - POLICY.repeatContactMs;
}

function stickyAgent({ previous }: Session, now: number): string | undefined {
  return previous && previous.at > now - POLICY.stickyMs ? previous.agentId : undefined;
}

/** The session's waiting escalation. @throws StateError `session_not_waiting` without one. */
export function waitingOf(session: Session): OpenEscalation {
  const { escalation } = session;
  if (session.status !== 'queued' || !escalation) throw new StateError('session_not_waiting');
  return escalation;
}

/**
 * The customer leaves the line: queued → bot.
 *
 * @throws StateError `session_not_waiting` if it does not wait.
 */
export function cancelWait(session: Session, now: number): Change {
  const escalation = waitingOf(session);
  const change = step(session, now, backWithBot(session), [says(TEXTS.cancelled, 'cancelled')]);
  return withAgents(
    recorded(change, {
      at: now,
      actor: customerOf(session),
      cause: 'cancelled',
      to: 'cancelled',
    }),
    ...withdrawal(escalation),
  );
}

/** The bot again, with a clean slate: what led to the escalation must not lead to the next. */
export function backWithBot(session: Session): Partial<Session> {
  return {
    status: 'bot',
    escalation: undefined,
    intake: undefined,
    candidate: undefined,
    signals: EMPTY_SIGNALS,
    botSinceSeq: session.seq + 1,
  };
}

/**
 * Waiting alone may not help: the customer is told why and what they can choose.
 *
 * @throws StateError `session_not_waiting` if it does not wait.
 */
export function troubled(session: Session, trouble: WaitTrouble, now: number): Change {
  const escalation = waitingOf(session);
  const change = step(session, now, { escalation: { ...escalation, trouble } }, [
    says(TEXTS.trouble[trouble], 'wait_choice', BOT),
  ]);
  return recorded(change, { at: now, actor: SYSTEM, cause: trouble });
}

/**
 * Somebody can take it again.
 *
 * @throws StateError `session_not_waiting` if it does not wait.
 */
export function relieved(session: Session, now: number): Change {
  // The longest promised wait counts anew, or its end would follow at once.
  const escalation = { ...waitingOf(session), trouble: undefined, passSince: now };
  return step(session, now, { escalation });
}

/**
 * The customer wants to wait all the same: a new pass, in which everybody is asked again.
 *
 * @returns `null` if there was nothing to choose.
 * @throws StateError `session_not_waiting` if it does not wait.
 */
export function keepWaiting(session: Session, now: number): Change | null {
  const escalation = waitingOf(session);
  if (!escalation.trouble) return null;
  const change = step(
    session,
    now,
    {
      escalation: {
        ...escalation,
        trouble: undefined,
        passedBy: [],
        passSince: now,
        patient: escalation.trouble !== 'nobody_left',
      },
    },
    [says(TEXTS.stillWaiting, 'still_waiting', BOT)],
  );
  return recorded(change, { at: now, actor: customerOf(session), cause: 'kept_waiting' });
}

/** What the customer is told of their place, or `null` if they know it already. */
export function placed(
  session: Session,
  told: Pick<OpenEscalation, 'position' | 'estimate'>,
  now: number,
): Change | null {
  const { escalation } = session;
  if (session.status !== 'queued' || !escalation) return null;
  const { position, estimate } = escalation;
  const same =
    position === told.position &&
    estimate?.from === told.estimate?.from &&
    estimate?.to === told.estimate?.to;
  return same ? null : step(session, now, { escalation: { ...escalation, ...told } });
}
