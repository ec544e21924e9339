import type { Priority } from '../../../protocol/vocabulary.ts';
import type { AnsweredTurn, IntentExample, Topic } from '../judges.ts';

/** One customer message with its labels. */
export interface LabelledMessage {
  id: string;
  text: string;
  humanRequest: boolean;
  topics: Topic[];
  sentiment: 'calm' | 'frustrated' | 'angry' | 'positive';
  inScope: boolean;
}

/** A chat with the bot and when a person should have taken over; turns count from 1. */
export interface LabelledConversation {
  id: string;
  turns: AnsweredTurn[];
  gold: { escalateAt: number; window: [number, number]; priority: Priority } | null;
}

/** A message and whether it asks for a person. */
export interface RequestExample {
  text: string;
  request: boolean;
}

/** A text and its writer's sentiment. */
export interface SentimentExample {
  text: string;
  sentiment: 'negative' | 'neutral' | 'positive';
}

/** Two questions, and whether they ask the same. */
export interface QuestionPair {
  first: string;
  second: string;
  same: boolean;
}

/** The material of one bot with intents of its own. */
export interface IntentBot {
  name: string;
  train: IntentExample[];
  validation: IntentExample[];
  test: IntentExample[];
}

/** Public sets with targets of their own; `intents` are others of the same kind. */
export type IntentFormat = 'clinc150' | 'banking77' | 'hint3' | 'intents';

/** What is measured alike. */
export type SetPart =
  | { kind: 'messages'; rows: LabelledMessage[] }
  | { kind: 'conversations'; rows: LabelledConversation[] }
  | { kind: 'requests'; rows: RequestExample[] }
  | { kind: 'sentiment'; rows: SentimentExample[] }
  | { kind: 'pairs'; rows: QuestionPair[] }
  | { kind: 'intents'; format: IntentFormat; bots: IntentBot[] };

/** A set, named after its folder. */
export interface EvaluationSet {
  name: string;
  parts: SetPart[];
}

/** Which part of a set a file or list holds; `whole` if it does not say. */
export type Split = 'train' | 'validation' | 'test' | 'whole';

/** What one file holds, read by its content. */
export type FileContent =
  | Exclude<SetPart, { kind: 'intents' }>
  | {
      kind: 'intents';
      format: IntentFormat;
      splits: Partial<Record<Split, IntentExample[]>>;
    };
