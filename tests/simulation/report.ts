import { INVARIANTS } from './invariants/all.ts';
import type { Tally } from './simulate.ts';

/** The figures as other reporting commands write them. */
export function figuresOf(tally: Tally) {
  const { runs, steps, events, ms, faults, broken } = tally;
  return {
    figures: {
      simulation: {
        histories: runs,
        steps,
        events,
        faults: sum(faults),
        'histories per second': Math.round((runs / ms) * 1000),
      },
      faults,
      'violations by invariant': broken,
    },
    violations: sum(broken),
  };
}

/** The same for people. */
export function tableOf(tally: Tally): string {
  const { runs, steps, events, ms, faults, broken } = tally;
  const rows = (entries: [string, number][]) => {
    const width = Math.max(...entries.map(([name]) => name.length));
    return entries.map(([name, count]) => `  ${name.padEnd(width)}  ${String(count).padStart(9)}`);
  };
  const names = new Map(INVARIANTS.map(({ id, name }) => [id, `${id} ${name}`]));
  return [
    ...rows([
      ['histories', runs],
      ['steps', steps],
      ['events', events],
      ['faults', sum(faults)],
      ['violations', sum(broken)],
      ['histories per second', Math.round((runs / ms) * 1000)],
    ]),
    '',
    'faults injected',
    ...rows(Object.entries(faults)),
    '',
    'histories that broke an invariant',
    ...rows(Object.entries(broken).map(([id, count]) => [names.get(id) ?? id, count])),
  ].join('\n');
}

function sum(counts: Record<string, number>): number {
  return Object.values(counts).reduce((total, count) => total + count, 0);
}
