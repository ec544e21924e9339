import type { GroupResult } from '../report.ts';
import { bundleHandler } from './bundle.ts';
import { candidates } from './candidates.ts';
import { installServerlessOffline } from './install.ts';
import { LOAD } from './measure.ts';
import { profileLoad } from './profile.ts';
import { reportProfile } from './report-profile.ts';
import { reportRounds } from './report-rounds.ts';
import { playRounds } from './rounds.ts';

const ROUNDS = 3;

/**
 * Measures the laptop cloud beside serverless-offline under the same load, then profiles it.
 * Breaks no budget. Throws CannotMeasureError when serverless-offline cannot be installed.
 */
export async function benchLaptop(): Promise<GroupResult> {
  await installServerlessOffline();
  const bundle = await bundleHandler();
  const [own, ...others] = candidates(bundle);
  const series = await playRounds([own, ...others], ROUNDS);
  const { connections, trips, sequential } = LOAD;
  console.log(
    `${trips} round trips by ${connections} connections, ${sequential} by one; ` +
      `medians of ${ROUNDS} rounds, times in ms unless said otherwise\n`,
  );
  const figures = reportRounds(series);
  console.error('\nProfiling the laptop cloud ...');
  const attribution = await profileLoad(own, bundle);
  return { figures: { ...figures, ...reportProfile(attribution, trips) }, violations: [] };
}
