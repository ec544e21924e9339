/**
 * Area under the ROC curve: the probability that a random positive scores above a random negative,
 * a tie counting half (Mann-Whitney U over mean ranks). NaN without positives or negatives.
 */
export function aucOf(expected: readonly boolean[], scores: readonly number[]): number {
  const order = scores.map((_, at) => at).sort((a, b) => at(scores, a) - at(scores, b));
  let positives = 0;
  let rankSum = 0;
  for (let from = 0; from < order.length; ) {
    let to = from;
    while (to < order.length && at(scores, at(order, to)) === at(scores, at(order, from))) to++;
    const meanRank = (from + 1 + to) / 2;
    for (const row of order.slice(from, to)) {
      if (!expected[row]) continue;
      positives++;
      rankSum += meanRank;
    }
    from = to;
  }
  const negatives = expected.length - positives;
  if (positives === 0 || negatives === 0) return Number.NaN;
  return (rankSum - (positives * (positives + 1)) / 2) / (positives * negatives);
}

/** A threshold (score at or above it: positive) and what it gives. */
export interface OperatingPoint {
  threshold: number;
  recall: number;
  falsePositiveRate: number;
}

/**
 * The threshold of highest recall whose share of false positives is at most `limit` (0.05 for
 * recall at 5 % false positives). Equal scores fall together. Recall is NaN without positives or
 * negatives, and 0 at an infinite threshold when the top score already breaks the limit.
 */
export function operatingPoint(
  expected: readonly boolean[],
  scores: readonly number[],
  limit: number,
): OperatingPoint {
  const positives = expected.filter(Boolean).length;
  const negatives = expected.length - positives;
  if (positives === 0 || negatives === 0) {
    return { threshold: Number.NaN, recall: Number.NaN, falsePositiveRate: Number.NaN };
  }
  const order = scores.map((_, row) => row).sort((a, b) => at(scores, b) - at(scores, a));
  let best: OperatingPoint = {
    threshold: Number.POSITIVE_INFINITY,
    recall: 0,
    falsePositiveRate: 0,
  };
  let found = 0;
  let wrong = 0;
  for (const [place, row] of order.entries()) {
    if (expected[row]) found++;
    else wrong++;
    const next = order[place + 1];
    if (next !== undefined && at(scores, next) === at(scores, row)) continue;
    if (wrong / negatives > limit) break;
    best = {
      threshold: at(scores, row),
      recall: found / positives,
      falsePositiveRate: wrong / negatives,
    };
  }
  return best;
}

/** Recall at 5 % false positives, 0 to 1. */
export function recallAt5fpr(expected: readonly boolean[], scores: readonly number[]): number {
  return operatingPoint(expected, scores, 0.05).recall;
}

function at(values: readonly number[], place: number): number {
  return values[place] ?? Number.NaN;
}
