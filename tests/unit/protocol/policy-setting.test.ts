import fc from 'fast-check';
import { expect, it } from 'vitest';
import { DEFAULT_POLICY } from '../../../protocol/default-policy.ts';
import { readPolicySetting, writePolicySetting } from '../../../protocol/policy-setting.ts';

it('is read as it was written, readable or packed', () => {
  const text = fc.string({ unit: 'grapheme', maxLength: 3000 });
  fc.assert(
    fc.property(fc.dictionary(fc.string(), text, { noNullPrototype: true }), (overrides) => {
      expect(readPolicySetting(writePolicySetting(overrides))).toEqual(
        JSON.parse(JSON.stringify(overrides)),
      );
    }),
  );
});

it('is readable while it is short', () => {
  expect(writePolicySetting({ capacity: 2 })).toBe('{"capacity":2}');
});

it('of all texts and rules leaves room for the other variables of a function', () => {
  expect(writePolicySetting(DEFAULT_POLICY).length).toBeLessThan(2750);
});

it.each(['', 'manual', 'brotli:', 'brotli:!!'])('“%s” is none', (setting) => {
  expect(() => readPolicySetting(setting)).toThrow();
});
