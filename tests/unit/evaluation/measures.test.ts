import { describe, expect, test } from 'vitest';
import type { HandoffJudge, MessageJudge, TrainedBot } from '../../evaluation/judges.ts';
import { measureConversations } from '../../evaluation/measures/conversations.ts';
import { measureFalseAlarms } from '../../evaluation/measures/false-alarms.ts';
import { measureIntents } from '../../evaluation/measures/intents.ts';
import { measureMessages } from '../../evaluation/measures/messages.ts';
import { drawPairs, measurePairs } from '../../evaluation/measures/pairs.ts';
import { measureRequests, measureSentiment } from '../../evaluation/measures/texts.ts';
import type {
  IntentBot,
  LabelledConversation,
  LabelledMessage,
} from '../../evaluation/sets/types.ts';

const resampling = { resamples: 20, seed: 1 };

/** Reads the scores off the text: `request=0.9 fraud=0.2`. */
const literal: MessageJudge = {
  thresholds: { request: 0.5, topic: 0.5, negative: 0.5 },
  probabilities: true,
  read(text) {
    const score = (name: string) => Number(new RegExp(`\\b${name}=(\\S+)`).exec(text)?.[1] ?? 0);
    return {
      request: score('request'),
      negative: score('negative'),
      confidence: score('confidence'),
      topics: {
        billing_dispute: score('billing_dispute'),
        service_outage: 0,
        cancellation: 0,
        fraud: score('fraud'),
        legal: 0,
        safety: 0,
      },
      explain: () => [{ code: 'words', score: 1, evidence: [text] }],
    };
  },
};

describe('messages', () => {
  const row = (text: string, labels: Partial<LabelledMessage>): LabelledMessage => ({
    id: text,
    text,
    humanRequest: false,
    topics: [],
    sentiment: 'calm',
    inScope: true,
    ...labels,
  });
  const rows = [
    row('request=0.9 confidence=0.8', { humanRequest: true, sentiment: 'angry' }),
    row('request=0.6 fraud=0.7 confidence=0.4', { topics: ['fraud', 'billing_dispute'] }),
    row('negative=0.8 confidence=0.1', { sentiment: 'frustrated', inScope: false }),
    row('negative=0.1 confidence=0.5', { sentiment: 'positive' }),
  ];

  test('figures are those of each question; topics that no message has are left out', () => {
    const { figures } = measureMessages(rows, literal, resampling);

    expect(figures).toMatchObject({ requestPrecision: 0.5, requestRecall: 1, requestAuc: 1 });
    expect(figures).toMatchObject({ negativePrecision: 1, negativeRecall: 0.5 });
    expect(figures).toMatchObject({ fraudF1: 1, billingDisputeF1: 0, topicsMacroF1: 0.5 });
    expect(figures).not.toHaveProperty('legalF1');
    expect(figures.macroF1).toBeCloseTo((2 / 3 + 2 / 3 + 1 + 0) / 4);
    expect(figures.auroc).toBe(1);
  });

  test('every wrong answer is a miss with its score and explanation', () => {
    const { misses } = measureMessages(rows, literal, resampling);

    expect(misses.map(({ field, expected, score }) => [field, expected, score])).toEqual([
      ['request', false, 0.6],
      ['topic.billing_dispute', true, 0],
      ['negative', true, 0],
    ]);
    expect(misses[0]?.explanation).toEqual([
      { code: 'words', score: 1, evidence: ['request=0.6 fraud=0.7 confidence=0.4'] },
    ]);
  });

  test('a judge with an opinion on one question is measured on that alone', () => {
    const lexicon: MessageJudge = {
      ...literal,
      probabilities: false,
      read: (text) => ({ negative: literal.read(text).negative }),
    };

    const { figures } = measureMessages(rows, lexicon, resampling);

    expect(Object.keys(figures).filter((name) => /request|topics|ece/i.test(name))).toEqual([]);
    expect(figures.negativeF1).toBeCloseTo(2 / 3);
    expect(figures.macroF1).toBe(figures.negativeF1);
  });
});

describe('single questions', () => {
  test('requests: F1, both kinds of macro F1, ranking and calibration', () => {
    const rows = [
      { text: 'request=0.9', request: true },
      { text: 'request=0.2', request: true },
      { text: 'request=0.1', request: false },
      { text: 'request=0.3', request: false },
    ];

    const measured = measureRequests(rows, literal, resampling);

    expect(measured?.figures).toMatchObject({ requestPrecision: 1, requestRecall: 0.5, auc: 0.75 });
    expect(measured?.figures.macroF1).toBeCloseTo((2 / 3 + 4 / 5) / 2);
    expect(measured?.misses.map(({ id }) => id)).toEqual(['2']);
  });

  test('sentiment: neutral and positive are both not negative', () => {
    const rows = [
      { text: 'negative=0.9', sentiment: 'negative' as const },
      { text: 'negative=0.6', sentiment: 'neutral' as const },
      { text: 'negative=0.1', sentiment: 'positive' as const },
    ];

    expect(measureSentiment(rows, literal, resampling)?.figures).toMatchObject({
      auc: 1,
      negativePrecision: 0.5,
    });
  });

  test('a judge without an opinion is not measured', () => {
    const silent: MessageJudge = { ...literal, read: () => ({}) };

    expect(measureRequests([{ text: 'a', request: true }], silent, resampling)).toBeNull();
  });
});

describe('conversations', () => {
  const chat = (
    id: string,
    texts: string[],
    gold: LabelledConversation['gold'],
  ): LabelledConversation => ({ id, turns: texts.map((text) => ({ text })), gold });
  const gold = (escalateAt: number, window: [number, number]) =>
    ({ escalateAt, window, priority: 'high' }) as const;
  const byWord: HandoffJudge = {
    decide(turns) {
      const text = turns.at(-1)?.text ?? '';
      const band = text === 'person' ? 'hand_over' : text === 'hm' ? 'offer' : 'continue';
      return { band, priority: turns.length > 1 ? 'high' : 'low' };
    },
  };
  const chats = [
    chat('met', ['hi', 'person', 'person'], gold(2, [2, 3])),
    chat('early', ['person', 'x', 'x'], gold(3, [2, 3])),
    chat('missed', ['hi', 'hm'], gold(2, [1, 2])),
    chat('calm', ['hi', 'hm'], null),
    chat('needless', ['hi', 'person'], null),
  ];

  test('the first hand-over counts, and each figure is over the chats that speak for it', () => {
    const { figures } = measureConversations(chats, byWord, resampling);

    expect(figures.handoffPrecision).toBeCloseTo(2 / 3);
    expect(figures.handoffRecall).toBeCloseTo(2 / 3);
    expect(figures.withinWindow).toBeCloseTo(1 / 3);
    expect(figures).toMatchObject({ turnsEarly: 1, turnsLate: 0, priorityExact: 0.5 });
    expect(figures).toMatchObject({ needlessPer100: 50, offersPer100: 50 });
    expect(figures.gt1).toBeCloseTo((1 + Math.exp(-4 / 2) + 0 + 1 + 0) / 5, 5);
    expect(figures.gt1Never).toBeCloseTo(2 / 5);
  });

  test('a miss says what was wrong: the decision, or the moment and the priority', () => {
    const { misses } = measureConversations(chats, byWord, resampling);

    expect(misses.map(({ id, field, expected, got }) => [id, field, expected, got])).toEqual([
      ['early', 'window', '2 to 3', 1],
      ['early', 'priority', 'high', 'low'],
      ['missed', 'handoff', 2, null],
      ['needless', 'handoff', null, 2],
    ]);
  });

  test('no turn is judged after the handoff, and none with what comes later', () => {
    const seen: number[] = [];
    const counting: HandoffJudge = {
      decide(turns) {
        seen.push(turns.length);
        return byWord.decide(turns);
      },
    };

    measureConversations([chat('met', ['hi', 'person', 'x'], null)], counting, resampling);

    expect(seen).toEqual([1, 2]);
  });
});

describe('intents', () => {
  const bot = (name: string, test: IntentBot['test']): IntentBot => ({
    name,
    train: [{ text: 'x', intent: 'a' }],
    validation: [],
    test,
  });
  const fixed: TrainedBot = {
    classify: (text) => ({ intent: text.slice(0, 1), confidence: Number(text.slice(2)) }),
    alike: (first, second) => (first[0] === second[0] ? 1 : 0),
  };
  const learner = { trainIntents: () => fixed };
  const taken = { resampling, probabilities: true, pairs: 5 };

  test('accuracy and calibration are of what is in scope, doubt tells what is not', () => {
    const test = [
      { text: 'a 1', intent: 'a' },
      { text: 'b 0.5', intent: 'a' },
      { text: 'a 0.2', intent: null },
    ];

    const { figures, misses } = measureIntents([bot('', test)], learner, taken);

    expect(figures).toMatchObject({ accuracy: 0.5, auroc: 1, recallAt5fpr: 1 });
    expect(figures.ece).toBeCloseTo(0.5 / 2);
    expect(figures.eceWithOos).toBeCloseTo((0.5 + 0.2) / 3);
    expect(figures).not.toHaveProperty('auc');
    expect(misses.map(({ id, field, expected, got }) => [id, field, expected, got])).toEqual([
      ['2', 'intent', 'a', 'b'],
    ]);
  });

  test('out of scope answered as confidently as most in scope is a miss', () => {
    const test = [
      { text: 'a 0.4', intent: 'a' },
      { text: 'a 0.9', intent: null },
    ];

    const { misses } = measureIntents([bot('', test)], learner, taken);

    expect(misses).toMatchObject([{ id: '2', field: 'outOfScope', expected: null, got: 'a' }]);
  });

  test('several bots: the mean, each one’s accuracy, and pairs where all is in scope', () => {
    const right = [
      { text: 'a 1', intent: 'a' },
      { text: 'a 0.9', intent: 'a' },
      { text: 'b 1', intent: 'b' },
    ];
    const wrong = right.map(({ text }) => ({ text, intent: text.startsWith('a') ? 'c' : 'd' }));

    const { figures } = measureIntents([bot('one', right), bot('two', wrong)], learner, taken);

    expect(figures).toMatchObject({ accuracy: 0.5, 'accuracy.one': 1, 'accuracy.two': 0, auc: 1 });
  });

  test('asking for a person is a false alarm unless the intent says so', () => {
    const test = [
      { text: 'request=1', intent: 'card_lost' },
      { text: 'request=0', intent: 'card_lost' },
      { text: 'request=1', intent: 'CHAT_WITH_AN_AGENT' },
    ];

    const { figures, misses } = measureFalseAlarms([bot('', test)], literal);

    expect(figures.requestFalseAlarms).toBe(0.5);
    expect(misses.map(({ id }) => id)).toEqual(['1']);
  });
});

describe('pairs', () => {
  test('likeness is measured by rank; wrong is what a 5 % threshold gets wrong', () => {
    const rows = [
      { first: 'a', second: '0.9', same: true },
      { first: 'b', second: '0.1', same: true },
      { first: 'c', second: '0.3', same: false },
    ];

    const { figures, misses } = measurePairs(rows, { alike: (_, second) => Number(second) });

    expect(figures).toEqual({ auc: 0.5, recallAt5fpr: 0.5 });
    expect(misses.map(({ id, expected }) => [id, expected])).toEqual([['2', true]]);
  });

  test('as many of each kind are drawn, never a question with itself, by seed', () => {
    const examples = ['a1', 'a2', 'b1', 'b2', 'b3', 'c1'].map((text) => ({
      text,
      intent: text.slice(0, 1),
    }));

    const pairs = drawPairs([...examples, { text: 'z', intent: null }], 30, 4);

    expect(pairs.filter(({ same }) => same)).toHaveLength(30);
    expect(pairs).toHaveLength(60);
    for (const { first, second, same } of pairs) {
      expect(first).not.toBe(second);
      expect(first[0] === second[0]).toBe(same);
      expect([first, second]).not.toContain('z');
    }
    expect(drawPairs(examples, 30, 4)).toEqual(drawPairs(examples, 30, 4));
  });
});
