import type { QueueName } from '../../protocol/vocabulary.ts';
import { ANSWER_THRESHOLD, confidenceOf } from './confidence.ts';
import { createRanker, type Ranking } from './ranking.ts';
import { READ_LIMIT } from './tokenize.ts';
import type { Article, Bot, BotReply, Knowledge } from './types.ts';

/** What the bot says when it did not understand, by how often it just has; the last one stays. */
const FALLBACKS = [
  "I'm not sure I understood that. Could you say it in other words, for example what you would like to do or what isn't working?",
  'I\'m sorry, I still don\'t understand what you need. You can try once more in a few words, or a person on our team can take over in this chat: just say "talk to a person".',
  "I'm sorry, I can't help with this one, and I don't want to guess. A person on our team can take over in this chat: just say \"talk to a person\".",
] as const;

/** Topic of greetings, thanks and the like, which say nothing about the customer's matter. */
const SMALL_TALK = 'smalltalk';

/** A sentence out of its context is trusted a little less than a whole message. */
const SENTENCE_TRUST = 0.9;
const SENTENCES_TRIED = 6;
const SENTENCE_END = /[.!?;\n]+/;

/** Words around a matter that are not part of it; dropped only when the whole was not understood. */
const COURTESY =
  '(?:good (?:morning|afternoon|evening|day)|hello|hiya?|hey|there|dear|thank you|thank(?:s|x)?|cheers|ta|ok(?:ay)?|yes|no|yeah|well|so|and|but|um+|hm+|sorry|excuse me|please|pls|plz)';
const BEFORE = new RegExp(`^(?:\\s*${COURTESY}\\b[\\s,.!-]*)+`, 'i');
const AFTER = new RegExp(`(?:[\\s,.!-]+${COURTESY}\\b)+[\\s,.!-]*$`, 'i');

/** A queue is named on a fallback when it holds at least this share of the posterior. */
const QUEUE_MAJORITY = 0.5;
/** And only when the message's words are this far known; below, nothing points anywhere. */
const QUEUE_COVERAGE = 0.4;

interface Understood {
  article: Article;
  confidence: number;
}

/**
 * Makes the bot from its knowledge: one ranking of the articles per message, answered above the
 * confidence threshold and otherwise an honest fallback. Pure, synchronous and deterministic;
 * building takes tens of milliseconds, so build once per process.
 */
export function createBot(knowledge: Knowledge): Bot {
  const ranker = createRanker(knowledge);
  const { articles } = knowledge;

  const understand = (text: string, trust: number): Understood | undefined => {
    const ranking = ranker.rank(text);
    const article = articles[ranking.best];
    const confidence = confidenceOf(ranking) * trust;
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
    const sentences = read.split(SENTENCE_END, SENTENCES_TRIED).filter((part) => part.trim());
    if (sentences.length < 2) return undefined;
    return sentences
      .map((sentence) => understand(sentence, SENTENCE_TRUST))
      .filter((found) => found !== undefined)
      .filter(({ article }) => !isSmallTalk(article))
      .reduce<Understood | undefined>(
        (best, found) => (best && best.confidence >= found.confidence ? best : found),
        undefined,
      );
  };

  return {
    answer(text, { fallbacksInARow = 0 } = {}) {
      const ranking = ranker.rank(text);
      const confidence = confidenceOf(ranking);
      const article = articles[ranking.best];
      const whole = article && confidence >= ANSWER_THRESHOLD ? { article, confidence } : undefined;
      if (whole && !isSmallTalk(whole.article)) return answerWith(whole);
      const understood = matterInside(text) ?? whole;
      if (understood) return answerWith(understood);
      return {
        text: FALLBACKS[Math.min(Math.max(0, fallbacksInARow), FALLBACKS.length - 1)] as string,
        confidence,
        fallback: true,
        articleId: null,
        queue: likelyQueue(ranking, articles),
      };
    },
  };
}

function isSmallTalk({ topic }: Article): boolean {
  return topic === SMALL_TALK;
}

function answerWith({ article, confidence }: Understood): BotReply {
  const { answer, id, queue } = article;
  return { text: answer, confidence, fallback: false, articleId: id, queue };
}

function likelyQueue(ranking: Ranking, articles: readonly Article[]): QueueName | null {
  if (ranking.coverage < QUEUE_COVERAGE) return null;
  const shares = new Map<QueueName, number>();
  articles.forEach((article, number) => {
    if (isSmallTalk(article)) return;
    const { queue } = article;
    shares.set(queue, (shares.get(queue) ?? 0) + (ranking.posterior[number] ?? 0));
  });
  for (const [queue, share] of shares) if (share > QUEUE_MAJORITY) return queue;
  return null;
}
