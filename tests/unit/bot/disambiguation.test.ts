import { describe, expect, it, test } from 'vitest';
import { chosenOf, disambiguation, isClose } from '../../../lambdas/bot/disambiguation.ts';
import type { Article } from '../../../lambdas/bot/types.ts';
import { DEFAULT_TEXTS } from '../../../protocol/default-texts.ts';

const article = (id: string, title: string): Article => ({
  id,
  title,
  topic: 'billing',
  queue: 'billing',
  needsPerson: false,
  answer: `About ${id}.`,
});
const FIRST = article('late-fee', 'A late fee');
const SECOND = article('first-bill', 'The first bill');

const shares = (...values: number[]) => ({
  best: 0,
  second: 1,
  shares: Float32Array.from(values),
  confidence: 0.4,
});

describe('two articles', () => {
  it('are close when both are likely and neither leads', () => {
    expect(isClose(shares(0.48, 0.4, 0.12))).toBe(true);
  });

  it.each([
    ['one leads', shares(0.8, 0.15, 0.05)],
    ['others are as likely', shares(0.3, 0.28, 0.42)],
    ['the message is hardly about any', { ...shares(0.5, 0.45, 0.05), confidence: 0.1 }],
  ])('are not close when %s', (_, found) => {
    expect(isClose(found)).toBe(false);
  });
});

test('the question names both, and their queue where they share it', () => {
  const reply = disambiguation(FIRST, SECOND, 0.4, DEFAULT_TEXTS.bot);

  expect(reply.text).toContain('1. A late fee\n2. The first bill');
  expect(reply).toMatchObject({
    fallback: false,
    articleId: null,
    queue: 'billing',
    choices: ['late-fee', 'first-bill'],
  });
});

describe('a choice', () => {
  it.each(['1', 'the first one please', 'Option 1.', 'a', 'a late fee!'])(
    'of the first: %s',
    (text) => {
      expect(chosenOf(text, [FIRST, SECOND])).toBe(FIRST);
    },
  );

  it.each(['2', 'second', 'the latter', 'it’s the second one', 'THE FIRST BILL'])(
    'of the second: %s',
    (text) => {
      expect(chosenOf(text, [FIRST, SECOND])).toBe(SECOND);
    },
  );

  it.each(['neither', 'my bill is 12 too high', '', '22'])('is not made by: %s', (text) => {
    expect(chosenOf(text, [FIRST, SECOND])).toBeUndefined();
  });

  it('is nothing where none was offered', () => {
    expect(chosenOf('1', [])).toBeUndefined();
  });
});
