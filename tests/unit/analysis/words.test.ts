import { describe, expect, it } from 'vitest';
import { readTurn } from '../../../lambdas/analysis/reading.ts';
import type { WordCode } from '../../../lambdas/analysis/types.ts';
import { analyzer, mind } from '../../support/minds.ts';
import { SENTENCES, type Sentences } from './sentences.ts';
import { judge } from './support.ts';

const read = (text: string) => readTurn({ seq: 1, text }, mind);

describe('what the words of one message say', () => {
  it.each(Object.entries(SENTENCES) as [WordCode, Sentences][])(
    '%s is found in plain cases, and seldom in what only looks like it',
    (code, { yes, no }) => {
      const missed = yes.filter((text) => (read(text).words[code] ?? 0) < 0.5);
      const mistaken = no.filter((text) => (read(text).words[code] ?? 0) >= 0.5);

      expect(missed.length, missed.join('\n')).toBeLessThanOrEqual(1);
      expect(mistaken.length, mistaken.join('\n')).toBeLessThanOrEqual(Math.max(1, no.length / 5));
    },
  );

  it('quotes the customer for whatever it finds', () => {
    const found = Object.values(SENTENCES)
      .flatMap(({ yes }) => yes)
      .flatMap((text) => {
        const { words, quoteFor } = read(text);
        const codes = (Object.keys(words) as WordCode[]).filter(
          (code) => (words[code] ?? 0) >= 0.5,
        );
        return codes.map((code) => ({ text, quote: quoteFor(code) ?? '' }));
      });

    expect(found.length).toBeGreaterThan(100);
    for (const { text, quote } of found) {
      expect(text).toContain(quote);
      expect(quote.length).toBeLessThanOrEqual(120);
    }
    expect(found.filter(({ quote }) => quote === '').length).toBeLessThan(found.length / 50);
  });

  it('reads curly quotes as plain ones and still quotes the original', () => {
    const text = 'I can\u2019t make any calls since Monday';

    expect(read(text).quoteFor('topic.service_outage')).toContain('can\u2019t make');
  });

  it('finds several matters in one message', () => {
    const text =
      'Someone opened a contract in my name and now you charged me twice, I will go to Ofcom';

    const codes = judge(text).reasons.map(({ code }) => code);

    expect(codes).toEqual(
      expect.arrayContaining(['topic.fraud', 'topic.billing_dispute', 'topic.legal']),
    );
  });

  it('takes a request back that is withdrawn in the same message', () => {
    expect(judge('get me a human. no wait, forget it, worked it out').escalate).toBe(false);
  });

  it('counts the button as a request and says so as a fact', () => {
    const assessment = analyzer.assess({ turns: [], requestedPerson: true, assessedSeq: 4 });

    expect(assessment).toMatchObject({ escalate: true, priority: 'medium', assessedSeq: 4 });
    expect(assessment.reasons[0]?.evidence).toEqual([
      { seq: 0, text: 'pressed the button for a person', quote: false },
    ]);
  });
});
