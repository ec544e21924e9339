import type { WordCode } from './types.ts';

/** Weights of `bias + network × log odds of the network + rule × score of the rules`. */
export interface Joint {
  bias: number;
  network: number;
  rule: number;
}

/**
 * How network and rules are joined into one probability, by logistic regression with weights of
 * zero or more on labelled messages that the network had not seen; see docs/EVALUATION.md.
 */
export const JOINTS: Record<WordCode, Joint> = {
  'request.explicit': { bias: -0.3, network: 0.8, rule: 4 },
  'topic.billing_dispute': { bias: 0.2, network: 0.95, rule: 2.6 },
  'topic.service_outage': { bias: -0.3, network: 0.8, rule: 1.8 },
  'topic.cancellation': { bias: 0, network: 0.9, rule: 2.5 },
  'topic.fraud': { bias: 0.2, network: 1.3, rule: 3 },
  'topic.legal': { bias: -0.4, network: 0.9, rule: 4.4 },
  'topic.safety': { bias: 0.1, network: 1.45, rule: 4.5 },
  'sentiment.frustration': { bias: -0.25, network: 0.75, rule: 3.4 },
  'sentiment.anger': { bias: -0.3, network: 1.2, rule: 5 },
};
