import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { imprint, likeness } from '../../../lambdas/analysis/imprint.ts';
import { network } from '../../support/minds.ts';

const likenessOf = (a: string, b: string): number => {
  const first = imprint(a, network);
  const second = imprint(b, network);
  if (!first || !second) throw new Error('Too short to compare.');
  return likeness(first, second);
};

describe('the likeness of two imprints', () => {
  it('is 1 for the same words and the same both ways for others', () => {
    const bill = 'why is my bill higher this month';
    const invoice = 'my invoice went up, what happened';

    expect(likenessOf(bill, bill)).toBeCloseTo(1, 5);
    expect(likenessOf(bill, invoice)).toBe(likenessOf(invoice, bill));
  });

  it.each([
    [
      'my broadband is down again',
      'the internet stopped working once more',
      'how do I pay my bill by card',
    ],
    [
      'can you unlock my phone please',
      'I want my handset unlocked',
      'when does the engineer come to us',
    ],
    [
      'I was charged twice in March',
      'you took the money two times last month',
      'which phones do you sell',
    ],
  ])('is greater for the same matter in other words: %s', (text, same, other) => {
    expect(likenessOf(text, same)).toBeGreaterThan(likenessOf(text, other));
  });
});

test('a text without enough letters has no imprint', () => {
  for (const text of ['', 'ok', '??', 'the of and']) expect(imprint(text, network)).toBeNull();
});

test('an imprint is short, always the same, and shows none of the words', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 400 }), (text) => {
      const found = imprint(text, network);
      expect(imprint(text, network)).toBe(found);
      if (found === null) return;
      expect(found).toMatch(/^[\w-]{43}\.[\w-]{22}$/);
    }),
    { numRuns: 60, seed: 9 },
  );
});
