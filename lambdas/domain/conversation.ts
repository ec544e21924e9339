import type { TurnSignals } from '../analysis/turn-signals.ts';
import { withSlots } from '../bot/slots.ts';
import type { BotReply } from '../bot/types.ts';
import { type Change, type ContactWrite, type Draft, recorded, says, step } from './change.ts';
import { NotAllowedError, StateError } from './errors.ts';
import { takeDetail } from './intake.ts';
import {
  agentOf,
  BOT,
  customerOf,
  hasEnded,
  type PendingCandidate,
  type Session,
} from './session.ts';
import { TEXTS } from './texts.ts';
import { agentSender, excerptOf, type Incoming, remember, spoken } from './transcript.ts';

/** What the bot and the pre-filter made of a customer's words. */
export interface JudgedTurn {
  reply: BotReply;
  candidate: boolean;
  explicitRequest: boolean;
  signals: TurnSignals;
}

/**
 * The customer says something. While the session is the bot's, its reply is stored in the same
 * step; once a person is wanted the bot is silent.
 *
 * @param judge called only while the session is the bot's.
 * @throws StateError `session_closed`, `cseq_conflict`, `gap`.
 */
export function customerSays(
  session: Session,
  incoming: Incoming,
  now: number,
  judge: (session: Session) => JudgedTurn,
): Change {
  if (hasEnded(session)) throw new StateError('session_closed');
  const words = spoken(customerOf(session), incoming);
  const last = remember(session, 'customer', incoming, session.seq + 1);
  if (session.status === 'queued') return whileWaiting(session, incoming, last, words, now);
  if (session.status !== 'bot') {
    const patch = {
      last,
      escalation: withExcerpt(session, incoming.text),
      awaitingReplySince: session.awaitingReplySince ?? now,
      idleSince: undefined,
      idleWarnedAt: undefined,
    };
    return step(session, now, patch, [words]);
  }
  const turn = judge(session);
  const answer: Draft = {
    from: BOT,
    text: answerText(turn),
    bot: turn.explicitRequest
      ? { confidence: 1, fallback: false, articleId: null }
      : {
          confidence: turn.reply.confidence,
          fallback: turn.reply.fallback,
          articleId: turn.reply.articleId,
        },
  };
  const details = withSlots(session.details, incoming.text);
  const change = step(session, now, { last, signals: turn.signals, details }, [words, answer]);
  if (turn.candidate || turn.explicitRequest) {
    change.after.candidate = candidateAt(change, now, turn.explicitRequest);
  }
  return session.seq === 0 ? { ...change, contact: firstContact(session) } : change;
}

/** The agent reads it all later; the bot only takes down what it asked for. */
function whileWaiting(
  session: Session,
  incoming: Incoming,
  last: Session['last'],
  words: Draft,
  now: number,
): Change {
  const { escalation, intake, details } = session;
  const turn =
    escalation && intake
      ? takeDetail(escalation.queue, details ?? {}, intake, incoming.text)
      : { details, intake, reply: null };
  const drafts = turn.reply ? [words, says(turn.reply, 'detail_asked', BOT)] : [words];
  return step(
    session,
    now,
    {
      last,
      escalation: withExcerpt(session, incoming.text),
      details: turn.details,
      intake: turn.intake,
    },
    drafts,
  );
}

function withExcerpt(session: Session, text: string): Session['escalation'] {
  const { escalation } = session;
  // Shown while it waits; while an agent is there it only stands by, in a head that stays small.
  const characters = session.status === 'queued' ? undefined : 60;
  return escalation && { ...escalation, excerpt: excerptOf(text, characters) };
}

function firstContact({ customerId, sessionId, openedAt }: Session): ContactWrite {
  return { customerId: customerId ?? sessionId, sessionId, at: openedAt };
}

/**
 * The customer presses "Talk to a person". Stored like a turn, so that it survives a lost queue
 * message.
 *
 * @returns `null` if a person has been asked for already.
 * @throws StateError `session_closed`.
 */
export function customerAsksForPerson(session: Session, now: number): Change | null {
  if (hasEnded(session)) throw new StateError('session_closed');
  if (session.status !== 'bot' || session.candidate?.explicit) return null;
  const change = step(session, now, {}, [{ from: BOT, text: TEXTS.requestHeard }]);
  change.after.candidate = candidateAt(change, now, true);
  return session.seq === 0 ? { ...change, contact: firstContact(session) } : change;
}

/**
 * The session's agent says something.
 *
 * @throws StateError `session_closed`, `cseq_conflict`, `gap`; NotAllowedError
 *   `not_your_session` for anybody else.
 */
export function agentSays(
  session: Session,
  agentId: string,
  incoming: Incoming,
  now: number,
): Change {
  if (hasEnded(session)) throw new StateError('session_closed');
  const from = agentOf(session);
  if (from?.id !== agentId) throw new NotAllowedError('not_your_session');
  const last = remember(session, agentSender(agentId), incoming, session.seq + 1);
  const { escalation, status } = session;
  const onHold = status === 'on_hold';
  const change = step(
    session,
    now,
    {
      last,
      awaitingReplySince: undefined,
      idleSince: now,
      idleWarnedAt: undefined,
      // Speaking again is the end of a hold.
      ...(onHold && { status: 'active' as const, heldAt: undefined }),
      escalation: escalation && {
        ...escalation,
        record: { ...escalation.record, firstReplyAt: escalation.record.firstReplyAt ?? now },
      },
    },
    [spoken(from, incoming)],
  );
  return onHold ? recorded(change, { at: now, actor: from, cause: 'resumed' }) : change;
}

/** Nobody assessed the turn in time and the customer asked for nothing: offer a person. */
export function offerPerson(session: Session, now: number): Change {
  return step(session, now, { candidate: undefined }, [
    { from: BOT, text: TEXTS.personOffered, event: 'person_offered' },
  ]);
}

/**
 * The analyzer saw no need for a person. If the bot had no answer and said that it looks for help,
 * it must not leave it at that.
 */
export function dismissCandidate(session: Session, now: number, answered: boolean): Change {
  return answered ? step(session, now, { candidate: undefined }) : offerPerson(session, now);
}

/**
 * What the bot says. Where a person is on the way, an article to somebody who asked for one, or
 * "say it in other words" just before "connecting you", would talk past the customer.
 */
function answerText({ reply, explicitRequest, candidate }: JudgedTurn): string {
  if (explicitRequest) return TEXTS.requestHeard;
  return candidate && reply.fallback ? TEXTS.lookingForHelp : reply.text;
}

function candidateAt(change: Change, now: number, explicit: boolean): PendingCandidate {
  const earlier = change.before.candidate;
  return {
    seq: change.after.seq,
    // The first unassessed turn keeps its clock: later ones must not postpone the safety net.
    at: earlier?.at ?? now,
    explicit: explicit || (earlier?.explicit ?? false),
  };
}
