import MiniSearch from 'minisearch';
import type { IntentLearner, MessageJudge, PairJudge, TrainedBot } from '../judges.ts';

/** Votes of the nearest examples decide on the intent. */
const NEIGHBOURS = 10;

/** Baseline: BM25 over the examples; its score stands for the confidence. */
export const bm25Learner: IntentLearner = {
  trainIntents({ train }): TrainedBot {
    const examples = train.filter(({ intent }) => intent !== null);
    const index = createIndex(examples.map(({ text }) => text));
    return {
      classify(text) {
        const hits = index.search(text).slice(0, NEIGHBOURS);
        const votes = new Map<string, number>();
        for (const { id, score } of hits) {
          const intent = examples[Number(id)]?.intent ?? '';
          votes.set(intent, (votes.get(intent) ?? 0) + score);
        }
        const [intent = ''] = [...votes].sort(([, a], [, b]) => b - a)[0] ?? [];
        return { intent, confidence: hits[0]?.score ?? 0 };
      },
      alike: bm25Pairs().alike,
    };
  },
};

/** Baseline: whether the bot can answer, by the BM25 score of its nearest way of asking. */
export function bm25Scope(phrasings: readonly string[]): MessageJudge {
  const index = createIndex(phrasings);
  return {
    thresholds: { request: 1, topic: 1, negative: 1 },
    probabilities: false,
    read: (text) => ({ confidence: index.search(text)[0]?.score ?? 0 }),
  };
}

/**
 * Baseline: the BM25 score of one question for the other, as a share of that for itself. How rare
 * a word is, is learned from the questions themselves, which are indexed beforehand or as they come.
 */
export function bm25Pairs(questions: readonly string[] = []): PairJudge {
  const index = createIndex([]);
  const places = new Map<string, number>();
  const placeOf = (text: string): number => {
    const known = places.get(text);
    if (known !== undefined) return known;
    const id = places.size;
    places.set(text, id);
    index.add({ id, text });
    return id;
  };
  for (const question of questions) placeOf(question);
  return {
    alike(first, second) {
      const [own, other] = [placeOf(first), placeOf(second)];
      const scores = new Map(index.search(first).map(({ id, score }) => [id, score]));
      const whole = scores.get(own) ?? 0;
      return whole === 0 ? 0 : (scores.get(other) ?? 0) / whole;
    },
  };
}

function createIndex(texts: readonly string[]): MiniSearch<{ id: number; text: string }> {
  const index = new MiniSearch<{ id: number; text: string }>({ fields: ['text'] });
  index.addAll(texts.map((text, id) => ({ id, text })));
  return index;
}
