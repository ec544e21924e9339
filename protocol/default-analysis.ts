import type { AnalysisPolicy, ReasonPolicy } from './analysis-policy.ts';
import type { Category, Priority, QueueName } from './vocabulary.ts';

/**
 * What holds where a deployment says nothing else. Weights and bands are chosen on the project's
 * own conversations by a stated cost: a handoff too early costs 1, too late 2, needless 2.5, none
 * where one was needed 3; see docs/EVALUATION.md.
 */
export const DEFAULT_ANALYSIS: AnalysisPolicy = {
  version: '2026-11',
  handOverFrom: 0.68,
  offerFrom: 0.58,
  hysteresis: 0.1,
  categoryWeights: { ai_performance: 0.8, user_behaviour: 0.58, topic: 0.6, sentiment: 0.45 },
  reasons: {
    'request.explicit': reason('sentiment', 1, 'medium', null, 0.75),
    'ai.low_confidence': reason('ai_performance', 0.7, 'low', null),
    'ai.repeated_fallback': reason('ai_performance', 1, 'medium', null),
    'ai.repeated_answer': reason('ai_performance', 0.85, 'low', null),
    'behaviour.long_conversation': reason('user_behaviour', 0.5, 'low', null),
    'behaviour.repeated_query': reason('user_behaviour', 0.95, 'low', null),
    'topic.billing_dispute': reason('topic', 1, 'high', 'billing'),
    'topic.service_outage': reason('topic', 1, 'high', 'technical'),
    'topic.cancellation': reason('topic', 1, 'high', 'retention'),
    'topic.fraud': reason('topic', 1, 'urgent', 'general', 0.6),
    'topic.legal': reason('topic', 1, 'high', 'general', 0.6),
    'topic.safety': reason('topic', 1, 'urgent', 'general', 0.65),
    'sentiment.frustration': reason('sentiment', 0.8, 'medium', null),
    'sentiment.anger': reason('sentiment', 0.95, 'high', null),
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

function reason(
  category: Category,
  weight: number,
  priority: Priority,
  queue: QueueName | null,
  overrideFrom: number | null = null,
): ReasonPolicy {
  return { category, weight, priority, queue, overrideFrom };
}
