import { describe, expect, it } from 'vitest';
import { isOpenAt } from '../../../lambdas/domain/business-hours.ts';

const weekdays = { from: '08:00', to: '18:00' };
const inZone = (timeZone: string) => ({
  timeZone,
  days: {
    mon: weekdays,
    tue: weekdays,
    wed: weekdays,
    thu: weekdays,
    fri: weekdays,
    sat: { from: '10:00', to: '24:00' },
  },
});
const ZURICH = inZone('Europe/Zurich');
const open = (hours: Parameters<typeof isOpenAt>[0], iso: string) =>
  isOpenAt(hours, Date.parse(iso));

describe('business hours', () => {
  it('are always, if there are none', () => {
    expect(open(null, '2026-01-04T03:00:00Z')).toBe(true);
  });

  it.each([
    ['2026-01-05T06:59:59Z', false],
    ['2026-01-05T07:00:00Z', true],
    ['2026-01-05T16:59:59.999Z', true],
    ['2026-01-05T17:00:00Z', false],
  ])(
    'begin with their first minute and end before their last, by the clock there: %s %s',
    (iso, is) => {
      expect(open(ZURICH, iso)).toBe(is);
    },
  );

  it('are closed on a day that is left out', () => {
    expect(open(ZURICH, '2026-01-04T11:00:00Z')).toBe(false);
  });

  it('24:00 is the end of the day, not of the next', () => {
    expect(open(ZURICH, '2026-01-03T22:59:59Z')).toBe(true);
    expect(open(ZURICH, '2026-01-03T23:00:00Z')).toBe(false);
  });

  it('00:00 is the start of the day there, whatever day it is in Greenwich', () => {
    const allMonday = { timeZone: 'Asia/Kolkata', days: { mon: { from: '00:00', to: '24:00' } } };

    expect(open(allMonday, '2026-01-04T18:29:59Z')).toBe(false);
    expect(open(allMonday, '2026-01-04T18:30:00Z')).toBe(true);
    expect(open(allMonday, '2026-01-05T18:29:59Z')).toBe(true);
    expect(open(allMonday, '2026-01-05T18:30:00Z')).toBe(false);
  });

  it('are of the day there: Friday evening in Honolulu is Saturday in Greenwich', () => {
    expect(open(inZone('Pacific/Honolulu'), '2026-01-10T03:30:00Z')).toBe(true);
    expect(open(inZone('Pacific/Honolulu'), '2026-01-10T04:00:00Z')).toBe(false);
  });

  it.each([
    // Clocks go forward on 29 March and back on 25 October 2026 in Zurich.
    ['2026-03-27T06:59:00Z', false],
    ['2026-03-27T07:00:00Z', true],
    ['2026-03-30T05:59:00Z', false],
    ['2026-03-30T06:00:00Z', true],
    ['2026-10-23T06:00:00Z', true],
    ['2026-10-26T06:00:00Z', false],
    ['2026-10-26T07:00:00Z', true],
  ])('follow summer time: %s %s', (iso, is) => {
    expect(open(ZURICH, iso)).toBe(is);
  });

  it('include the hour that comes twice, and survive the one that never comes', () => {
    const night = { timeZone: 'Europe/Zurich', days: { sun: { from: '02:00', to: '03:00' } } };

    for (const iso of ['2026-10-25T00:30:00Z', '2026-10-25T01:30:00Z']) {
      expect(open(night, iso), iso).toBe(true);
    }
    for (const iso of ['2026-10-25T02:00:00Z', '2026-03-29T00:59:00Z', '2026-03-29T01:00:00Z']) {
      expect(open(night, iso), iso).toBe(false);
    }
  });
});
