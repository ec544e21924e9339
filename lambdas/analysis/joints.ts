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
  'request.explicit': { bias: 0.41, network: 0.8, rule: 1.48, floor: 0.88 },
  'topic.billing_dispute': { bias: -0.32, network: 0.6, rule: 3.22, floor: 0.9 },
  'topic.service_outage': { bias: -0.71, network: 0.57, rule: 2.68, floor: 0 },
  'topic.cancellation': { bias: -0.89, network: 0.61, rule: 3.23, floor: 0 },
  'topic.fraud': { bias: -0.15, network: 0.87, rule: 4.29, floor: 0.89 },
  'topic.legal': { bias: -0.25, network: 0.91, rule: 5.01, floor: 0.87 },
  'topic.safety': { bias: -0.28, network: 0.81, rule: 1.31, floor: 0.9 },
  'sentiment.frustration': { bias: 0.13, network: 0.58, rule: 1.43, floor: 0.94 },
  'sentiment.anger': { bias: 0.49, network: 0.91, rule: 0.74, floor: 0.94 },
};
