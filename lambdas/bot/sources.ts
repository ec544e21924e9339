import type { Network } from '../language/network.ts';
import type { Intents } from './intents/model.ts';
import { isSmallTalk } from './small-talk.ts';
import type { Article, Knowledge } from './types.ts';

/** What may be said to a message: the text of these articles and nothing else. */
export type Sources = (text: string, articleId: string) => Article[];

/** Articles in all; more only dilute the one that answers. */
const MOST = 3;

/** A further article must have at least this share of the chances. */
const LEAST_SHARE = 0.05;

/**
 * Finds the article that answers a message, first, and those that come next for it; nothing where
 * the answer is small talk or the article unknown.
 */
export function createSources(knowledge: Knowledge, intents: Intents, network: Network): Sources {
  const byId = new Map(
    knowledge.articles
      // Its wording is the support team's alone.
      .filter((article) => !isSmallTalk(article))
      .map((article) => [article.id, article]),
  );
  return (text, articleId) => {
    const answering = byId.get(articleId);
    if (!answering) return [];
    const { shares } = intents.classify(network.read(text));
    const further = intents.labels
      .map((id, place) => ({ article: byId.get(id), share: shares[place] ?? 0 }))
      .filter(({ article, share }) => article !== answering && share >= LEAST_SHARE)
      .sort((a, b) => b.share - a.share)
      .flatMap(({ article }) => article ?? []);
    return [answering, ...further].slice(0, MOST);
  };
}
