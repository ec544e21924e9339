import type { Category, Priority, QueueName } from '../../protocol/vocabulary.ts';
import type { SignalCode } from './types.ts';

/** How much a signal counts, and where a session with it belongs. */
interface SignalPolicy {
  /** Category it speaks for. */
  category: Category;
  /** 0 to 1: what a certain signal contributes to its category. */
  weight: number;
  priority: Priority;
  /** Null if it says nothing about the queue. */
  queue: QueueName | null;
  /** Escalates at once from this score on, whatever the total; null if never. */
  overrideFrom: number | null;
}

/** A reason, from a score on or beside any of some others, calls for a higher priority. */
interface Raise {
  when: SignalCode;
  from: number;
  /** Null if the reason alone suffices. */
  beside: readonly SignalCode[] | null;
  priority: Priority;
}

/** All numbers and tables of the analyzer; plain data, so that it can be versioned and stored. */
export interface AnalysisPolicy {
  version: string;
  /** Total score from which a person takes over. */
  threshold: number;
  /** 0 to 1 per category: what a certain category contributes to the total. */
  categoryWeights: Record<Category, number>;
  signals: Record<SignalCode, SignalPolicy>;
  /** Reasons that give the session's queue, first match wins; otherwise `defaultQueue`. */
  queueOrder: readonly SignalCode[];
  defaultQueue: QueueName;
  /** Cases that are more pressing than the reason is by itself. */
  raises: readonly Raise[];
}

/**
 * The rules in force. Weights are chosen so that one calm mention of a topic, frustration alone
 * or one miss of the bot stays below the threshold, while a topic with a failing bot or a mood
 * beside it, open anger, and two fallbacks in a row reach it.
 */
export const DEFAULT_POLICY: AnalysisPolicy = {
  version: 'rules-1',
  threshold: 0.58,
  categoryWeights: { ai_performance: 0.65, user_behaviour: 0.68, topic: 0.6, sentiment: 0.65 },
  signals: {
    'request.explicit': signal('sentiment', 1, 'medium', null, 0.5),
    'ai.low_confidence': signal('ai_performance', 0.5, 'low', null),
    'ai.repeated_fallback': signal('ai_performance', 1, 'medium', null),
    'ai.repeated_answer': signal('ai_performance', 0.8, 'low', null),
    'behaviour.long_conversation': signal('user_behaviour', 0.5, 'low', null),
    'behaviour.repeated_query': signal('user_behaviour', 0.9, 'low', null),
    'topic.billing_dispute': signal('topic', 1, 'high', 'billing'),
    'topic.service_outage': signal('topic', 1, 'high', 'technical'),
    'topic.cancellation': signal('topic', 1, 'high', 'retention'),
    'topic.fraud': signal('topic', 1, 'urgent', 'general', 0.5),
    'topic.legal': signal('topic', 1, 'high', 'general', 0.5),
    'topic.safety': signal('topic', 1, 'urgent', 'general', 0.5),
    'sentiment.frustration': signal('sentiment', 0.8, 'medium', null),
    'sentiment.anger': signal('sentiment', 1, 'high', null),
  },
  // Fraud, legal and safety go to the general line unless a trade's own line can help as well.
  queueOrder: [
    'topic.billing_dispute',
    'topic.service_outage',
    'topic.fraud',
    'topic.legal',
    'topic.safety',
    'topic.cancellation',
  ],
  defaultQueue: 'general',
  raises: [
    { when: 'topic.legal', from: 0, beside: ['sentiment.anger'], priority: 'urgent' },
    // The same answer twice running is a bot that is stuck; later again, a chat that circles.
    { when: 'ai.repeated_answer', from: 0.7, beside: null, priority: 'medium' },
    {
      when: 'request.explicit',
      from: 0,
      beside: ['sentiment.frustration', 'sentiment.anger'],
      priority: 'high',
    },
  ],
};

function signal(
  category: Category,
  weight: number,
  priority: Priority,
  queue: QueueName | null,
  overrideFrom: number | null = null,
): SignalPolicy {
  return { category, weight, priority, queue, overrideFrom };
}
