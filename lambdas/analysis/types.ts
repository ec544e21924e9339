import type { SignalCode } from '../../protocol/analysis-policy.ts';
import type { Evidence } from '../../protocol/assessment.ts';
import type { ReasonCode } from '../../protocol/vocabulary.ts';

/** What the bot answered. `text` only serves to recognise an answer that has no article. */
export interface BotAnswer {
  /** 0 to 1, calibrated. */
  confidence: number;
  /** True if the bot said that it did not understand. */
  fallback: boolean;
  articleId: string | null;
  text: string;
}

/** One customer turn with the bot's answer to it, oldest first in a list. */
export interface Turn {
  seq: number;
  text: string;
  bot?: BotAnswer;
}

/** All that an assessment looks at. */
export interface AssessmentInput {
  /** Turns since the session last came to the bot; the latest `WINDOW` suffice. */
  turns: readonly Turn[];
  /** How many there were in all, if `turns` are only the latest. */
  customerTurns?: number;
  /** True if the customer pressed the button for a person. */
  requestedPerson?: boolean;
  /** Last transcript entry that was read. */
  assessedSeq: number;
}

/** Signals that can be read from one message alone. */
export type WordCode = Extract<ReasonCode, `request.${string}` | `topic.${string}`> | SentimentCode;
export type SentimentCode = Extract<ReasonCode, `sentiment.${string}`>;
export type TopicCode = Extract<ReasonCode, `topic.${string}`>;

/** One finding of the analyzer: how strong (0 to 1) and on what grounds. */
export interface Signal {
  code: SignalCode;
  score: number;
  evidence: Evidence[];
}

/** What was made of one turn. Everything but `seq` and `quoteFor` survives in `TurnSignals`. */
export interface Reading {
  seq: number;
  /** What the words alone say, as probabilities with two decimals; absent means unlikely. */
  words: Partial<Record<WordCode, number>>;
  /** The customer's words that spoke for a code; null for a turn restored from `TurnSignals`. */
  quoteFor(code: WordCode | 'restated'): string | null;
  /** 0 to 1: the customer says that the answer did not help or repeats the matter. */
  restated: number;
  /** The matter before this turn is settled: it works, thanks. */
  settled: boolean;
  /** Fingerprint of the words for comparison; null for a text too short to compare. */
  print: string | null;
  /** What it may ask for, as `matterOf` writes it; null if nothing is likely. */
  matter: string | null;
  bot: { confidence: number; fallback: boolean; answer: string | null } | null;
}

/** The turns that still matter, oldest first, and how many there were in all. */
export interface History {
  readings: readonly Reading[];
  customerTurns: number;
  requestedPerson: boolean;
}
