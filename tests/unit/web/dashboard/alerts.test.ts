import { describe, expect, test } from 'vitest';
import {
  type AlertSituation,
  decideAlert,
  REPEAT_MS,
  titleWithCount,
} from '../../../../web/dashboard/features/queue/alerts.ts';
import { card } from './fixtures.ts';

const situation = (change: Partial<AlertSituation> = {}): AlertSituation => ({
  agent: { agentId: 'a1', availability: 'available', capacity: 4, holding: 0 },
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
    ['away', { agentId: 'a1', availability: 'away', capacity: 4, holding: 0 }],
    ['busy', { agentId: 'a1', availability: 'busy', capacity: 4, holding: 0 }],
    ['at capacity', { agentId: 'a1', availability: 'available', capacity: 2, holding: 2 }],
    ['not known yet', null],
  ] as const)('an agent who is %s is left alone, also later about the same ones', (_, agent) => {
    const decision = decideAlert(situation({ agent, lastAt: 0 }));

    expect(decision.sound).toBe(false);
    expect(decideAlert(situation({ announced: decision.announced })).sound).toBe(false);
  });

  test('nobody waiting is silent', () => {
    expect(decideAlert(situation({ waiting: [], lastAt: 0 })).sound).toBe(false);
  });

  const asked = { offerId: 'o1', agentId: 'a2', name: 'Ben', until: 130_000 };

  test('a customer whom somebody else is asked about, or whom one has let pass, calls nobody', () => {
    const silent = (change: Parameters<typeof card>[0]) =>
      decideAlert(situation({ waiting: [card(change)] }));

    expect(silent({ offeredTo: asked }).sound).toBe(false);
    expect(silent({ passedBy: ['a1'] }).sound).toBe(false);
    expect(silent({ passedBy: ['a2'] }).sound).toBe(true);
  });

  test('once everybody has let them pass, everybody is called anew', () => {
    const before = decideAlert(situation());

    const decision = decideAlert(
      situation({
        waiting: [card({ trouble: 'nobody_left', passedBy: ['a1'] })],
        announced: before.announced,
        lastAt: 99_999,
      }),
    );

    expect(decision.sound).toBe(true);
  });

  test('an offer comes first in the title', () => {
    expect(titleWithCount('Switchboard', 3, true)).toBe('● New chat offered – Switchboard');
  });

  test('the title carries the count', () => {
    expect(titleWithCount('Switchboard', 0)).toBe('Switchboard');
    expect(titleWithCount('Switchboard', 3)).toBe('(3) Switchboard');
    expect(titleWithCount('Switchboard', 140)).toBe('(99+) Switchboard');
  });
});
