import type { Impression } from '../../language/network.ts';
import { evidenceOf } from './evidence.ts';
import { type Logistic, logistic } from './logistic.ts';
import { ngramsOf } from './ngrams.ts';
import { probabilities, type SoftmaxWeights } from './softmax.ts';

/** What was learned from the examples of some intents. */
export interface IntentModel {
  labels: readonly string[];
  /** How rare each row of n-grams is. */
  rarity: Float32Array;
  weights: SoftmaxWeights;
  /** The middle of each label's examples, unit vectors row after row. */
  middles: Float32Array;
  confidence: Logistic;
}

/** A model as it was trained, with weights that can still be stored. */
export interface TrainedIntents extends IntentModel {
  weights: SoftmaxWeights & { ngrams: Float32Array };
}

/** What a message asks for. */
export interface Classification {
  /** Place of the likeliest label and of the next. */
  best: number;
  second: number;
  /** Share of each label, given that one of them is meant. */
  shares: Float32Array;
  /** Probability (0..1) that the likeliest label is right. */
  confidence: number;
}

/** Which of the model's labels a message asks for. */
export function classify(model: IntentModel, impression: Impression): Classification {
  const features = {
    ngrams: ngramsOf(impression.words, model.rarity),
    sentence: impression.sentence,
  };
  const shares = probabilities(model.weights, features, new Float32Array(model.labels.length));
  const { best, second, values } = evidenceOf(shares, features, model.middles);
  return { best, second, shares, confidence: logistic(model.confidence, values) };
}
