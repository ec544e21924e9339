import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { createIntents } from '../../../../lambdas/bot/intents/classifier.ts';
import { fitLogistic, logistic } from '../../../../lambdas/bot/intents/logistic.ts';
import { ngramsOf } from '../../../../lambdas/bot/intents/ngrams.ts';
import { probabilities, softmax } from '../../../../lambdas/bot/intents/softmax.ts';
import { packIntents, unpackIntents } from '../../../../lambdas/bot/intents/store.ts';
import { trainIntents } from '../../../../lambdas/bot/intents/train.ts';
import { seededRandom } from '../../../../lambdas/language/random.ts';
import { openTensors } from '../../../../lambdas/language/tensors.ts';
import { wordsOf } from '../../../../lambdas/language/words.ts';
import { network } from '../../../support/minds.ts';

const EXAMPLES = [
  ...['how high is my bill', 'what do i owe this month', 'show me the bill', 'my bill please'].map(
    (text) => ({ text, intent: 'bill' }),
  ),
  ...['i want a new router', 'send me another router', 'router swap', 'replace the router'].map(
    (text) => ({ text, intent: 'router' }),
  ),
  ...['is it going to rain', 'tell me a joke', 'who won the match', 'bake a cake'].map((text) => ({
    text,
    intent: null,
  })),
];

describe('intents learned from a few examples', () => {
  const trained = trainIntents(network, EXAMPLES, 0.2);
  const model = unpackIntents(openTensors(packIntents(trained)));
  const intents = createIntents(model);
  const classify = (text: string) => intents.classify(network.read(text));

  it.each([
    ['the bill for this month', 'bill'],
    ['please swap my router', 'router'],
  ])('find what an unseen message asks for: %s', (text, intent) => {
    expect(model.labels[classify(text).best]).toBe(intent);
  });

  it('trust an answer in scope more than one out of it', () => {
    const inside = classify('what is on my bill').confidence;
    const outside = classify('will it rain on sunday').confidence;

    expect(inside).toBeGreaterThan(outside);
  });

  it('are learned alike from the same examples', () => {
    expect(packIntents(trainIntents(network, EXAMPLES, 0.2))).toEqual(packIntents(trained));
  });

  it('answer as trained, but for eight bits per weight', () => {
    for (const { text } of EXAMPLES) {
      const { words, sentence } = network.read(text);
      const features = { ngrams: ngramsOf(words, trained.rarity), sentence };
      const shares = probabilities(trained.weights, features, new Float32Array(2));

      classify(text).shares.forEach((share, label) => {
        expect(share).toBeCloseTo(shares[label] as number, 1);
      });
    }
  });
});

test('n-grams have length 1 in all, whatever the text', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
      const { weights, rows } = ngramsOf(wordsOf(text));
      expect(Math.hypot(...weights)).toBeCloseTo(1, 3);
      expect(new Set(rows).size).toBe(rows.length);
    }),
    { numRuns: 100, seed: 3 },
  );
});

test('shares sum to 1 even of huge numbers', () => {
  const shares = softmax(Float32Array.from([1000, 999, -1000]));

  expect([...shares].reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 5);
  expect(shares[0]).toBeCloseTo(1 / (1 + Math.exp(-1)), 5);
});

test('a logistic formula finds the odds that made the observations', () => {
  const random = seededRandom(5);
  const truth = { bias: -1, weights: [2, -0.5] };
  const observations = Array.from({ length: 4000 }, () => {
    const values = [2 * random() - 1, 2 * random() - 1];
    const target = random() < logistic(truth, values) ? (1 as const) : (0 as const);
    return { values, target, weight: 1 };
  });

  const { bias, weights } = fitLogistic(observations);

  expect(bias).toBeCloseTo(-1, 0);
  expect(weights[0]).toBeCloseTo(2, 0);
  expect(weights[1]).toBeCloseTo(-0.5, 0);
});
