import type { Ranking } from './ranking.ts';

/** What a ranking says about its own best article, as numbers for the logistic formula. */
export type Evidence = readonly [
  topPosterior: number,
  margin: number,
  score: number,
  nearestOutOfScope: number,
  coverage: number,
  coverageByBest: number,
];

/** Weights of a logistic formula: `1 / (1 + exp(-(bias + Σ weight × evidence)))`. */
export interface LogisticWeights {
  bias: number;
  weights: readonly number[];
}

/**
 * Fitted by `calibrate` in calibrate.ts on the shipped articles: every phrasing and every
 * out-of-scope sentence held out in turn, target "the best article is the right one", out-of-scope
 * sentences counting for a fifth of all. Refit with `npx tsx scripts/build-knowledge.ts` after
 * large changes of the articles; a test fails when the constants no longer hold.
 */
export const FITTED: LogisticWeights = {
  bias: -3.731,
  weights: [0.242, 2.08, 0.846, -2.309, 0.841, 3.515],
};

/**
 * Below this the bot says that it did not understand. An answer is then right more often than not,
 * and nine of ten out-of-scope sentences, held out, stay unanswered.
 */
export const ANSWER_THRESHOLD = 0.5;

/** Reads the evidence off a ranking. */
export function evidenceOf(ranking: Ranking): Evidence {
  const top = ranking.posterior[ranking.best] ?? 0;
  const second = ranking.posterior[ranking.second] ?? 0;
  return [
    top,
    top - second,
    ranking.score,
    ranking.nearestOutOfScope,
    ranking.coverage,
    ranking.coverageByBest,
  ];
}

/** Probability (0..1) that the best article of a ranking answers the message. */
export function confidenceOf(ranking: Ranking): number {
  return ranking.nearest > 0 ? logistic(FITTED, evidenceOf(ranking)) : 0;
}

/** The value (0..1) of a logistic formula. */
export function logistic({ bias, weights }: LogisticWeights, evidence: readonly number[]): number {
  const sum = evidence.reduce((total, value, i) => total + value * (weights[i] ?? 0), bias);
  return 1 / (1 + Math.exp(-sum));
}
