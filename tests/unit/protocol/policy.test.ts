import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DEFAULT_POLICY } from '../../../protocol/default-policy.ts';
import { parsePolicy } from '../../../protocol/parse-policy.ts';
import { HandoffPolicy } from '../../../protocol/policy.ts';

const hours = (days: object, timeZone = 'Europe/Zurich') => ({ businessHours: { timeZone, days } });
const refusalOf = (overrides: unknown): string => {
  try {
    parsePolicy(overrides);
  } catch (error) {
    return (error as Error).message;
  }
  return 'taken';
};

describe('deviations from the policy', () => {
  it.each([
    [{}],
    [{ routing: 'auto' }],
    [{ offerMs: 1, capacity: 1 }],
    [{ businessHours: null }],
    [hours({ mon: { from: '08:00', to: '24:00' }, sun: { from: '00:00', to: '00:30' } })],
    [hours({})],
    [{ headStartMs: { urgent: 0, high: 0, medium: 0, low: 0 } }],
    [{ idleWarningMs: 1000, idleEndMs: 1001 }],
  ])('are taken as they are: %j', (overrides) => {
    expect(parsePolicy(overrides)).toEqual(overrides);
  });

  it.each([
    [{ routing: 'fair' }, 'policy.routing: '],
    [{ offerMs: 0 }, 'policy.offerMs: '],
    [{ offerMs: -1 }, 'policy.offerMs: '],
    [{ offerMs: 0.5 }, 'policy.offerMs: '],
    [{ offerMs: '30 s' }, 'policy.offerMs: '],
    [{ offerMs: null }, 'policy.offerMs: '],
    [{ capacity: 0 }, 'policy.capacity: '],
    [{ headStartMs: { urgent: 1, high: 1, medium: 1 } }, 'policy.headStartMs.low: '],
    [{ headStartMs: { urgent: -1, high: 1, medium: 1, low: 1 } }, 'policy.headStartMs.urgent: '],
    [hours({}, 'Mars/Olympus'), 'policy.businessHours.timeZone: There is no such time zone.'],
    [hours({ mon: { from: '8:00', to: '18:00' } }), 'policy.businessHours.days.mon.from: '],
    [hours({ mon: { from: '08:00', to: '24:01' } }), 'policy.businessHours.days.mon.to: '],
    [hours({ mon: { from: '08:00' } }), 'policy.businessHours.days.mon.to: '],
    [hours({ monday: { from: '08:00', to: '18:00' } }), 'policy.businessHours.days.monday: '],
    [{ businessHours: { days: {} } }, 'policy.businessHours.timeZone: '],
  ])('are refused by the name of the field: %j', (overrides, start) => {
    expect(refusalOf(overrides).startsWith(start), refusalOf(overrides)).toBe(true);
  });

  it.each([[{ ofrMs: 1 }], [null], [undefined], [[]], ['auto'], [7]])(
    'that are no deviations of this policy are refused: %j',
    (overrides) => {
      expect(refusalOf(overrides)).not.toBe('taken');
    },
  );

  it.each([
    [{ idleWarningMs: DEFAULT_POLICY.idleEndMs }, 'policy.idleWarningMs must be less than'],
    [{ idleEndMs: 1 }, 'policy.idleWarningMs must be less than policy.idleEndMs.'],
    [{ wrapUpMs: 1 }, 'policy.wrapUpCapacityMs must be less than policy.wrapUpMs.'],
  ])('must fit to each other and to the defaults: %j', (overrides, start) => {
    expect(refusalOf(overrides)).toContain(start);
  });

  it('whatever comes in, are taken or refused with a message', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(refusalOf(value)).not.toBe('');
      }),
    );
  });
});

describe('the defaults', () => {
  it('are a policy, and would be taken from a deployment', () => {
    expect(HandoffPolicy.parse(DEFAULT_POLICY)).toEqual(DEFAULT_POLICY);
    expect(parsePolicy(DEFAULT_POLICY)).toEqual(DEFAULT_POLICY);
  });

  it('put a more urgent wait before a less urgent one', () => {
    const { urgent, high, medium, low } = DEFAULT_POLICY.headStartMs;

    expect([low, medium, high, urgent]).toEqual(
      [low, medium, high, urgent].toSorted((a, b) => a - b),
    );
    expect(DEFAULT_POLICY.requeuedHeadStartMs).toBeGreaterThan(urgent);
  });
});
