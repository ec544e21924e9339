import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { Measurement } from '../../../bench/laptop/measure.ts';
import { reportRounds } from '../../../bench/laptop/report-rounds.ts';
import { median } from '../../../bench/laptop/rounds.ts';

const measurement = (perSecond: number, cpuMsPerTrip?: number): Measurement => {
  const result = { perSecond, p50: 1000 / perSecond, p95: 1, p99: 1, errors: 1 };
  return {
    coldMs: 1000,
    load: result,
    sequential: result,
    serverMb: 100,
    databaseMb: 50,
    cpuMsPerTrip,
    warmUpErrors: 2,
  };
};
const series = (name: string, ...measurements: Measurement[]) => ({ name, measurements });

beforeEach(() => {
  vi.spyOn(console, 'log').mockReturnValue();
});

describe('report of the rounds', () => {
  it('tells medians, the errors of all rounds, and the others as multiples of the first', () => {
    const own = series('own', measurement(100, 4), measurement(300, 6), measurement(200, 5));
    const other = series('other', measurement(50, 8), measurement(40, 10), measurement(60, 9));

    const figures = reportRounds([own, other]);

    expect(figures).toMatchObject({
      'own: round trips per second': 200,
      'own: errors of all rounds': 12,
      'own: round trips per second by round': '100 300 200',
      'own: total MB': 150,
      'other / own: round trips per second': 0.25,
      'other / own: CPU ms per round trip': 1.8,
    });
  });

  it('says nothing about CPU time where it is not known', () => {
    const figures = reportRounds([series('own', measurement(100))]);

    expect(Object.keys(figures).filter((name) => name.includes('CPU'))).toEqual([]);
  });

  it('has no median of nothing', () => {
    expect(() => median(series('own'), ({ coldMs }) => coldMs)).toThrow(RangeError);
  });
});
