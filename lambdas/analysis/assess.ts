import type { AnalysisPolicy } from '../../protocol/analysis-policy.ts';
import type { Assessment, Band } from '../../protocol/assessment.ts';
import { combine, priorityOf, queueOf } from './combine.ts';
import { sharesOf, turningPointsOf } from './explanation.ts';
import { historyOf, WINDOW } from './history.ts';
import type { Mind } from './mind.ts';
import { readTurn } from './reading.ts';
import { signalsOf } from './signals/all.ts';
import type { AssessmentInput, Reading } from './types.ts';

/**
 * Judges whether a person should take over, and why. Pure and synchronous. Reasons come strongest
 * first, by what they weigh in the policy.
 */
export function assess(
  input: AssessmentInput,
  { mind, policy }: { mind: Mind; policy: AnalysisPolicy },
): Required<Assessment> {
  const readings = input.turns.slice(-WINDOW).map((turn) => readTurn(turn, mind));
  const customerTurns = Math.max(input.customerTurns ?? 0, input.turns.length);
  const requested = input.requestedPerson ?? false;
  const silent = signalsOf(historyOf(readings.map(unquoted), customerTurns, requested));
  const verdict = combine(silent, policy, bandBefore(readings, customerTurns, policy));
  // Finding the words that counted is the dear part, and only people read them.
  const signals =
    verdict.band === 'continue' ? silent : signalsOf(historyOf(readings, customerTurns, requested));
  const weightOf = (signal: (typeof signals)[number]): number => {
    const { category, weight, overrideFrom } = policy.reasons[signal.code];
    const decides = overrideFrom !== null && signal.score >= overrideFrom;
    return decides ? 1 + signal.score : policy.categoryWeights[category] * weight * signal.score;
  };
  const reasons = signals.toSorted((a, b) => weightOf(b) - weightOf(a));
  return {
    escalate: verdict.band === 'hand_over',
    band: verdict.band,
    score: verdict.score,
    categories: verdict.categories,
    shares: sharesOf(signals, verdict, policy),
    turningPoints: turningPointsOf(reasons, verdict, policy),
    priority: priorityOf(signals, policy),
    queue: queueOf(signals, policy),
    reasons,
    policyVersion: policy.version,
    assessedSeq: input.assessedSeq,
  };
}

/** The band of the turn before the latest, from the turns themselves: the analyzer keeps nothing. */
function bandBefore(
  readings: readonly Reading[],
  customerTurns: number,
  policy: AnalysisPolicy,
): Band {
  let band: Band = 'continue';
  for (let count = 1; count < readings.length; count++) {
    const told = customerTurns - readings.length + count;
    const earlier = readings.slice(0, count).map(unquoted);
    band = combine(signalsOf(historyOf(earlier, told, false)), policy, band).band;
  }
  return band;
}

function unquoted(reading: Reading): Reading {
  return { ...reading, quoteFor: () => null };
}
