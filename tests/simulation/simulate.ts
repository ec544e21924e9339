import { INVARIANTS, type Violation, violationsOf } from './invariants/all.ts';
import { FAULTS, type FaultKind } from './nemesis/kinds.ts';
import { play } from './run.ts';
import { planOf } from './script/plan.ts';

/** What a series of runs came to. */
export interface Tally {
  runs: number;
  steps: number;
  events: number;
  ms: number;
  faults: Record<FaultKind, number>;
  /** Histories that broke each promise, by its id. */
  broken: Record<string, number>;
  /** The first history that broke something. */
  first: { seed: number; violations: Violation[] } | null;
}

/**
 * Plays the histories of the seeds `seed`, `seed + 1` … and checks each.
 *
 * @param stop told of each history's violations; true ends the series.
 */
export async function simulate(
  seed: number,
  runs: number,
  stop: (violations: readonly Violation[]) => boolean = () => false,
): Promise<Tally> {
  const tally: Tally = {
    runs: 0,
    steps: 0,
    events: 0,
    ms: 0,
    faults: Object.fromEntries(Object.keys(FAULTS).map((kind) => [kind, 0])) as Tally['faults'],
    broken: Object.fromEntries(INVARIANTS.map(({ id }) => [id, 0])),
    first: null,
  };
  const from = performance.now();
  for (let run = 0; run < runs; run += 1) {
    const { history, steps } = await play(planOf(seed + run));
    const violations = violationsOf(history);
    tally.runs += 1;
    tally.steps += steps;
    tally.events += history.events.length;
    for (const event of history.events) {
      if (event.kind === 'fault') tally.faults[event.fault] += 1;
    }
    for (const id of new Set(violations.map((violation) => violation.id))) {
      tally.broken[id] = (tally.broken[id] ?? 0) + 1;
    }
    if (violations.length > 0) tally.first ??= { seed: seed + run, violations };
    if (stop(violations)) break;
  }
  tally.ms = performance.now() - from;
  return tally;
}
