import type { AnalysisPolicy } from '../../protocol/analysis-policy.ts';
import { Category, type ReasonCode } from '../../protocol/vocabulary.ts';
import { combine, type Verdict } from './combine.ts';
import type { Signal } from './types.ts';

/** Longest list of what would have changed the outcome. */
const MAX_TURNING_POINTS = 5;

/**
 * Each category's share (0..1, together 1) of the decision: how far the score falls without it. All
 * zero where nothing spoke for a person.
 */
export function sharesOf(
  signals: readonly Signal[],
  verdict: Verdict,
  policy: AnalysisPolicy,
): Record<Category, number> {
  const shares = { ai_performance: 0, user_behaviour: 0, topic: 0, sentiment: 0 };
  let total = 0;
  for (const category of Category.options) {
    const rest = signals.filter(({ code }) => policy.reasons[code].category !== category);
    const drop = Math.max(0, verdict.score - combine(rest, policy).score);
    // Where each of two suffices, neither is missed: what they weigh tells them apart.
    shares[category] = drop + 0.1 * policy.categoryWeights[category] * verdict.categories[category];
    total += shares[category];
  }
  for (const category of Category.options) {
    shares[category] = total === 0 ? 0 : Math.round((100 * shares[category]) / total) / 100;
  }
  return shares;
}

const PLAIN: Record<ReasonCode, string> = {
  'request.explicit': 'the request for a person',
  'ai.low_confidence': 'the bot’s doubtful answers',
  'ai.repeated_fallback': 'the bot’s misses',
  'ai.repeated_answer': 'the repeated answer',
  'behaviour.long_conversation': 'the length of the chat',
  'behaviour.repeated_query': 'the repeated question',
  'topic.billing_dispute': 'the disputed charge',
  'topic.service_outage': 'the outage',
  'topic.cancellation': 'the wish to leave',
  'topic.fraud': 'the sign of fraud',
  'topic.legal': 'the legal matter',
  'topic.safety': 'the danger to somebody',
  'sentiment.frustration': 'the frustration',
  'sentiment.anger': 'the anger',
  'system.analyzer_unavailable': 'the missing assessment',
};

/**
 * What would have changed the outcome, in plain sentences: each reason without which no person
 * would have been called, or else that no single one decided.
 */
export function turningPointsOf(
  signals: readonly Signal[],
  verdict: Verdict,
  policy: AnalysisPolicy,
): string[] {
  if (verdict.band !== 'hand_over') return [];
  const found: string[] = [];
  for (const signal of signals) {
    const rest = combine(
      signals.filter((other) => other !== signal),
      policy,
    );
    if (rest.band === 'hand_over') continue;
    const quote = signal.evidence.find((one) => one.quote)?.text;
    const words = quote ? ` (“${quote}”)` : '';
    found.push(
      `Without ${PLAIN[signal.code]}${words} the score would have been ${two(rest.score)}, below ${two(policy.handOverFrom)}.`,
    );
  }
  if (found.length > 0) return found.slice(0, MAX_TURNING_POINTS);
  return signals.length > 1
    ? ['No single reason decided: without any one of them a person would still have been called.']
    : [];
}

function two(score: number): string {
  return score.toFixed(2);
}
