import type { Unexplained } from './compare/tally.ts';
import type { DirectedResult } from './directed/run.ts';
import { FORGIVEN } from './forgiven.ts';
import type { FuzzResult } from './fuzz/run.ts';

/** The figures of a run, line by line. */
export function figureLines(
  officialVersion: string,
  directed: DirectedResult,
  fuzz: FuzzResult,
): string[] {
  const unexplained = directed.tally.unexplained.length + fuzz.tally.unexplained.length;
  return [
    `official engine         DynamoDB Local ${officialVersion}`,
    `directed calls compared ${directed.tally.compared} in ${directed.scenarios} scenarios`,
    `operations fuzzed       ${fuzz.operations}, ${fuzz.accepted} of them accepted by both (${fuzz.tally.compared} answers compared)`,
    `seed                    ${fuzz.seed}`,
    'differences forgiven',
    ...forgivenLines([directed.tally.forgiven, fuzz.tally.forgiven]),
    `differences unexplained ${unexplained}`,
  ];
}

/** One line per excuse that was used: how often, the side the documentation supports, and why. */
function forgivenLines(counts: ReadonlyMap<string, number>[]): string[] {
  const total = (id: string) => counts.reduce((sum, each) => sum + (each.get(id) ?? 0), 0);
  return FORGIVEN.filter(({ id }) => total(id) > 0).map(
    ({ id, supports, reason }) =>
      `  ${String(total(id)).padStart(6)} ${id} (documentation supports ${supports}): ${reason}`,
  );
}

/** A difference as it can be tried again: the items, the request and both answers. */
export function unexplainedLines(difference: Unexplained): string[] {
  const { where, operation, body, ours, official, before } = difference;
  return [
    `${where}: ${operation} ${JSON.stringify(body)}`,
    ...(before ? [`  items    ${JSON.stringify(before)}`] : []),
    `  ours     ${JSON.stringify(ours)}`,
    `  official ${JSON.stringify(official)}`,
  ];
}
