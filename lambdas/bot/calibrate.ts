import { type Evidence, evidenceOf, type LogisticWeights, logistic } from './confidence.ts';
import { createRanker } from './ranking.ts';
import type { Knowledge } from './types.ts';

/** Share of out-of-scope messages assumed among all that customers send: a judgement, not measured. */
const OUT_OF_SCOPE_SHARE = 0.2;
const STEPS = 4000;
const RATE = 2;
const RIDGE = 1e-3;

/** One sentence of the knowledge, answered as if it were not in there. */
export interface HeldOut {
  text: string;
  /** The article it belongs to; null for an out-of-scope sentence. */
  expected: string | null;
  /** The article ranked best. */
  found: string | null;
  evidence: Evidence;
}

/** Holds out every sentence of the knowledge in turn; about 0.3 ms each. */
export function holdOutEach(knowledge: Knowledge): HeldOut[] {
  const ranker = createRanker(knowledge);
  return ranker.documents.map(({ text, article }, document) => {
    const ranking = ranker.rankHeldOut(document);
    return {
      text,
      expected: article?.id ?? null,
      found: knowledge.articles[ranking.best]?.id ?? null,
      evidence: evidenceOf(ranking),
    };
  });
}

/**
 * Weight of each held-out sentence such that out-of-scope ones make up `OUT_OF_SCOPE_SHARE` of all;
 * the weights sum to 1.
 */
export function sentenceWeights(rows: readonly HeldOut[]): number[] {
  const outside = rows.filter((row) => row.expected === null).length;
  const inside = rows.length - outside;
  return rows.map((row) =>
    row.expected === null ? OUT_OF_SCOPE_SHARE / outside : (1 - OUT_OF_SCOPE_SHARE) / inside,
  );
}

/**
 * Fits the logistic formula of the confidence by gradient descent on the weighted log loss with a
 * small ridge. Deterministic.
 */
export function calibrate(rows: readonly HeldOut[]): LogisticWeights {
  const shares = sentenceWeights(rows);
  const size = rows[0]?.evidence.length ?? 0;
  const weights = new Array<number>(size).fill(0);
  let bias = 0;
  for (let step = 0; step < STEPS; step++) {
    const slope = weights.map((weight) => RIDGE * weight);
    let biasSlope = 0;
    rows.forEach((row, at) => {
      const target = row.expected !== null && row.expected === row.found ? 1 : 0;
      const error = (logistic({ bias, weights }, row.evidence) - target) * (shares[at] as number);
      biasSlope += error;
      row.evidence.forEach((value, i) => {
        slope[i] = (slope[i] as number) + error * value;
      });
    });
    bias -= RATE * biasSlope;
    for (let i = 0; i < size; i++) {
      weights[i] = (weights[i] as number) - RATE * (slope[i] as number);
    }
  }
  return { bias, weights };
}
