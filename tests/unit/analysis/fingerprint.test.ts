import { describe, expect, it } from 'vitest';
import { fingerprint, likeness } from '../../../lambdas/analysis/fingerprint.ts';

function alike(a: string, b: string): number {
  return likeness(fingerprint(a) ?? '', fingerprint(b) ?? '');
}

describe('fingerprint', () => {
  it('is 1 for the same words, whatever the case and the stop words', () => {
    expect(
      alike('Which line used the 60 gigabytes', 'WHICH of line used 60 gigabytes?'),
    ).toBeCloseTo(1);
  });

  it('is higher for a rephrased question than for another one', () => {
    const question = 'how do I schedule the guest wifi';
    const rephrased = alike(question, 'can guest wifi have a schedule?');
    const other = alike(question, 'when does my contract end');

    expect(rephrased).toBeGreaterThan(0.4);
    expect(other).toBeLessThan(0.2);
  });

  it('stays low for long texts about different things', () => {
    const one = 'The technician visited our apartment yesterday and replaced a socket. '.repeat(4);
    const two = 'Please explain which countries belong to roaming zone number three. '.repeat(4);

    expect(alike(one, two)).toBeLessThan(0.25);
  });

  it('is null where there is too little to compare', () => {
    expect([
      fingerprint(''),
      fingerprint('ok'),
      fingerprint('?'),
      fingerprint('yes do that'),
    ]).toEqual([null, null, null, null]);
  });

  it('is short and of fixed length', () => {
    expect(fingerprint('my internet connection drops every evening')).toHaveLength(43);
  });
});
