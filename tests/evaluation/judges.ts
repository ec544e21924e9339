import type { Priority } from '../../protocol/vocabulary.ts';
import type { Explanation } from './figures.ts';

/** The sensitive topics, by the names of the labels. */
export const TOPICS = [
  'billing_dispute',
  'service_outage',
  'cancellation',
  'fraud',
  'legal',
  'safety',
] as const;
export type Topic = (typeof TOPICS)[number];

/** What is made of one message, scores from 0 to 1; what a judge has no opinion of is absent. */
export interface MessageReading {
  /** That a person is asked for. */
  request?: number;
  topics?: Record<Topic, number>;
  /** That the writer is frustrated or angry. */
  negative?: number;
  /** That the bot can answer it. */
  confidence?: number;
  explain?(): Explanation;
}

/** Reads messages without context: the analyzer, or a baseline. */
export interface MessageJudge {
  /** From these scores on a reading counts as a yes. */
  thresholds: { request: number; topic: number; negative: number };
  /** True if scores claim to be probabilities, so that their calibration can be measured. */
  probabilities: boolean;
  read(text: string): MessageReading;
}

/** A customer's words and what the bot made of them; without `bot` it has not answered. */
export interface AnsweredTurn {
  text: string;
  bot?: { text: string; confidence: number; fallback: boolean };
}

/** What is decided after a turn, its answer known. */
export interface TurnDecision {
  band: 'continue' | 'offer' | 'hand_over';
  /** How pressing it is if a person takes over. */
  priority: Priority;
  explain?(): Explanation;
}

/** Decides on handoffs: given the turns so far, oldest first. */
export interface HandoffJudge {
  decide(turns: readonly AnsweredTurn[]): TurnDecision;
}

/** A way of asking; `intent` is null for what no intent covers. */
export interface IntentExample {
  text: string;
  intent: string | null;
}

/** Says how alike two questions are; only the order of the values counts. */
export interface PairJudge {
  alike(first: string, second: string): number;
}

/** A bot that has learned the intents of somebody else's set. */
export interface TrainedBot extends PairJudge {
  /** The best intent, and the probability (0 to 1) that it is the right one. */
  classify(text: string): { intent: string; confidence: number };
}

/** Learns intents from examples; `validation` may be empty and is never what is measured on. */
export interface IntentLearner {
  trainIntents(examples: {
    train: readonly IntentExample[];
    validation: readonly IntentExample[];
  }): TrainedBot;
}

/** All that is measured of the shipped analyzer and bot. */
export interface Subject extends MessageJudge, HandoffJudge, IntentLearner, PairJudge {
  /**
   * All that the last message costs when it comes, to be called and timed: the bot's answer, the
   * screening, and the assessment if it is a candidate. What earlier messages left behind is ready.
   */
  serving(turns: readonly AnsweredTurn[]): () => void;
  /** Bytes of all files beside the code that analyzer and bot load. */
  modelBytes(): number;
  /** What `loadShipped` is to be called with, as URLs. */
  loadArguments(): string[];
}
