import { describe, expect, test } from 'vitest';
import { bootstrap } from '../../evaluation/metrics/bootstrap.ts';
import { calibrationError } from '../../evaluation/metrics/calibration.ts';
import {
  countDecisions,
  f1Of,
  macroF1Of,
  scoreDecisions,
} from '../../evaluation/metrics/decisions.ts';
import { goldenTransfer } from '../../evaluation/metrics/golden-transfer.ts';
import { type HandoffOutcome, handoffTiming } from '../../evaluation/metrics/handoff.ts';
import { aucOf, operatingPoint, recallAt5fpr } from '../../evaluation/metrics/ranking.ts';

const yes = (...bits: number[]): boolean[] => bits.map((bit) => bit === 1);

describe('decisions', () => {
  test('precision, recall and F1 come from the counts', () => {
    const counts = countDecisions(yes(1, 1, 1, 0, 0, 0), yes(1, 1, 0, 1, 0, 0));

    expect(counts).toEqual({
      truePositives: 2,
      falsePositives: 1,
      falseNegatives: 1,
      trueNegatives: 2,
    });
    const { precision, recall, f1 } = scoreDecisions(counts);
    expect(precision).toBeCloseTo(2 / 3);
    expect(recall).toBeCloseTo(2 / 3);
    expect(f1).toBeCloseTo(2 / 3);
  });

  test('nothing predicted scores 0, not NaN', () => {
    expect(scoreDecisions(countDecisions(yes(1, 0), yes(0, 0)))).toEqual({
      precision: 0,
      recall: 0,
      f1: 0,
    });
    expect(f1Of([], [])).toBe(0);
  });

  test('lists of different length are refused', () => {
    expect(() => countDecisions(yes(1), yes(1, 0))).toThrow(RangeError);
  });

  test('macro F1 is the plain mean over the classes of the truth', () => {
    // a: 2 right of 3 expected, 2 predicted: F1 4/5. b: 1 right of 1, 1 predicted: 1. c: 0.
    const expected = ['a', 'a', 'a', 'b', 'c'];
    const got = ['a', 'a', 'x', 'b', 'y'];

    expect(macroF1Of(expected, got)).toBeCloseTo((0.8 + 1 + 0) / 3);
  });
});

describe('ranking', () => {
  test('AUC is the share of pairs in the right order, a tie counting half', () => {
    // Pairs positive × negative: .9 beats both; .5 ties one and beats the other.
    expect(aucOf(yes(1, 0, 1, 0), [0.9, 0.5, 0.5, 0.1])).toBeCloseTo(3.5 / 4);
  });

  test.each([
    ['perfect', [0.9, 0.8, 0.2, 0.1], 1],
    ['upside down', [0.1, 0.2, 0.8, 0.9], 0],
    ['all alike', [0.5, 0.5, 0.5, 0.5], 0.5],
  ])('AUC of a %s order', (_, scores, auc) => {
    expect(aucOf(yes(1, 1, 0, 0), scores)).toBe(auc);
  });

  test('AUC of one class alone is not defined', () => {
    expect(aucOf(yes(1, 1), [0.1, 0.2])).toBeNaN();
    expect(recallAt5fpr(yes(0, 0), [0.1, 0.2])).toBeNaN();
  });

  test('recall at 5 % false positives lets one of twenty negatives pass, not two', () => {
    const negatives = Array.from({ length: 20 }, (_, at) => at / 100);
    const expected = [...yes(1, 1, 1, 1), ...negatives.map(() => false)];
    // Above all, between the first and the second negative, below the second, below all.
    const scores = [0.9, 0.185, 0.175, -1, ...negatives];

    expect(recallAt5fpr(expected, scores)).toBe(0.5);
    expect(operatingPoint(expected, scores, 0.05).falsePositiveRate).toBe(0.05);
  });

  test('equal scores pass or fail together', () => {
    expect(recallAt5fpr(yes(1, 0, 1, 0), [0.5, 0.5, 0.5, 0.5])).toBe(0);
    expect(operatingPoint(yes(1, 0), [0.2, 0.2], 0.05).threshold).toBe(Number.POSITIVE_INFINITY);
  });
});

describe('calibration', () => {
  test('is the gap between probability and truth, weighted by bin', () => {
    // [0.9, 1]: 0.95 and 1 with one true: gap |1.95 - 1|. [0.2, 0.3): 0.25 false: gap 0.25.
    expect(calibrationError(yes(1, 0, 0), [0.95, 1, 0.25])).toBeCloseTo((0.95 + 0.25) / 3);
  });

  test('is 0 where a bin is right as often as it says', () => {
    expect(calibrationError(yes(1, 0, 0, 0), [0.25, 0.25, 0.25, 0.25])).toBeCloseTo(0);
  });
});

describe('bootstrap', () => {
  const share = (sample: readonly number[]) =>
    sample.filter((row) => row < 50).length / sample.length;

  test('brackets the statistic and narrows with more rows', () => {
    const [low, high] = bootstrap(100, share, { resamples: 500, seed: 1 });

    expect(low).toBeGreaterThan(0.35);
    expect(low).toBeLessThan(0.5);
    expect(high).toBeGreaterThan(0.5);
    expect(high).toBeLessThan(0.65);
  });

  test('gives the same interval for the same seed', () => {
    const plan = { resamples: 50, seed: 7 };

    expect(bootstrap(20, share, plan)).toEqual(bootstrap(20, share, plan));
  });

  test('leaves out resamples on which the statistic is not defined', () => {
    let round = 0;
    const everyOther = () => (round++ % 2 === 0 ? Number.NaN : 0.5);

    expect(bootstrap(3, everyOther, { resamples: 10, seed: 1 })).toEqual([0.5, 0.5]);
  });
});

describe('golden transfer', () => {
  test.each([
    ['no transfer, none predicted', [], [], 1],
    ['no transfer, one predicted', [], [2], 0],
    ['a transfer, none predicted', [2], [], 0],
    ['met exactly', [2], [2], 1],
    ['one turn late', [2], [3], Math.exp(-1 / 2)],
    ['one turn early', [2], [1], Math.exp(-1 / 2)],
    ['one of two transfers met', [2, 6], [6], 1],
    ['mean over predictions', [2], [2, 4], (1 + Math.exp(-4 / 2)) / 2],
  ])('at tolerance 1: %s', (_, expected, predicted, score) => {
    expect(goldenTransfer([{ expected, predicted }], 1)).toBeCloseTo(score, 5);
  });

  test('forgives more at a wider tolerance and averages over dialogues', () => {
    const late = { expected: [2], predicted: [4] };
    const calm = { expected: [], predicted: [] };

    expect(goldenTransfer([late], 2)).toBeCloseTo(Math.exp(-4 / 8), 5);
    expect(goldenTransfer([late, calm], 3)).toBeCloseTo((Math.exp(-4 / 18) + 1) / 2, 5);
  });
});

describe('handoff timing', () => {
  const due = (turn: number, window: [number, number]): HandoffOutcome['expected'] => ({
    turn,
    window,
    priority: 'high',
  });
  const outcomes: HandoffOutcome[] = [
    { expected: due(3, [2, 4]), got: { turn: 2, priority: 'high' } },
    { expected: due(3, [3, 4]), got: { turn: 5, priority: 'medium' } },
    { expected: due(1, [1, 1]), got: null },
    { expected: null, got: null },
    { expected: null, got: { turn: 1, priority: 'low' } },
  ];

  test('a miss is outside the window, and only met chats have a moment and a priority', () => {
    expect(handoffTiming(outcomes)).toEqual({
      withinWindow: 1 / 3,
      turnsEarly: 1 / 2,
      turnsLate: 1,
      needlessPer100: 50,
      priorityExact: 1 / 2,
    });
  });

  test('is not defined where no chat speaks for it', () => {
    const { withinWindow, priorityExact } = handoffTiming(outcomes.slice(3));

    expect(withinWindow).toBeNaN();
    expect(priorityExact).toBeNaN();
    expect(handoffTiming(outcomes.slice(0, 3)).needlessPer100).toBeNaN();
  });
});
