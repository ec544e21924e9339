import type { Outcome } from '../engines/wire.ts';

const SETS = new Set(['SS', 'NS', 'BS']);

/**
 * The outcome with everything in one order that has none: members of objects, members of sets, and
 * the lists named here. Members that are absent and members that are empty stay different.
 */
export function canonical(outcome: Outcome, unordered: readonly string[] = []): Outcome {
  return ordered(outcome, undefined, new Set(unordered)) as Outcome;
}

function ordered(value: unknown, name: string | undefined, unordered: Set<string>): unknown {
  if (Array.isArray(value)) {
    const members = value.map((member) => ordered(member, undefined, unordered));
    if (name === undefined || !(SETS.has(name) || unordered.has(name))) return members;
    return members.sort((a, b) => compareText(JSON.stringify(a), JSON.stringify(b)));
  }
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => compareText(a, b))
      .map(([member, inner]) => [member, ordered(inner, member, unordered)]),
  );
}

function compareText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
