import { describe, expect, test } from 'vitest';
import { INVARIANTS } from './invariants/all.ts';
import { hunt } from './mutants/hunt.ts';
import { MUTANTS } from './mutants/list.ts';

/** Histories that a mutant may survive; each is caught far earlier. */
const RUNS = 600;

describe.concurrent('every mutant is caught by the invariant that names its fault', () => {
  for (const mutant of MUTANTS) {
    test(`${mutant.caughtBy}: ${mutant.name}`, { timeout: 120_000 }, async () => {
      expect(INVARIANTS.map(({ id }) => id)).toContain(mutant.caughtBy);
      expect(await hunt(mutant, RUNS)).toBe(true);
    });
  }
});
