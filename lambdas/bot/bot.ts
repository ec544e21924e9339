import type { QueueName } from '../../protocol/vocabulary.ts';
import type { Network } from '../language/network.ts';
import { READ_LIMIT } from '../language/words.ts';
import { chosenOf, disambiguation, isClose } from './disambiguation.ts';
import type { Classification, Intents } from './intents/model.ts';
import { isSmallTalk } from './small-talk.ts';
import type { Article, Bot, BotReply, BotTexts, Knowledge } from './types.ts';

/** Below this the bot says that it did not understand. */
export const ANSWER_THRESHOLD = 0.5;

/** A sentence out of its context is trusted a little less than a whole message. */
const SENTENCE_TRUST = 0.9;
const SENTENCES_TRIED = 3;
const SENTENCE_END = /[.!?;\n]+/;

/** Words around a matter that are not part of it; dropped only when the whole was not understood. */
const COURTESY =
  '(?:good (?:morning|afternoon|evening|day)|hello|hiya?|hey|there|dear|thank you|thank(?:s|x)?|cheers|ta|ok(?:ay)?|yes|no|yeah|well|so|and|but|um+|hm+|sorry|excuse me|please|pls|plz)';
const BEFORE = new RegExp(`^(?:\\s*${COURTESY}\\b[\\s,.!-]*)+`, 'i');
const AFTER = new RegExp(`(?:[\\s,.!-]+${COURTESY}\\b)+[\\s,.!-]*$`, 'i');

const HAS_WORDS = /[\p{L}\p{N}]/u;

/** A queue is named on a fallback when it holds at least this share of the articles' chances. */
const QUEUE_MAJORITY = 0.5;
/** And only when the bot is at least this sure; below, nothing points anywhere. */
const QUEUE_CONFIDENCE = 0.15;

interface Understood {
  article: Article;
  confidence: number;
}

/**
 * Makes the bot from its knowledge and what was learned from its phrasings: the likeliest article
 * above the confidence threshold, a question where two are close, otherwise an honest fallback.
 * Pure, synchronous and deterministic.
 */
export function createBot(
  knowledge: Knowledge,
  intents: Intents,
  network: Network,
  texts: BotTexts,
): Bot {
  const byId = new Map(knowledge.articles.map((article) => [article.id, article]));
  const articles = intents.labels.map((id) => byId.get(id));

  const understand = (text: string, trust: number): Understood | undefined => {
    const found = intents.classify(network.read(text));
    const article = articles[found.best];
    const confidence = found.confidence * trust;
    return article && confidence >= ANSWER_THRESHOLD ? { article, confidence } : undefined;
  };

  /** People wrap what they want in courtesy and in how they feel: look inside. */
  const matterInside = (text: string): Understood | undefined => {
    const read = text.slice(0, READ_LIMIT);
    const bare = read.replace(BEFORE, '').replace(AFTER, '');
    if (bare !== '' && bare !== read) {
      const understood = understand(bare, 1);
      if (understood && !isSmallTalk(understood.article)) return understood;
    }
    const sentences = read.split(SENTENCE_END).filter((part) => part.trim());
    if (sentences.length < 2) return undefined;
    return sentences
      .slice(0, SENTENCES_TRIED)
      .map((sentence) => understand(sentence, SENTENCE_TRUST))
      .filter((found) => found !== undefined)
      .filter(({ article }) => !isSmallTalk(article))
      .reduce<Understood | undefined>(
        (best, found) => (best && best.confidence >= found.confidence ? best : found),
        undefined,
      );
  };

  return {
    answer(text, { fallbacksInARow = 0, choices = [] } = {}) {
      const offered = choices.flatMap((id) => byId.get(id) ?? []);
      const chosen = chosenOf(text, offered);
      if (chosen) return answerWith({ article: chosen, confidence: 1 });
      const found = intents.classify(network.read(text));
      // Marks and pictures alone ask for nothing.
      const confidence = HAS_WORDS.test(text) ? found.confidence : 0;
      const article = articles[found.best];
      const whole = article && confidence >= ANSWER_THRESHOLD ? { article, confidence } : undefined;
      if (whole && !isSmallTalk(whole.article)) return answerWith(whole);
      const understood = matterInside(text) ?? whole;
      if (understood) return answerWith(understood);
      const second = articles[found.second];
      // Asking the same person twice in a row what they mean helps nobody.
      if (article && second && offered.length === 0 && isClose(found)) {
        if (!isSmallTalk(article) && !isSmallTalk(second)) {
          return disambiguation(article, second, confidence, texts);
        }
      }
      return {
        text: notUnderstood(fallbacksInARow, texts),
        confidence,
        fallback: true,
        articleId: null,
        queue: likelyQueue(found, confidence, articles),
        choices: [],
      };
    },
  };
}

function notUnderstood(fallbacksInARow: number, { notUnderstood }: BotTexts): string {
  if (fallbacksInARow <= 0) return notUnderstood.first;
  return fallbacksInARow === 1 ? notUnderstood.second : notUnderstood.later;
}

function answerWith({ article, confidence }: Understood): BotReply {
  const { answer, id, queue } = article;
  return { text: answer, confidence, fallback: false, articleId: id, queue, choices: [] };
}

function likelyQueue(
  { shares }: Classification,
  confidence: number,
  articles: readonly (Article | undefined)[],
): QueueName | null {
  if (confidence < QUEUE_CONFIDENCE) return null;
  const sums = new Map<QueueName, number>();
  articles.forEach((article, place) => {
    if (!article || isSmallTalk(article)) return;
    sums.set(article.queue, (sums.get(article.queue) ?? 0) + (shares[place] ?? 0));
  });
  for (const [queue, sum] of sums) if (sum > QUEUE_MAJORITY) return queue;
  return null;
}
