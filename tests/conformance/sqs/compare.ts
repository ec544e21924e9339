import { isDeepStrictEqual } from 'node:util';
import { FORGIVEN_SQS, type ForgivenSqs, type Pair } from './forgiven.ts';
import type { Step } from './stage.ts';

/** What came of comparing two plays of the suite. */
export interface SqsComparison {
  compared: number;
  /** How often each excuse was needed. */
  forgiven: ReadonlyMap<string, number>;
  unexplained: Pair[];
}

/**
 * Compares call by call. What follows an unexplained difference is compared as long as the calls
 * are the same: a scenario goes on from what it was answered. Throws when calls differ without that,
 * because the plays are of two suites.
 */
export function compareSteps(ours: readonly Step[], theirs: readonly Step[]): SqsComparison {
  const forgiven = new Map<string, number>();
  const unexplained: Pair[] = [];
  let compared = 0;
  const others = byScenario(theirs);
  for (const [scenario, steps] of byScenario(ours)) {
    const found = unexplained.length;
    for (const [index, { call, answer }] of steps.entries()) {
      const other = others.get(scenario)?.[index];
      if (other?.call !== call) {
        if (unexplained.length > found) break;
        throw stale(`${scenario}: ${call}`);
      }
      compared += 1;
      const pair = { scenario, call, ours: answer, theirs: other.answer } as Pair;
      const ids = excusesFor(pair, FORGIVEN_SQS);
      if (!ids) unexplained.push(pair);
      for (const id of ids ?? []) forgiven.set(id, (forgiven.get(id) ?? 0) + 1);
    }
  }
  return { compared, forgiven, unexplained };
}

/** The excuses that are needed, none for answers that are the same; undefined if they do not do. */
function excusesFor(pair: Pair, excuses: readonly ForgivenSqs[]): string[] | undefined {
  const needed: string[] = [];
  let current = pair;
  for (const { id, level } of excuses) {
    if (isDeepStrictEqual(current.ours, current.theirs)) break;
    const levelled = level(current);
    if (!levelled) continue;
    const next = { ...current, ...levelled };
    if (isDeepStrictEqual(next, current)) continue;
    needed.push(id);
    current = next;
  }
  return isDeepStrictEqual(current.ours, current.theirs) ? needed : undefined;
}

function byScenario(steps: readonly Step[]): Map<string, Step[]> {
  const groups = new Map<string, Step[]>();
  for (const step of steps) groups.set(step.scenario, [...(groups.get(step.scenario) ?? []), step]);
  return groups;
}

function stale(what: string): Error {
  return new Error(`The recorded answers are of another suite (${what}). Record them again.`);
}
