import { seededRandom } from '../../../lambdas/language/random.ts';

/** Bounds of an interval. */
export type Interval = readonly [low: number, high: number];

/** How much to resample, and from which seed. */
export interface Resampling {
  resamples: number;
  seed: number;
}

/**
 * A 95 % interval by the percentile bootstrap (Efron, 1979): `statistic` of as many rows, drawn
 * with replacement, again and again. It gets row numbers; resamples where it is NaN are left out.
 */
export function bootstrap(
  rows: number,
  statistic: (sample: readonly number[]) => number,
  { resamples, seed }: Resampling,
): Interval {
  const random = seededRandom(seed);
  const values: number[] = [];
  for (let round = 0; round < resamples; round++) {
    const value = statistic(Array.from({ length: rows }, () => Math.floor(random() * rows)));
    if (!Number.isNaN(value)) values.push(value);
  }
  values.sort((a, b) => a - b);
  const quantile = (share: number): number =>
    values[Math.min(values.length - 1, Math.floor(share * values.length))] ?? Number.NaN;
  return [quantile(0.025), quantile(0.975)];
}
