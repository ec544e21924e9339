import { expect, test } from 'vitest';
import { violationsOf } from './invariants/all.ts';
import { play } from './run.ts';
import { planOf } from './script/plan.ts';
import { allOf, keptBy, smaller, tokenOf } from './script/smaller.ts';
import { shrink } from './shrink.ts';
import { simulate } from './simulate.ts';
import { traceOf } from './trace.ts';

const RUNS = 300;

test(`${RUNS} histories keep every promise`, { timeout: 90_000 }, async () => {
  const tally = await simulate(1, RUNS);

  expect(tally.first).toBeNull();
  expect(tally.runs).toBe(RUNS);
  const idle = Object.entries(tally.faults).filter(([, count]) => count === 0);
  expect(idle).toEqual([]);
});

test('the same seed gives the same history, to the last line', async () => {
  const [first, second] = [await play(planOf(7)), await play(planOf(7))];

  expect(traceOf(second.history)).toEqual(traceOf(first.history));
  expect(second.steps).toBe(first.steps);
});

test('a token names a part of a plan and brings it back', () => {
  const plan = planOf(3);
  const kept = { ...allOf(plan), actions: [0, 2, 33], faults: [1] };

  expect(keptBy(tokenOf(kept))).toEqual(kept);
  expect(smaller(plan, kept).actions).toEqual([0, 2, 33].flatMap((i) => plan.actions[i] ?? []));
  expect(() => keptBy('no token')).toThrow('no replay token');
});

test('a failing history shrinks to a few steps that fail the same way when replayed', {
  timeout: 60_000,
}, async () => {
  // A promise that nobody gives: no agent ever joins.
  const broken = {
    id: 'I0',
    name: 'nobody joins',
    statement: 'No session ever has an agent.',
    check: (history: Awaited<ReturnType<typeof play>>['history']) =>
      history.events.some((event) => event.kind === 'write' && event.after.assignment),
  };
  let seed = 1;
  while (!broken.check((await play(planOf(seed))).history)) seed += 1;
  const plan = planOf(seed);

  const kept = await shrink(plan, (history) => broken.check(history));
  const token = tokenOf(kept);
  const replayed = await play(smaller(plan, keptBy(token)));
  const again = await play(smaller(plan, keptBy(token)));

  expect(broken.check(replayed.history)).toBe(true);
  expect(traceOf(again.history)).toEqual(traceOf(replayed.history));
  expect(kept.actions.length + kept.faults.length).toBeLessThan(
    Math.min(8, plan.actions.length + plan.faults.length),
  );
  expect(violationsOf(replayed.history)).toEqual([]);
});
