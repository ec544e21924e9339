import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { estimateWait } from '../../../lambdas/domain/estimate.ts';
import { seededRandom } from '../../../lambdas/language/random.ts';

const pace = { handled: 10, handleMs: 10 * 300_000, slots: 2 };

/** How long it takes until so many chats ended, while `slots` run and each ends at random. */
function simulate(position: number, meanSeconds: number, slots: number, random: () => number) {
  let seconds = 0;
  for (let ended = 0; ended < position; ended += 1) {
    seconds += (-Math.log(1 - random()) * meanSeconds) / slots;
  }
  return seconds;
}

describe('an estimate of the wait', () => {
  it.each([
    ['too few chats today', { ...pace, handled: 4 }],
    ['no chat today', { handled: 0, handleMs: 0, slots: 2 }],
    ['nobody at work', { ...pace, slots: 0 }],
  ])('is unknown with %s', (_, known) => {
    expect(estimateWait(1, known)).toBeNull();
  });

  it('is a range of whole minutes, never of no length', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 200 }),
        fc.record({
          handled: fc.integer({ min: 5, max: 5000 }),
          handleMs: fc.nat(2 ** 31),
          slots: fc.integer({ min: 1, max: 200 }),
        }),
        (position, known) => {
          const estimate = estimateWait(position, known);
          if (!estimate) throw new Error('it is known');
          expect([estimate.from % 60, estimate.to % 60]).toEqual([0, 0]);
          expect(estimate.from).toBeGreaterThanOrEqual(0);
          expect(estimate.to).toBeGreaterThan(estimate.from);
        },
      ),
    );
  });

  it('never promises those behind to be sooner', () => {
    const estimates = Array.from({ length: 100 }, (_, i) => estimateWait(i + 1, pace));
    for (const side of ['from', 'to'] as const) {
      const seconds = estimates.map((estimate) => estimate?.[side] ?? Number.NaN);
      expect(seconds).toEqual(seconds.toSorted((a, b) => a - b));
    }
  });

  it('is longer where chats are longer and shorter where more run side by side', () => {
    const to = (patch: Partial<typeof pace>) => estimateWait(5, { ...pace, ...patch })?.to ?? 0;

    expect(to({ handleMs: 2 * pace.handleMs })).toBeGreaterThan(to({}));
    expect(to({ slots: 4 })).toBeLessThan(to({}));
  });

  it.each([1, 3, 10])(
    'at position %i is where 20 and 80 of 100 simulated waits are over, within 10 %%',
    (position) => {
      const random = seededRandom(position);
      // Chats of a week, so that rounding to minutes does not matter.
      const meanSeconds = 7 * 24 * 3600;
      const slots = 3;
      const waits = Array.from({ length: 20_000 }, () =>
        simulate(position, meanSeconds, slots, random),
      ).sort((a, b) => a - b);
      const handled = 50;

      const estimate = estimateWait(position, {
        handled,
        handleMs: handled * meanSeconds * 1000,
        slots,
      });

      for (const [side, percentile] of [
        ['from', waits[4000]],
        ['to', waits[16_000]],
      ] as const) {
        const ratio = (estimate?.[side] ?? 0) / (percentile ?? 0);
        expect(Math.abs(ratio - 1), `${side} of ${position}`).toBeLessThan(0.1);
      }
    },
  );
});
