import type { WordCode } from './types.ts';

/** Weights of `bias + network × log odds of the network + rule × score of the rules`. */
export interface Joint {
  bias: number;
  network: number;
  rule: number;
  /** The least probability where a rule found something: how often it was right, or 0. */
  floor: number;
}

/**
 * How network and rules are joined into one probability, by logistic regression with weights of
 * zero or more on labelled messages that the network had not seen; see docs/EVALUATION.md.
 */
export const JOINTS: Record<WordCode, Joint> = {
  'request.explicit': { bias: 0.52, network: 0.84, rule: 1.92, floor: 0.88 },
  'topic.billing_dispute': { bias: -0.25, network: 0.65, rule: 2.96, floor: 0.9 },
  'topic.service_outage': { bias: -0.77, network: 0.58, rule: 2.51, floor: 0 },
  'topic.cancellation': { bias: -0.93, network: 0.59, rule: 3.3, floor: 0 },
  'topic.fraud': { bias: -0.1, network: 0.95, rule: 3.14, floor: 0.89 },
  'topic.legal': { bias: -0.48, network: 0.76, rule: 4.96, floor: 0.87 },
  'topic.safety': { bias: -0.15, network: 0.85, rule: 1.71, floor: 0.9 },
  'sentiment.frustration': { bias: 0.08, network: 0.56, rule: 1.26, floor: 0.94 },
  'sentiment.anger': { bias: 0.43, network: 0.95, rule: 1.48, floor: 0.94 },
};
