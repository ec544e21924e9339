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
    [{ headStartMs: { low: 1 } }],
    [{ idleWarningMs: 1000, idleEndMs: 1001 }],
    [{ analysis: { handOverFrom: 0.6, reasons: { 'topic.legal': { queue: 'billing' } } } }],
    [{ analysis: { reasons: { 'topic.fraud': { overrideFrom: null } }, raises: [] } }],
    [{ texts: { teams: { retention: 'our loyalty team' }, held: 'One moment, please.' } }],
    [{ texts: { leads: { 'topic.safety': null } } }],
    [{ texts: { cancelled: 'x'.repeat(400) } }],
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
    [{ headStartMs: { urgent: -1 } }, 'policy.headStartMs.urgent: '],
    [{ headStartMs: { dire: 1 } }, 'policy.headStartMs.dire: '],
    [{ headStartMs: null }, 'policy.headStartMs: '],
    [{ analysis: null }, 'policy.analysis: '],
    [{ analysis: { handoverFrom: 0.6 } }, 'policy.analysis.handoverFrom: '],
    [{ analysis: { version: '' } }, 'policy.analysis.version: '],
    [{ analysis: { categoryWeights: { topic: 2 } } }, 'policy.analysis.categoryWeights.topic: '],
    [
      { analysis: { reasons: { 'topic.legal': { weight: 1.5 } } } },
      'policy.analysis.reasons.topic.legal.weight: ',
    ],
    [
      { analysis: { reasons: { 'topic.legal': { wieght: 1 } } } },
      'policy.analysis.reasons.topic.legal.wieght: ',
    ],
    [
      { analysis: { reasons: { 'topic.legal': { queue: 'lawyers' } } } },
      'policy.analysis.reasons.topic.legal.queue: ',
    ],
    [{ analysis: { reasons: { 'topic.lgal': {} } } }, 'policy.analysis.reasons.topic.lgal: '],
    [{ analysis: { queueOrder: ['topic.lgal'] } }, 'policy.analysis.queueOrder.0: '],
    [{ analysis: { raises: { 0: { from: 1 } } } }, 'policy.analysis.raises: '],
    [
      {
        analysis: { raises: [{ when: 'topic.legal', from: 0, beside: [], priority: 'urgent' }] },
      },
      'policy.analysis.raises.0.beside: ',
    ],
    [{ texts: { joind: 'Hello' } }, 'policy.texts.joind: '],
    [{ texts: { cancelled: 7 } }, 'policy.texts.cancelled: '],
    [
      { texts: { cancelled: 'x'.repeat(401) } },
      'policy.texts.cancelled: Has 401 characters, at most 400',
    ],
    [{ texts: { cancelled: ' ' } }, 'policy.texts.cancelled: Must not be empty.'],
    [
      { texts: { cancelled: 'Bye {name}' } },
      'policy.texts.cancelled: {name} is unknown here: nothing can be filled in.',
    ],
    [
      { texts: { joined: '{nme} joined' } },
      'policy.texts.joined: {nme} is unknown here: only {name} and {team} can be filled in.',
    ],
    [{ texts: { joined: 'Somebody joined' } }, 'policy.texts.joined: Must contain {name}.'],
    [
      { texts: { joined: '{name joined {name}' } },
      'policy.texts.joined: Has a brace that belongs to no {name}.',
    ],
    [{ texts: { teams: { billing: '' } } }, 'policy.texts.teams.billing: '],
    [{ texts: { trouble: { max_wait: 'Sorry.' } } }, 'policy.texts.trouble.max_wait: Must contain'],
    [{ texts: { leads: { 'topic.legal': '' } } }, 'policy.texts.leads.topic.legal: '],
    [{ texts: { intake: { next: 'And?' } } }, 'policy.texts.intake.next: Must contain {question}.'],
    [JSON.parse('{"texts":{"__proto__":{"joined":"{name}"}}}'), 'policy.texts.__proto__: '],
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
    [
      { analysis: { handOverFrom: 0.5 } },
      'policy.analysis.offerFrom: 0.58 must not be more than handOverFrom, 0.5.',
    ],
    [
      { analysis: { offerFrom: 0.1 } },
      'policy.analysis.hysteresis: 0.1 must be less than offerFrom, 0.1.',
    ],
    [
      { analysis: { reasons: { 'sentiment.anger': { queue: 'retention' } } } },
      'policy.analysis.queueOrder: Must name sentiment.anger, which leads to the queue retention.',
    ],
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
