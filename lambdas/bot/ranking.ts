import { createVectorIndex, type Similarities } from './index.ts';
import type { Article, Knowledge } from './types.ts';

/**
 * Sharpness of the vote among phrasings: low, all phrasings of an article count alike; high, only
 * the nearest one does. Chosen together with the centroid's share on leave-one-out over the shipped
 * articles: 14 to 18 and 0.3 to 0.6 stay within one point of accuracy.
 */
const VOTE_SHARPNESS = 18;
/** Weight of the cosine with an article's centroid beside the vote of its phrasings. */
const CENTROID_SHARE = 0.4;
/** Turns differences of scores into odds between articles; what it overstates, calibration mends. */
const POSTERIOR_SHARPNESS = 16;

/** What the index says about one message, before anybody calls it an answer. */
export interface Ranking {
  /** Probability of each article given that one of them is meant, in the order of the knowledge. */
  posterior: Float64Array;
  /** The numbers of the best and the second-best article; -1 where there is none. */
  best: number;
  second: number;
  /** Score of the best article: its vote plus its share of the centroid, about 0..1.6. */
  score: number;
  /** Cosine (0..1) of the nearest phrasing of the best article. */
  nearest: number;
  /** Cosine (0..1) of the nearest out-of-scope sentence. */
  nearestOutOfScope: number;
  /** Share (0..1) of the message's word weight in words that some article's customers use. */
  coverage: number;
  /** The same share in words of the best article's customers alone. */
  coverageByBest: number;
}

/** Ranks the articles of a knowledge base for a message. */
export interface Ranker {
  rank(text: string): Ranking;
  /** Ranks a sentence of the knowledge itself as if it were not in there. */
  rankHeldOut(document: number): Ranking;
  /** All sentences: those of the articles in order, then the out-of-scope ones (`article` null). */
  documents: readonly { text: string; article: Article | null }[];
}

/**
 * Builds the ranker. The score of an article with `n` phrasings and cosines `c` is
 * `ln(Σ exp(VOTE_SHARPNESS × c) / n) / VOTE_SHARPNESS + CENTROID_SHARE × cosine with the centroid`:
 * a similarity-weighted vote that does not favour articles with many phrasings, steadied by the
 * centroid. The posterior is the softmax of `POSTERIOR_SHARPNESS × score`.
 */
export function createRanker(knowledge: Knowledge): Ranker {
  const { articles, outOfScope } = knowledge;
  const documents = [
    ...articles.flatMap((article, group) =>
      article.phrasings.map((text) => ({ text, article, group })),
    ),
    ...outOfScope.map((text) => ({ text, article: null, group: articles.length })),
  ];
  const index = createVectorIndex(documents, articles.length);
  const sizes = articles.map((article) => article.phrasings.length);
  const lengths = articles.map((_, article) => index.groupLengths[article] as number);

  const rank = (
    { byDocument, coverage, coverageBy }: Similarities,
    sizesNow: readonly number[],
    lengthsNow: readonly number[],
  ): Ranking => {
    const scores = new Float64Array(articles.length);
    let best = -1;
    let second = -1;
    let nearest = 0;
    let document = 0;
    articles.forEach((article, number) => {
      let votes = 0;
      let sum = 0;
      let closest = 0;
      const end = document + article.phrasings.length;
      for (; document < end; document++) {
        const cosine = byDocument[document] as number;
        votes += Math.exp(VOTE_SHARPNESS * cosine);
        sum += cosine;
        if (cosine > closest) closest = cosine;
      }
      const size = sizesNow[number] as number;
      votes -= article.phrasings.length - size;
      const length = lengthsNow[number] as number;
      const centroid = length > 0 ? sum / length : 0;
      const vote = size > 0 ? Math.log(votes / size) / VOTE_SHARPNESS : 0;
      const score = vote + CENTROID_SHARE * centroid;
      scores[number] = score;
      if (best < 0 || score > (scores[best] as number)) {
        second = best;
        best = number;
        nearest = closest;
      } else if (second < 0 || score > (scores[second] as number)) second = number;
    });
    let nearestOutOfScope = 0;
    for (; document < documents.length; document++) {
      nearestOutOfScope = Math.max(nearestOutOfScope, byDocument[document] as number);
    }
    const score = best < 0 ? 0 : (scores[best] as number);
    const odds = scores.map((other) => Math.exp(POSTERIOR_SHARPNESS * (other - score)));
    const total = odds.reduce((sum, odd) => sum + odd, 0);
    const posterior = odds.map((odd) => odd / total);
    const coverageByBest = coverageBy(best);
    return { posterior, best, second, score, nearest, nearestOutOfScope, coverage, coverageByBest };
  };

  return {
    rank: (text) => rank(index.compare(text), sizes, lengths),
    rankHeldOut(document) {
      const held = documents[document];
      if (!held) throw new RangeError(`no document ${document}`);
      const similarities = index.compareHeldOut(document);
      const { article, group } = held;
      if (!article) return rank(similarities, sizes, lengths);
      const { byDocument } = index.compare(held.text);
      const withSum = documents.reduce(
        (sum, other, at) => (other.group === group ? sum + (byDocument[at] as number) : sum),
        0,
      );
      const length = lengths[group] as number;
      const without = Math.sqrt(Math.max(0, length * length - 2 * withSum + 1));
      return rank(
        similarities,
        sizes.with(group, article.phrasings.length - 1),
        lengths.with(group, without),
      );
    },
    documents,
  };
}
