/** How often a yes or no was right and wrong. */
export interface DecisionCounts {
  truePositives: number;
  falsePositives: number;
  falseNegatives: number;
  trueNegatives: number;
}

/** Shares from 0 to 1. */
export interface DecisionScores {
  precision: number;
  recall: number;
  f1: number;
}

/** Counts decisions against the truth. @throws RangeError when the lists differ in length. */
export function countDecisions(
  expected: readonly boolean[],
  got: readonly boolean[],
): DecisionCounts {
  if (expected.length !== got.length) throw new RangeError('One decision for each truth.');
  const counts = { truePositives: 0, falsePositives: 0, falseNegatives: 0, trueNegatives: 0 };
  expected.forEach((truth, at) => {
    if (got[at]) counts[truth ? 'truePositives' : 'falsePositives']++;
    else counts[truth ? 'falseNegatives' : 'trueNegatives']++;
  });
  return counts;
}

/** Precision, recall and their harmonic mean; 0 where nothing was predicted or nothing is there. */
export function scoreDecisions(counts: DecisionCounts): DecisionScores {
  const { truePositives, falsePositives, falseNegatives } = counts;
  return {
    precision: share(truePositives, truePositives + falsePositives),
    recall: share(truePositives, truePositives + falseNegatives),
    f1: share(2 * truePositives, 2 * truePositives + falsePositives + falseNegatives),
  };
}

/** F1 of decisions against the truth, 0 to 1. */
export function f1Of(expected: readonly boolean[], got: readonly boolean[]): number {
  return scoreDecisions(countDecisions(expected, got)).f1;
}

/**
 * Unweighted mean of the F1 of each class that the truth holds. A class that is only predicted has
 * no F1 of its own; it costs the classes it was predicted instead of.
 */
export function macroF1Of(expected: readonly string[], got: readonly string[]): number {
  const classes = [...new Set(expected)];
  const counts = new Map(classes.map((name) => [name, { right: 0, expected: 0, got: 0 }]));
  expected.forEach((name, at) => {
    const truth = counts.get(name);
    const predicted = counts.get(got[at] ?? '');
    if (truth) truth.expected++;
    if (predicted) predicted.got++;
    if (truth && name === got[at]) truth.right++;
  });
  return mean([...counts.values()].map((it) => share(2 * it.right, it.expected + it.got)));
}

/** Arithmetic mean; NaN of nothing. */
export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** `part` of `whole`; 0 of nothing. */
export function share(part: number, whole: number): number {
  return whole === 0 ? 0 : part / whole;
}
