import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { INVARIANTS } from './invariants/all.ts';
import { MUTANTS } from './mutants/list.ts';
import { FAULTS } from './nemesis/kinds.ts';

const page = readFileSync(new URL('../../docs/INVARIANTS.md', import.meta.url), 'utf8');

/** The cells of every table row whose first cell matches. */
function rowsWith(first: RegExp): string[][] {
  return page
    .split('\n')
    .filter((line) => line.startsWith('|'))
    .map((line) =>
      line
        .split('|')
        .map((cell) => cell.trim())
        .slice(1, -1),
    )
    .filter(([cell]) => first.test(cell ?? ''));
}

const documented = rowsWith(/^I\d+$/);

test('the page has every invariant that the simulation checks, in the same words', () => {
  const checked = documented.filter(([, , , , where]) => where?.includes('simulation'));

  expect(checked.map(([id, statement]) => ({ id, statement }))).toEqual(
    INVARIANTS.map(({ id, statement }) => ({ id, statement })),
  );
});

test('the page names the mutants that each invariant catches', () => {
  for (const [id, , , caught = ''] of documented) {
    const names = MUTANTS.filter(({ caughtBy }) => caughtBy === id).map(({ name }) => name);
    expect(caught, id).toBe(names.join('; '));
  }
});

test('the page has every fault that the simulation injects', () => {
  const named = rowsWith(/^F\d+$/).flatMap(([, , how = '']) => how.match(/`(\w+)`/g) ?? []);
  const unique = new Set(named.map((name) => name.slice(1, -1)));

  for (const kind of Object.keys(FAULTS)) expect(unique, kind).toContain(kind);
});
