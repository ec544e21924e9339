import type { Impression } from '../../language/network.ts';
import type { Int8Table } from '../../language/tensors.ts';
import type { Logistic } from './logistic.ts';
import type { SoftmaxWeights } from './softmax.ts';

/** What was learned from the examples of some intents, as it is stored. */
export interface IntentModel {
  labels: readonly string[];
  /** How rare each row of n-grams is. */
  rarity: Float32Array;
  /** Weights of each row of n-grams, a column per label. */
  ngrams: Int8Table;
  /** Weights of each label, a column per number of the sentence vector. */
  sentence: Int8Table;
  bias: Float32Array;
  /** The middle of each label's examples, a unit vector per row. */
  middles: Int8Table;
  confidence: Logistic;
}

/** A model as it was trained. */
export interface TrainedIntents extends Pick<IntentModel, 'labels' | 'rarity' | 'confidence'> {
  weights: SoftmaxWeights;
  /** Unit vectors row after row. */
  middles: Float32Array;
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

/** A model at work. */
export interface Intents {
  labels: readonly string[];
  /** Tells which of the labels a message asks for; the same for the same message. */
  classify(impression: Impression): Classification;
}
