import { seededRandom } from '../../../lambdas/language/random.ts';
import { defined, type Measured } from '../figures.ts';
import type { IntentExample, PairJudge } from '../judges.ts';
import { aucOf, operatingPoint } from '../metrics/ranking.ts';
import type { QuestionPair } from '../sets/types.ts';

/**
 * Measures how well likeness tells a repeated question from another. A pair is wrong when it lies
 * on the wrong side of the threshold that lets 5 % of the different pairs pass.
 */
export function measurePairs(rows: readonly QuestionPair[], judge: PairJudge): Measured {
  const expected = rows.map(({ same }) => same);
  const scores = rows.map(({ first, second }) => judge.alike(first, second));
  const { threshold, recall } = operatingPoint(expected, scores, 0.05);
  return {
    figures: defined({ auc: aucOf(expected, scores), recallAt5fpr: recall }),
    intervals: {},
    misses: rows.flatMap(({ first, second, same }, at) => {
      const score = scores[at] ?? Number.NaN;
      if (score >= threshold === same) return [];
      const text = `${first}\n${second}`;
      return [
        {
          id: String(at + 1),
          text,
          field: 'alike',
          expected: same,
          got: !same,
          score,
          explanation: [],
        },
      ];
    }),
  };
}

/**
 * As many pairs of the same intent as of different intents, `count` each, drawn evenly over the
 * examples; the same seed gives the same pairs.
 */
export function drawPairs(
  examples: readonly IntentExample[],
  count: number,
  seed: number,
): QuestionPair[] {
  const random = seededRandom(seed);
  const byIntent = new Map<string, IntentExample[]>();
  for (const example of examples) {
    if (example.intent === null) continue;
    byIntent.set(example.intent, [...(byIntent.get(example.intent) ?? []), example]);
  }
  const inScope = [...byIntent.values()].flat();
  const partners = [...byIntent.values()].filter((group) => group.length > 1);
  if (partners.length === 0 || byIntent.size < 2) return [];
  const pick = <T>(items: readonly T[]): T => items[Math.floor(random() * items.length)] as T;
  const pairs: QuestionPair[] = [];
  const repeatable = partners.flat();
  while (pairs.length < count) {
    const first = pick(repeatable);
    const others = (byIntent.get(first.intent ?? '') ?? []).filter((other) => other !== first);
    pairs.push({ first: first.text, second: pick(others).text, same: true });
  }
  while (pairs.length < 2 * count) {
    const [first, second] = [pick(inScope), pick(inScope)];
    if (first.intent === second.intent) continue;
    pairs.push({ first: first.text, second: second.text, same: false });
  }
  return pairs;
}
