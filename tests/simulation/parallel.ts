import { fork } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { simulate, type Tally } from './simulate.ts';

/** Fewer histories are done before a second process is up. */
const WORTH_SPLITTING = 400;

/**
 * {@link simulate} in as many processes as there are processors, each with seeds of its own: the
 * result does not depend on their number.
 *
 * @param main the command's own file; started with `--part` it sends its tally instead of printing.
 */
export async function simulateInParts(seed: number, runs: number, main: string): Promise<Tally> {
  const parts = runs < WORTH_SPLITTING ? 1 : availableParallelism();
  if (parts === 1) return simulate(seed, runs);
  const size = Math.ceil(runs / parts);
  const from = performance.now();
  const tallies = await Promise.all(
    Array.from({ length: parts }, (_, i) =>
      part(main, seed + i * size, Math.min(size, runs - i * size)),
    ),
  );
  return { ...tallies.reduce(joined), ms: performance.now() - from };
}

function part(main: string, seed: number, runs: number): Promise<Tally> {
  return new Promise((resolve, reject) => {
    const child = fork(main, ['--seed', String(seed), '--runs', String(runs), '--part'], {
      execArgv: ['--import', 'tsx'],
    });
    let tally: Tally | undefined;
    child.on('message', (message) => {
      tally = message as Tally;
    });
    child.on('error', reject);
    child.on('exit', (code) => {
      if (tally) resolve(tally);
      else reject(new Error(`The part from seed ${seed} ended with ${code} and without a result.`));
    });
  });
}

function joined(a: Tally, b: Tally): Tally {
  return {
    runs: a.runs + b.runs,
    steps: a.steps + b.steps,
    events: a.events + b.events,
    ms: Math.max(a.ms, b.ms),
    faults: summed(a.faults, b.faults),
    broken: summed(a.broken, b.broken),
    first: a.first ?? b.first,
  };
}

function summed<K extends string>(a: Record<K, number>, b: Record<K, number>): Record<K, number> {
  return Object.fromEntries((Object.keys(a) as K[]).map((key) => [key, a[key] + b[key]])) as Record<
    K,
    number
  >;
}
