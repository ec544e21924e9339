import type { Escalation, Feedback } from '../../protocol/escalation.ts';
import type { GiveFeedback, Gold, RatedConversation, RatedTurn } from '../../protocol/http.ts';
import type { Message } from '../../protocol/message.ts';
import {
  Category,
  type FeedbackVerdict,
  type Priority,
  type ReasonCode,
} from '../../protocol/vocabulary.ts';
import type { AgentRecord } from './agent.ts';
import { InvalidRequestError, NotAllowedError } from './errors.ts';
import type { Session } from './session.ts';

type Cause = Gold['categories'][number];

/**
 * What an agent said of an escalation, and where its words stand. The words themselves stay in the
 * transcript, so that they are kept once and end with it.
 */
export interface FeedbackRecord {
  sessionId: string;
  /** Number of the escalation in the session. */
  n: number;
  feedback: Feedback;
  /** The record belongs to that day, whenever the agent says it. */
  escalatedAt: number;
  /** Last transcript entry that the escalation was decided on. */
  assessedSeq: number;
  /** Last transcript entry that the feedback is about; later only if the agent named a later turn. */
  untilSeq: number;
  priority: Priority;
  categories: Cause[];
  plan?: string;
  policyVersion: string;
}

/** A customer's turn and the place of its last entry. */
interface PlacedTurn extends RatedTurn {
  /** Of the customer's own entry. */
  seq: number;
}

/** Events after which the bot starts anew: what was before does not count any more. */
const BACK_WITH_BOT = new Set(['cancelled', 'returned_to_bot']);

/**
 * The customer's turns that an escalation was decided on, and those after it, each with the bot's
 * answer if it gave one.
 *
 * @param messages the transcript from its start.
 */
export function turnsOf(messages: readonly Message[], assessedSeq: number): PlacedTurn[] {
  const start =
    messages.findLast(({ seq, event }) => seq <= assessedSeq && BACK_WITH_BOT.has(event ?? ''))
      ?.seq ?? 0;
  const turns: PlacedTurn[] = [];
  for (const { seq, from, text, bot } of messages) {
    if (seq <= start) continue;
    if (from.role === 'customer') turns.push({ seq, text });
    const turn = turns.at(-1);
    if (bot && turn && !turn.bot) {
      turn.bot = { text, confidence: bot.confidence, fallback: bot.fallback };
    }
  }
  return turns;
}

/**
 * Throws unless the caller has the session, had it during the escalation, or is a supervisor.
 *
 * @throws NotAllowedError `not_your_session`.
 */
export function mayJudge(
  { assignment }: Session,
  escalation: Escalation | undefined,
  { agentId, supervisor }: Pick<AgentRecord, 'agentId' | 'supervisor'>,
): void {
  const held = escalation?.history.some(
    ({ actor, escalation: { from, to } }) =>
      actor.id === agentId && (from === 'accepted' || to === 'accepted'),
  );
  if (supervisor || held || assignment?.agentId === agentId) return;
  throw new NotAllowedError('not_your_session');
}

/**
 * The record of what an agent said.
 *
 * @param messages the transcript from its start; needed only if `given` names a turn.
 * @throws InvalidRequestError `invalid_field` for a turn on the wrong side of the escalation.
 */
export function feedbackOn(
  { sessionId, customer }: Session,
  { n, escalation }: { n: number; escalation: Escalation },
  given: GiveFeedback,
  about: { agentId: string; at: number; messages: readonly Message[] },
): FeedbackRecord {
  const { assessment } = escalation;
  const { assessedSeq } = assessment;
  const note = given.note?.trim();
  return {
    sessionId,
    n,
    feedback: {
      verdict: given.verdict,
      ...(note && { note }),
      ...(given.turn !== undefined && { turn: given.turn }),
      agentId: about.agentId,
      at: about.at,
    },
    escalatedAt: escalation.createdAt,
    assessedSeq,
    untilSeq: Math.max(
      assessedSeq,
      placeOf(given, turnsOf(about.messages, assessedSeq), assessedSeq),
    ),
    priority: assessment.priority,
    categories: causesOf(assessment.reasons.map(({ code }) => code)),
    ...(customer.plan && { plan: customer.plan }),
    policyVersion: assessment.policyVersion,
  };
}

/** The entry of the turn that the agent named, or 0 without one. */
function placeOf(
  { verdict, turn }: GiveFeedback,
  turns: readonly PlacedTurn[],
  assessedSeq: number,
): number {
  if (turn === undefined) return 0;
  const escalatedAt = countUntil(turns, assessedSeq);
  const named = turns[turn - 1];
  const fits = verdict === 'too_late' ? turn < escalatedAt : turn > escalatedAt;
  if (!named || !fits)
    throw new InvalidRequestError('invalid_field', { details: { field: 'turn' } });
  return named.seq;
}

function countUntil(turns: readonly PlacedTurn[], seq: number): number {
  return turns.filter((turn) => turn.seq <= seq).length;
}

/** The families of the reasons as evaluation data names them, each once, in its order. */
function causesOf(codes: readonly ReasonCode[]): Cause[] {
  const families = new Set(codes.map((code) => code.split('.')[0]));
  const named: Record<Cause, string> = {
    ai_performance: 'ai',
    user_behaviour: 'behaviour',
    topic: 'topic',
    sentiment: 'sentiment',
    request: 'request',
  };
  return [...Category.options, 'request' as const].filter((cause) => families.has(named[cause]));
}

/**
 * The chat as one entry of evaluation data, with the agent's verdict as its gold label; `null` if
 * there are no words of the customer's to learn from: they pressed the button first, or the
 * transcript is gone.
 *
 * @param messages the transcript from its start, at least up to the record's `untilSeq`.
 */
export function ratedConversation(
  record: FeedbackRecord,
  messages: readonly Message[],
): RatedConversation | null {
  const { sessionId, n, plan, feedback, policyVersion, assessedSeq, untilSeq } = record;
  const turns = turnsOf(
    messages.filter(({ seq }) => seq <= untilSeq),
    assessedSeq,
  );
  const escalatedAt = countUntil(turns, assessedSeq);
  if (escalatedAt === 0) return null;
  return {
    id: `${sessionId}#${n}`,
    customer: plan === undefined ? {} : { plan },
    turns: turns.map(({ seq: _place, ...turn }) => turn),
    gold: goldOf(record, escalatedAt),
    feedback,
    policyVersion,
  };
}

/**
 * The gold label that a verdict stands for, of a chat escalated at its turn t:
 *
 * - `right`: t, and only t.
 * - `too_late`: the turn that the agent named, and only that; without one t − 1, of the window
 *   [t − 2, t − 1]. Nothing is before turn 1.
 * - `too_early`: the later turn that the agent named, and only that; without one nobody was needed.
 *
 * Priority and categories are the assessment's, because the agent judged only the time.
 */
export function goldOf(
  { feedback, priority, categories }: Pick<FeedbackRecord, 'feedback' | 'priority' | 'categories'>,
  escalatedAt: number,
): Gold {
  const { verdict, turn, note } = feedback;
  const why = note?.replace(/\s+/gu, ' ') ?? WHY[verdict];
  if (verdict === 'too_early' && turn === undefined) {
    return { escalateAt: null, window: null, priority: null, categories: [], why };
  }
  const at = turn ?? (verdict === 'right' ? escalatedAt : Math.max(1, escalatedAt - 1));
  const from = verdict === 'too_late' && turn === undefined ? Math.max(1, at - 1) : at;
  return { escalateAt: at, window: [from, at], priority, categories, why };
}

const WHY: Record<FeedbackVerdict, string> = {
  right: 'The agent who took over: right.',
  too_early: 'The agent who took over: too early.',
  too_late: 'The agent who took over: too late.',
};
