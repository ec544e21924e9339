import { expect, it } from 'vitest';
import { createRateLimit } from '../../../../local/gateway/rate-limit.ts';

it('lets a second’s worth pass at once, then as many as its rate, and saves up no more', () => {
  let time = 0;
  const mayPass = createRateLimit(4, () => time);
  const passing = (asked: number) =>
    Array.from({ length: asked }, mayPass).filter((passed) => passed).length;

  const counts = [passing(6)];
  for (const at of [250, 1000, 60_000]) {
    time = at;
    counts.push(passing(6));
  }

  expect(counts).toEqual([4, 1, 3, 4]);
});

it('lets one pass now and then at less than one per second', () => {
  let time = 0;
  const mayPass = createRateLimit(0.5, () => time);

  const passed = [0, 1000, 2000, 2001].map((at) => {
    time = at;
    return mayPass();
  });

  expect(passed).toEqual([true, false, true, false]);
});

it('lets everything pass without a rate', () => {
  const mayPass = createRateLimit(Number.POSITIVE_INFINITY);

  expect(Array.from({ length: 1000 }, mayPass)).not.toContain(false);
});
