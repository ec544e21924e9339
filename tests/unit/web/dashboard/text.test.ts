import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { announce } from '../../../../web/dashboard/features/conversation/announcements.ts';
import { checkDraft, sends } from '../../../../web/dashboard/features/conversation/draft.ts';
import { startsGroup } from '../../../../web/dashboard/features/conversation/grouping.ts';
import { toWrapUp } from '../../../../web/dashboard/features/wrap-up/wrap-up.ts';
import { initials } from '../../../../web/dashboard/lib/names.ts';
import { markQuotes, pointsAtMessage } from '../../../../web/dashboard/lib/quotes.ts';
import {
  clockOffset,
  spokenDuration,
  stopwatch,
  urgencyOfWait,
} from '../../../../web/dashboard/lib/time.ts';
import { excerptWords } from '../../../../web/dashboard/lib/words.ts';
import { message } from './fixtures.ts';

describe('quotes', () => {
  const marks = (text: string, quotes: string[]) =>
    markQuotes(text, quotes)
      .filter((stretch) => stretch.marked)
      .map((stretch) => stretch.text);

  test('every occurrence is marked, whatever its case', () => {
    expect(marks('Charged twice! I was charged twice.', ['charged twice'])).toEqual([
      'Charged twice',
      'charged twice',
    ]);
  });

  test('overlapping quotes become one mark', () => {
    expect(marks('never works at all', ['never works', 'works at all'])).toEqual([
      'never works at all',
    ]);
  });

  test('characters that mean something in patterns are only text', () => {
    expect(marks('cost (1.99)? ok', ['(1.99)?'])).toEqual(['(1.99)?']);
    expect(marks('abc', ['.*', ''])).toEqual([]);
  });

  test('the stretches joined are the text itself, and neighbours differ', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.array(fc.string()), (text, quotes) => {
        const stretches = markQuotes(text, quotes);

        expect(stretches.map((stretch) => stretch.text).join('')).toBe(text);
        for (const [index, stretch] of stretches.entries()) {
          expect(stretch.marked).not.toBe(stretches[index + 1]?.marked);
        }
      }),
    );
  });
});

describe('draft', () => {
  test('white space alone cannot be sent', () => {
    expect(checkDraft(' \n ').sendable).toBe(false);
    expect(checkDraft(' hi ').sendable).toBe(true);
  });

  test('the limit is 4,000 code points, as on the server', () => {
    expect(checkDraft('🙂'.repeat(4000))).toEqual({ sendable: true, left: 0 });
    expect(checkDraft('a'.repeat(4001))).toEqual({ sendable: false, left: -1 });
    expect(checkDraft('a'.repeat(3599)).left).toBeNull();
  });

  test('Enter sends, but not with Shift nor while a character is composed', () => {
    expect(sends({ key: 'Enter', shiftKey: false, isComposing: false })).toBe(true);
    expect(sends({ key: 'Enter', shiftKey: true, isComposing: false })).toBe(false);
    expect(sends({ key: 'Enter', shiftKey: false, isComposing: true })).toBe(false);
    expect(sends({ key: 'a', shiftKey: false, isComposing: false })).toBe(false);
  });
});

describe('transcript', () => {
  test('neighbours by one person within two minutes share a heading', () => {
    expect(startsGroup(message(2), message(1))).toBe(false);
    expect(startsGroup(message(2, { at: 122_000 }), message(1))).toBe(true);
    expect(startsGroup(message(2, { from: { role: 'agent' } }), message(1))).toBe(true);
    expect(startsGroup(message(1), undefined)).toBe(true);
  });

  test('each answer of the bot has its own heading, which tells how sure it was', () => {
    const bot = { from: { role: 'bot' as const } };

    expect(startsGroup(message(2, bot), message(1, bot))).toBe(true);
  });

  test('a screen reader hears what others said since, not history and not one’s own words', () => {
    const messages = [
      message(1),
      message(2, { text: 'hello?' }),
      message(3, { from: { role: 'agent' } }),
      message(4, { from: { role: 'system' }, text: 'The chat ended.' }),
    ];

    const lines = announce('s1', messages, 1, { name: 'Priya' }).map((line) => line.text);

    expect(lines).toEqual(['Priya says: hello?', 'The chat ended.']);
  });
});

describe('words', () => {
  test('a stopwatch shows hours only when there are any, and never runs below zero', () => {
    expect(stopwatch(7_900)).toBe('0:07');
    expect(stopwatch(724_000)).toBe('12:04');
    expect(stopwatch(3_729_000)).toBe('1:02:09');
    expect(stopwatch(-5_000)).toBe('0:00');
  });

  test('durations are spoken in their largest useful unit', () => {
    expect(spokenDuration(1_000)).toBe('1 second');
    expect(spokenDuration(130_000)).toBe('2 minutes');
    expect(spokenDuration(3_660_000)).toBe('1 hour 1 minute');
  });

  test('a wait is late from three quarters of its target', () => {
    expect(urgencyOfWait(74, 100)).toBe('fine');
    expect(urgencyOfWait(75, 100)).toBe('late');
    expect(urgencyOfWait(100, 100)).toBe('over');
  });

  test('the server’s clock is read half-way between question and answer', () => {
    expect(clockOffset(5_050, 1_000, 1_100)).toBe(4_000);
  });

  test('initials are the first letters of the first and last word', () => {
    expect(initials('Priya van der Raman')).toBe('PR');
    expect(initials(' Aiko ')).toBe('A');
    expect(initials('𝒳erxes')).toBe('𝒳');
    expect(initials('')).toBe('');
  });

  test('a wrap-up has a note only if something was written', () => {
    expect(toWrapUp('resolved', '  ')).toEqual({ disposition: 'resolved' });
    expect(toWrapUp('resolved', ' refunded ')).toEqual({
      disposition: 'resolved',
      note: 'refunded',
    });
    expect(toWrapUp('passed_on', 'x'.repeat(2_500)).note).toHaveLength(2_000);
  });

  test('somebody who has said nothing is told so instead of with an empty line', () => {
    expect(excerptWords(' ')).toBe('Asked for a person without a message');
    expect(excerptWords('no signal')).toBe('no signal');
  });

  test('evidence from the session as a whole points at no message', () => {
    const evidence = { text: '14 messages', quote: false };

    expect(pointsAtMessage({ ...evidence, seq: 0 })).toBe(false);
    expect(pointsAtMessage({ ...evidence, seq: 3 })).toBe(true);
  });
});
