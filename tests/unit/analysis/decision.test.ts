import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { combine, priorityOf, queueOf } from '../../../lambdas/analysis/combine.ts';
import type { Signal } from '../../../lambdas/analysis/types.ts';
import { SignalCode } from '../../../protocol/analysis-policy.ts';
import { Assessment } from '../../../protocol/assessment.ts';
import { DEFAULT_ANALYSIS } from '../../../protocol/default-analysis.ts';
import { Priority, type QueueName } from '../../../protocol/vocabulary.ts';
import { answer, judge } from './support.ts';

const CODES = SignalCode.options;
const BANDS = ['continue', 'offer', 'hand_over'];
const signal = fc.record<Signal>({
  code: fc.constantFrom(...CODES),
  score: fc.double({ min: 0, max: 1, noNaN: true }),
  evidence: fc.constant([]),
});
const signals = fc.uniqueArray(signal, { selector: ({ code }) => code });

function at(code: SignalCode, score = 0.9): Signal {
  return { code, score, evidence: [] };
}

describe('combination', () => {
  it('never falls when evidence is added', () => {
    fc.assert(
      fc.property(signals, signal, (some, more) => {
        const before = combine(some, DEFAULT_ANALYSIS);
        const after = combine([...some, more], DEFAULT_ANALYSIS);
        expect(after.score).toBeGreaterThanOrEqual(before.score - 1e-12);
        expect(BANDS.indexOf(after.band)).toBeGreaterThanOrEqual(BANDS.indexOf(before.band));
      }),
    );
  });

  it('never falls when a signal grows stronger, and stays between 0 and 1', () => {
    fc.assert(
      fc.property(signals, fc.double({ min: 0, max: 1, noNaN: true }), (some, share) => {
        const stronger = some.map((one) => ({
          ...one,
          score: one.score + (1 - one.score) * share,
        }));
        const before = combine(some, DEFAULT_ANALYSIS);
        const after = combine(stronger, DEFAULT_ANALYSIS);
        expect(after.score).toBeGreaterThanOrEqual(before.score - 1e-12);
        expect(BANDS.indexOf(after.band)).toBeGreaterThanOrEqual(BANDS.indexOf(before.band));
        for (const value of [after.score, ...Object.values(after.categories)]) {
          expect(value).toBeGreaterThanOrEqual(0);
          expect(value).toBeLessThanOrEqual(1);
        }
      }),
    );
  });

  it.each(['request.explicit', 'topic.safety', 'topic.legal', 'topic.fraud'] as const)(
    '%s escalates at once',
    (code) => {
      expect(combine([at(code, 0.75)], DEFAULT_ANALYSIS).band).toBe('hand_over');
    },
  );

  it.each(
    CODES.filter(
      (code) =>
        DEFAULT_ANALYSIS.reasons[code].overrideFrom === null &&
        ![
          'ai.repeated_fallback',
          'ai.repeated_answer',
          'behaviour.repeated_query',
          'sentiment.anger',
          'topic.service_outage',
          'topic.billing_dispute',
          'topic.cancellation',
        ].includes(code),
    ),
  )('%s alone never escalates', (code) => {
    expect(combine([at(code, 1)], DEFAULT_ANALYSIS).band).not.toBe('hand_over');
  });

  it('is empty without signals', () => {
    expect(combine([], DEFAULT_ANALYSIS)).toMatchObject({ band: 'continue', score: 0 });
  });
});

describe('priority and queue', () => {
  const TABLE: readonly [readonly SignalCode[], Priority, QueueName][] = [
    [[], 'low', 'general'],
    [['behaviour.long_conversation', 'behaviour.repeated_query'], 'low', 'general'],
    [['ai.repeated_fallback'], 'medium', 'general'],
    [['request.explicit'], 'medium', 'general'],
    [['request.explicit', 'sentiment.frustration'], 'high', 'general'],
    [['request.explicit', 'sentiment.anger'], 'high', 'general'],
    [['topic.billing_dispute'], 'high', 'billing'],
    [['topic.service_outage'], 'high', 'technical'],
    [['topic.cancellation'], 'high', 'retention'],
    [['topic.cancellation', 'topic.billing_dispute'], 'high', 'billing'],
    [['sentiment.anger'], 'high', 'general'],
    [['topic.legal'], 'high', 'general'],
    [['topic.legal', 'sentiment.anger'], 'urgent', 'general'],
    [['topic.fraud'], 'urgent', 'general'],
    [['topic.fraud', 'topic.billing_dispute'], 'urgent', 'billing'],
    [['topic.fraud', 'topic.service_outage'], 'urgent', 'technical'],
    [['topic.safety', 'topic.service_outage'], 'urgent', 'technical'],
    [['topic.safety', 'topic.cancellation'], 'urgent', 'general'],
  ];

  it.each(TABLE)('%j is %s in %s', (codes, priority, queue) => {
    const found = codes.map((code) => at(code));

    expect(priorityOf(found, DEFAULT_ANALYSIS)).toBe(priority);
    expect(queueOf(found, DEFAULT_ANALYSIS)).toBe(queue);
  });

  it('never becomes less pressing with a further reason', () => {
    fc.assert(
      fc.property(signals, signal, (some, more) => {
        const rank = (list: readonly Signal[]) =>
          Priority.options.indexOf(priorityOf(list, DEFAULT_ANALYSIS));
        expect(rank([...some, more])).toBeLessThanOrEqual(rank(some));
      }),
    );
  });
});

describe('decision', () => {
  it('hands a frustrated billing dispute over at the first message', () => {
    const assessment = judge("I'm very frustrated! My bill is wrong again");

    expect(assessment).toMatchObject({ escalate: true, priority: 'high', queue: 'billing' });
    expect(assessment.reasons.map(({ code }) => code)).toEqual([
      'topic.billing_dispute',
      'sentiment.frustration',
    ]);
    expect(assessment.policyVersion).toBe(DEFAULT_ANALYSIS.version);
  });

  it.each([
    'when is my bill due?',
    'how do I set up voicemail',
    'what does roaming in Italy cost',
    'why is my first bill higher than the plan price?',
    'can I bring my number with me?',
    'wifi is slow in the bedroom, any tips?',
  ])('leaves a calm single question with the bot: "%s"', (text) => {
    expect(judge([text, answer({ confidence: 0.45 })]).escalate).toBe(false);
  });

  it('waits for the bot on a calm dispute, and hands over when the bot is unsure', () => {
    const text = 'the price on my bill is not what we agreed';

    expect(judge([text, answer({ confidence: 0.9 })]).escalate).toBe(false);
    expect(judge([text, answer({ confidence: 0.45 })])).toMatchObject({
      escalate: true,
      queue: 'billing',
    });
  });

  it('lets the bot explain an outage that the customer is content with', () => {
    const turns = ['is there a problem here? internet just died', 'ok good to know, yes text me'];

    expect(judge(...turns).escalate).toBe(false);
  });

  it('gives reasons strongest first and meets the protocol', () => {
    const assessment = judge('this is ridiculous, my internet is down again, get me a human');

    expect(() => Assessment.parse(assessment)).not.toThrow();
    expect(assessment.reasons[0]?.code).toBe('request.explicit');
  });

  it.each([
    ['empty', ''],
    ['white space', ' \n\t '],
    ['4,000 characters', 'my bill is wrong and nothing works '.repeat(120).slice(0, 4000)],
    ['one endless word', 'a'.repeat(4000)],
    ['emoji', '😡🤬👨‍👩‍👧‍👦'.repeat(200)],
    ['right to left', 'הבעיה בחשבון שלי, אני רוצה לדבר עם נציג'],
    ['a lone surrogate', 'my bill is wrong \ud83d'],
    ['markup', '<script>alert(1)</script> {{bill}} %s \\b'],
  ])('copes with %s', (_, text) => {
    const assessment = judge(text, text);

    expect(() => Assessment.parse(assessment)).not.toThrow();
    expect(Number.isFinite(assessment.score)).toBe(true);
  });
});
