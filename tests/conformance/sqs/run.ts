import { compareSteps } from './compare.ts';
import { type Recorded, readRecorded, writeRecorded } from './recorded.ts';
import { pairLines, sqsFigureLines } from './report.ts';
import { otherSide, startOurs } from './sides.ts';
import { playAll } from './suite.ts';

/** What to compare our SQS with; with the answers that are kept unless told otherwise. */
export interface SqsOptions {
  /** A service that runs, as the address that its clients use. */
  endpoint?: string;
  /** Its name and version; keeps its answers from now on. */
  record?: string;
}

/** Plays the suite, prints what came of it, and answers how many differences are unexplained. */
export async function compareSqs({ endpoint, record }: SqsOptions): Promise<number> {
  const recorded = endpoint === undefined ? readRecorded() : await ask(endpoint, record);
  if (record !== undefined) writeRecorded(recorded);
  const ours = await startOurs();
  const steps = await playAll(ours).finally(() => ours.close());
  const comparison = compareSteps(steps, recorded.steps);
  for (const pair of comparison.unexplained) console.log(`${pairLines(pair).join('\n')}\n`);
  const service = `${recorded.service}, answers of ${recorded.on}`;
  console.log(sqsFigureLines(service, comparison).join('\n'));
  return comparison.unexplained.length;
}

async function ask(endpoint: string, service = endpoint): Promise<Recorded> {
  const steps = await playAll(otherSide(endpoint));
  return { service, on: new Date().toISOString().slice(0, 10), steps };
}
