import type { TextsPolicy } from '../../protocol/texts-policy.ts';
import type { QueueName } from '../../protocol/vocabulary.ts';

/** One help article, as the support team wrote it. */
export interface Article {
  /** Stable and unique; survives a renamed file or title. */
  id: string;
  title: string;
  topic: string;
  queue: QueueName;
  /** True where the bot may explain, but only a person can settle. */
  needsPerson: boolean;
  /** Plain text, at most 900 characters. */
  answer: string;
}

/** What the bot can say: what `knowledge.json` holds. */
export interface Knowledge {
  /** Sorted by id. */
  articles: readonly Article[];
}

/** An article with the ways in which customers ask for it; at least twenty. */
export interface TaughtArticle extends Article {
  phrasings: string[];
}

/** The articles with what teaches the bot to find them. */
export interface Lessons {
  /** Sorted by id. */
  articles: TaughtArticle[];
  /** Sentences that no article answers; they teach the bot when to say so. */
  outOfScope: string[];
}

/** What the bot says to one customer message. */
export interface BotReply {
  text: string;
  /** Probability (0..1) that the best article answers the message. */
  confidence: number;
  /** True when the bot said that it did not understand. */
  fallback: boolean;
  /** The article behind the answer; null on a fallback. */
  articleId: string | null;
  /** Where a person would be found for it; null when nothing in the message points anywhere. */
  queue: QueueName | null;
  /** The articles between which the customer is asked to choose; empty for any other reply. */
  choices: string[];
}

/** What the bot says of itself. */
export type BotTexts = TextsPolicy['bot'];

/** What the bot should know of the session besides the message. */
export interface BotContext {
  /** How many of the bot's last replies were fallbacks, counted back without a gap. */
  fallbacksInARow?: number;
  /** The articles between which the bot's last reply let the customer choose. */
  choices?: readonly string[];
}

/** The bot: same message and context, same reply. Never throws, whatever the customer typed. */
export interface Bot {
  answer(text: string, context?: BotContext): BotReply;
}
