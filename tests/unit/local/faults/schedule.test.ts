import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createSchedule } from '../../../../local/faults/schedule.ts';

const draw = (seed: number, stream: string, count: number) => {
  const schedule = createSchedule(seed);
  return Array.from({ length: count }, () => schedule.next(stream));
};

describe('a schedule', () => {
  it('gives the same numbers for the same seed, and others for another', () => {
    expect(draw(7, 'a', 50)).toEqual(draw(7, 'a', 50));
    expect(draw(8, 'a', 50)).not.toEqual(draw(7, 'a', 50));
  });

  it('gives each stream numbers that draws from other streams do not change', () => {
    fc.assert(
      fc.property(fc.integer(), fc.array(fc.constantFrom('a', 'b', 'c')), (seed, order) => {
        const schedule = createSchedule(seed);
        const mixed = order.map((stream) => ({ stream, value: schedule.next(stream) }));
        const ofA = mixed.filter(({ stream }) => stream === 'a').map(({ value }) => value);
        expect(ofA).toEqual(draw(seed, 'a', ofA.length));
      }),
    );
  });

  it('draws evenly from 0 up to 1', () => {
    const values = draw(42, 'a', 10_000);

    expect(values.every((value) => value >= 0 && value < 1)).toBe(true);
    for (const tenth of Array.from({ length: 10 }, (_, i) => i / 10)) {
      const share = values.filter((value) => value >= tenth && value < tenth + 0.1).length / 10_000;
      expect(share).toBeGreaterThan(0.085);
      expect(share).toBeLessThan(0.115);
    }
  });

  it('shuffles without losing or adding anything, the same for the same seed', () => {
    const list = Array.from({ length: 20 }, (_, i) => i);

    const shuffled = createSchedule(1).shuffle('a', list);

    expect(shuffled).not.toEqual(list);
    expect(shuffled.toSorted((a, b) => a - b)).toEqual(list);
    expect(createSchedule(1).shuffle('a', list)).toEqual(shuffled);
  });
});
