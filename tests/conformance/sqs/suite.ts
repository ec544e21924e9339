import { BATCHES } from './scenarios/batches.ts';
import { FIFO } from './scenarios/fifo.ts';
import { MESSAGES } from './scenarios/messages.ts';
import { QUEUES } from './scenarios/queues.ts';
import { randomWalk } from './scenarios/random.ts';
import { TIME } from './scenarios/time.ts';
import { play, type Scenario, type Side, type Step } from './stage.ts';

const SEEDS = [1, 2, 3, 4, 5];

/** Everything that is played to an SQS, in order. */
export const SCENARIOS: readonly Scenario[] = [
  ...MESSAGES,
  ...QUEUES,
  ...BATCHES,
  ...TIME,
  ...FIFO,
  ...SEEDS.flatMap((seed) => [randomWalk(seed, false), randomWalk(seed, true)]),
];

/** Plays the whole suite to one service. */
export async function playAll(side: Side): Promise<Step[]> {
  const steps: Step[] = [];
  for (const scenario of SCENARIOS) steps.push(...(await play(side, scenario)));
  return steps;
}
