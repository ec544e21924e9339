import { describe, expect, test } from 'vitest';
import { createBaselines } from '../../evaluation/baselines/all.ts';
import { bm25Learner, bm25Pairs, bm25Scope } from '../../evaluation/baselines/bm25.ts';
import { keywordRules } from '../../evaluation/baselines/keywords.ts';
import { afinn, vaderSentiment } from '../../evaluation/baselines/lexicons.ts';
import type { LabelledMessage } from '../../evaluation/sets/types.ts';

describe('keyword rules', () => {
  test('find their words, whatever is meant', () => {
    const asked = keywordRules.read('let me talk to a person');
    const fooled = keywordRules.read('your agent was lovely');

    expect([asked.request, fooled.request]).toEqual([1, 1]);
    expect(keywordRules.read('I will cancel, this is a joke')).toMatchObject({
      request: 0,
      topics: { cancellation: 1, fraud: 0 },
      negative: 1,
    });
  });

  test('hand over on the second fallback in a row, not on the first', () => {
    const lost = { text: 'hm', bot: { text: 'Sorry?', confidence: 0, fallback: true } };

    expect(keywordRules.decide([lost]).band).toBe('continue');
    expect(keywordRules.decide([lost, lost])).toMatchObject({
      band: 'hand_over',
      priority: 'medium',
    });
  });
});

describe.each([
  ['AFINN', afinn],
  ['VADER', vaderSentiment],
])('%s', (_, create) => {
  const row = (text: string, sentiment: LabelledMessage['sentiment']): LabelledMessage => ({
    id: text,
    text,
    humanRequest: false,
    topics: [],
    sentiment,
    inScope: true,
  });

  test('scores bad words above good ones and picks the threshold that parts its examples', () => {
    const judge = create([
      row('this is terrible', 'angry'),
      row('it is a table', 'calm'),
      row('great, love it', 'positive'),
    ]);
    const negative = (text: string) => judge.read(text).negative ?? Number.NaN;

    expect(negative('awful and terrible')).toBeGreaterThanOrEqual(judge.thresholds.negative);
    expect(negative('this was great')).toBeLessThan(judge.thresholds.negative);
    expect(judge.read('this is terrible')).not.toHaveProperty('request');
  });
});

describe('BM25', () => {
  const train = [
    { text: 'where is my parcel', intent: 'parcel' },
    { text: 'track the parcel', intent: 'parcel' },
    { text: 'pay my bill', intent: 'bill' },
    { text: 'who won the cup', intent: null },
  ];

  test('answers with the intent of the nearest examples, unsure where no word is known', () => {
    const bot = bm25Learner.trainIntents({ train, validation: [] });

    expect(bot.classify('parcel lost').intent).toBe('parcel');
    expect(bot.classify('zebra').confidence).toBe(0);
    expect(bot.classify('pay a bill').confidence).toBeGreaterThan(0);
  });

  test('finds a question most like itself', () => {
    const { alike } = bm25Pairs(train.map(({ text }) => text));

    expect(alike('pay my bill', 'pay my bill')).toBe(1);
    expect(alike('where is my parcel', 'track the parcel')).toBeGreaterThan(0);
    expect(alike('pay my bill', 'track the parcel')).toBe(0);
  });

  test('is sure of what resembles a way of asking', () => {
    const judge = bm25Scope(['pay my bill']);

    expect(judge.read('my bill').confidence).toBeGreaterThan(judge.read('zebra').confidence ?? 1);
  });
});

test('each baseline only claims what it can do', () => {
  const byName = new Map(createBaselines().map((baseline) => [baseline.name, baseline]));

  expect([...byName.keys()]).toEqual(['keywords', 'afinn', 'vader', 'bm25']);
  expect(byName.get('afinn')).not.toHaveProperty('handoff');
  expect(byName.get('keywords')).not.toHaveProperty('intents');
});
