import type { Assessment } from '../../protocol/assessment.ts';
import { combine, priorityOf, queueOf } from './combine.ts';
import { historyOf, WINDOW } from './history.ts';
import { type AnalysisPolicy, DEFAULT_POLICY } from './policy.ts';
import { readTurn } from './reading.ts';
import { signalsOf } from './signals/all.ts';
import type { AssessmentInput } from './types.ts';

/**
 * Judges whether a person should take over, and why. Pure and synchronous; the one entry to the
 * analysis. Reasons come strongest first, by what they weigh in the policy.
 */
export function assess(
  input: AssessmentInput,
  policy: AnalysisPolicy = DEFAULT_POLICY,
): Assessment {
  const readings = input.turns.slice(-WINDOW).map(readTurn);
  const customerTurns = Math.max(input.customerTurns ?? 0, input.turns.length);
  const history = historyOf(readings, customerTurns, input.requestedPerson ?? false);
  const signals = signalsOf(history);
  const verdict = combine(signals, policy);
  const weightOf = (signal: (typeof signals)[number]): number => {
    const { category, weight } = policy.signals[signal.code];
    return policy.categoryWeights[category] * weight * signal.score;
  };
  return {
    ...verdict,
    priority: priorityOf(signals, policy),
    queue: queueOf(signals, policy),
    reasons: signals.toSorted((a, b) => weightOf(b) - weightOf(a)),
    policyVersion: policy.version,
    assessedSeq: input.assessedSeq,
  };
}
