import { describe, expect, it } from 'vitest';
import { assess } from '../../../lambdas/analysis/assess.ts';
import { SENTENCES } from './sentences.ts';
import { judge, reason } from './support.ts';

const CASES = Object.entries(SENTENCES).flatMap(([code, { yes, no }]) => [
  ...yes.map((text) => ({ code, text, raised: true })),
  ...no.map((text) => ({ code, text, raised: false })),
]);

describe('what the words of one message say', () => {
  it.each(CASES)('$code in "$text": $raised', ({ code, text, raised }) => {
    const assessment = judge(text);

    expect(assessment.reasons.some((one) => one.code === code)).toBe(raised);
  });

  it.each(CASES.filter(({ raised }) => raised))('quotes the customer: "$text"', ({ text }) => {
    const { reasons } = judge(text);

    const quotes = reasons.flatMap(({ evidence }) => evidence).filter(({ quote }) => quote);
    expect(quotes.length).toBeGreaterThan(0);
    for (const { text: words, seq } of quotes) {
      expect(text).toContain(words);
      expect(words.length).toBeLessThanOrEqual(120);
      expect(seq).toBe(1);
    }
  });

  it('reads curly quotes as plain ones and still quotes the original', () => {
    const text = 'I can\u2019t make any calls since Monday';

    const outage = reason(judge(text), 'topic.service_outage');

    expect(outage?.evidence[0]?.text).toContain('can\u2019t make');
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
    const assessment = assess({ turns: [], requestedPerson: true, assessedSeq: 4 });

    expect(assessment).toMatchObject({ escalate: true, priority: 'medium', assessedSeq: 4 });
    expect(assessment.reasons[0]?.evidence).toEqual([
      { seq: 0, text: 'pressed the button for a person', quote: false },
    ]);
  });
});
