import fc from 'fast-check';
import { expect, it } from 'vitest';
import { DEFAULT_POLICY } from '../../../protocol/default-policy.ts';
import { mergePolicy } from '../../../protocol/merge-policy.ts';

it('changes what is named and nothing else, at every level', () => {
  const merged = mergePolicy({
    capacity: 2,
    analysis: { reasons: { 'topic.legal': { queue: 'billing' } } },
  });

  const { analysis } = DEFAULT_POLICY;
  expect(merged).toEqual({
    ...DEFAULT_POLICY,
    capacity: 2,
    analysis: {
      ...analysis,
      reasons: {
        ...analysis.reasons,
        'topic.legal': { ...analysis.reasons['topic.legal'], queue: 'billing' },
      },
    },
  });
});

it('takes lists, and objects where there was none, as a whole', () => {
  const businessHours = { timeZone: 'UTC', days: { mon: { from: '08:00', to: '09:00' } } };

  const merged = mergePolicy({ businessHours, analysis: { raises: [] } });

  expect(merged.businessHours).toEqual(businessHours);
  expect(merged.analysis.raises).toEqual([]);
});

it('of nothing, or of the defaults, is the defaults', () => {
  expect(mergePolicy({})).toEqual(DEFAULT_POLICY);
  expect(mergePolicy({ capacity: undefined })).toEqual(DEFAULT_POLICY);
  expect(mergePolicy(DEFAULT_POLICY)).toEqual(DEFAULT_POLICY);
});

it('changes neither the defaults nor the deviations, whatever they are', () => {
  const usual = structuredClone(DEFAULT_POLICY);
  fc.assert(
    fc.property(fc.record({ analysis: fc.jsonValue(), texts: fc.jsonValue() }), (overrides) => {
      const given = structuredClone(overrides);

      mergePolicy(overrides);

      expect(overrides).toEqual(given);
      expect(DEFAULT_POLICY).toEqual(usual);
    }),
  );
});
