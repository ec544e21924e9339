import type { AnalysisPolicy, SignalCode } from '../../protocol/analysis-policy.ts';
import type { Band } from '../../protocol/assessment.ts';
import { Category, Priority, type QueueName } from '../../protocol/vocabulary.ts';
import { noisyOr } from './rules/engine.ts';
import type { Signal } from './types.ts';

/** What the signals come to together. */
export interface Verdict {
  band: Band;
  score: number;
  categories: Record<Category, number>;
}

/**
 * Noisy-or twice: of a category's weighted signals, then of the weighted categories; at least the
 * strongest signal that hands over by itself. Monotone: a further or stronger signal never lowers
 * a score and never takes a band back.
 *
 * @param before the band of the turn before: an offer is not taken back for a trifle.
 */
export function combine(
  signals: readonly Signal[],
  policy: AnalysisPolicy,
  before: Band = 'continue',
): Verdict {
  const of = (category: Category): number =>
    noisyOr(
      signals
        .filter(({ code }) => policy.reasons[code].category === category)
        .map(({ code, score }) => policy.reasons[code].weight * clamp(score)),
    );
  const categories = {
    ai_performance: of('ai_performance'),
    user_behaviour: of('user_behaviour'),
    topic: of('topic'),
    sentiment: of('sentiment'),
  };
  const joint = noisyOr(
    Category.options.map((category) => policy.categoryWeights[category] * categories[category]),
  );
  const overrides = signals.filter(({ code, score: strength }) => {
    const from = policy.reasons[code].overrideFrom;
    return from !== null && strength >= from;
  });
  // What hands over by itself counts in full: agents read the score as the need for a person.
  const score = Math.max(joint, ...overrides.map(({ score: strength }) => clamp(strength)));
  const offerFrom = policy.offerFrom - (before === 'offer' ? policy.hysteresis : 0);
  const offered = score >= offerFrom ? 'offer' : 'continue';
  const band = overrides.length > 0 || score >= policy.handOverFrom ? 'hand_over' : offered;
  return { band, score, categories };
}

/** The most pressing priority that any reason, or two together, call for. */
export function priorityOf(signals: readonly Signal[], policy: AnalysisPolicy): Priority {
  const codes = new Set<SignalCode>(signals.map(({ code }) => code));
  const called: Priority[] = [...codes].map((code) => policy.reasons[code].priority);
  for (const { when, from, beside, priority } of policy.raises) {
    const holds = signals.some(({ code, score }) => code === when && score >= from);
    if (holds && (beside?.some((code) => codes.has(code)) ?? true)) called.push(priority);
  }
  return Priority.options.find((priority) => called.includes(priority)) ?? 'low';
}

/** The line of the first reason in the policy's order that has one. */
export function queueOf(signals: readonly Signal[], policy: AnalysisPolicy): QueueName {
  const codes = new Set<SignalCode>(signals.map(({ code }) => code));
  for (const code of policy.queueOrder) {
    const queue = policy.reasons[code].queue;
    if (queue && codes.has(code)) return queue;
  }
  return policy.defaultQueue;
}

function clamp(score: number): number {
  return Math.min(1, Math.max(0, score));
}
