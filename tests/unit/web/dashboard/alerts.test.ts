import { describe, expect, test } from 'vitest';
import {
  type AlertSituation,
  decideAlert,
  REPEAT_MS,
  titleWithCount,
} from '../../../../web/dashboard/features/queue/alerts.ts';
import { card } from './fixtures.ts';

const situation = (change: Partial<AlertSituation> = {}): AlertSituation => ({
  agent: { availability: 'available', capacity: 4, holding: 0 },
  waiting: [card()],
  announced: new Set(),
  lastAt: null,
  now: 100_000,
  ...change,
});

describe('alerts', () => {
  test('a new escalation sounds once', () => {
    const first = decideAlert(situation());
    const again = decideAlert(situation({ announced: first.announced, lastAt: 100_000 }));

    expect(first).toMatchObject({ sound: true, fresh: [{ sessionId: 's1' }] });
    expect(again).toMatchObject({ sound: false, fresh: [] });
  });

  test('it sounds again every 30 seconds while nobody takes it', () => {
    const announced = new Set(['e-s1']);

    expect(decideAlert(situation({ announced, lastAt: 100_000 - REPEAT_MS })).sound).toBe(true);
    expect(decideAlert(situation({ announced, lastAt: 100_001 - REPEAT_MS })).sound).toBe(false);
  });

  test.each([
    ['away', { availability: 'away', capacity: 4, holding: 0 }],
    ['busy', { availability: 'busy', capacity: 4, holding: 0 }],
    ['at capacity', { availability: 'available', capacity: 2, holding: 2 }],
    ['not known yet', null],
  ] as const)('an agent who is %s is left alone, also later about the same ones', (_, agent) => {
    const decision = decideAlert(situation({ agent, lastAt: 0 }));

    expect(decision.sound).toBe(false);
    expect(decideAlert(situation({ announced: decision.announced })).sound).toBe(false);
  });

  test('nobody waiting is silent', () => {
    expect(decideAlert(situation({ waiting: [], lastAt: 0 })).sound).toBe(false);
  });

  test('the title carries the count', () => {
    expect(titleWithCount('Switchboard', 0)).toBe('Switchboard');
    expect(titleWithCount('Switchboard', 3)).toBe('(3) Switchboard');
    expect(titleWithCount('Switchboard', 140)).toBe('(99+) Switchboard');
  });
});
