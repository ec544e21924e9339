import { percentile } from '../statistics.ts';
import type { Candidate } from './candidates.ts';
import { type Measurement, measure } from './measure.ts';

/** The measurements of one candidate, one for each round. */
export interface Series {
  name: string;
  measurements: Measurement[];
}

/**
 * Measures all candidates in each round, one after the other, so that what else the machine does
 * meanwhile befalls all of them alike.
 */
export async function playRounds(
  candidates: readonly Candidate[],
  rounds: number,
): Promise<Series[]> {
  const series = candidates.map(({ name }): Series => ({ name, measurements: [] }));
  for (let round = 1; round <= rounds; round += 1) {
    for (const [i, candidate] of candidates.entries()) {
      console.error(`Round ${round} of ${rounds}: ${candidate.name} ...`);
      series[i]?.measurements.push(await measure(candidate));
    }
  }
  return series;
}

/** The median, over the rounds that have it, of what `pick` takes from a measurement. */
export function median(
  { measurements }: Series,
  pick: (one: Measurement) => number | undefined,
): number {
  return percentile(
    measurements.flatMap((one) => pick(one) ?? []),
    50,
  );
}
