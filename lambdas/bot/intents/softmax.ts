import { seededRandom } from '../../language/random.ts';
import type { Ngrams } from './ngrams.ts';
import { NGRAM_ROWS } from './ngrams.ts';

/** One message as the classifier sees it. */
export interface Features {
  ngrams: Ngrams;
  /** Unit vector of the network. */
  sentence: Float32Array;
}

/** Weights of a softmax regression over n-grams and the sentence vector; row after row. */
export interface SoftmaxWeights {
  labels: number;
  ngrams: Float32Array;
  sentence: Float32Array;
  bias: Float32Array;
}

/** How a classifier is trained; docs/EVALUATION.md has what the defaults reach on CLINC150. */
export interface TrainingPlan {
  epochs: number;
  rate: number;
  /** Seed of the order of examples. */
  seed: number;
}

const PLAN: TrainingPlan = { epochs: 10, rate: 0.6, seed: 1 };
const EPSILON = 1e-3;
/** Smaller errors than this move nothing: nearly all labels of nearly all examples. */
const LEAST_SLOPE = 1e-3;

/**
 * Trains by gradient descent on the log loss with a step per weight that shrinks with what it has
 * moved (AdaGrad, Duchi et al. 2011). Deterministic.
 */
export function trainSoftmax(
  examples: readonly Features[],
  targets: readonly number[],
  labels: number,
  plan: Partial<TrainingPlan> = {},
): SoftmaxWeights {
  const { epochs, rate, seed } = { ...PLAN, ...plan };
  const size = examples[0]?.sentence.length ?? 0;
  const weights = {
    labels,
    ngrams: new Float32Array(NGRAM_ROWS * labels),
    sentence: new Float32Array(size * labels),
    bias: new Float32Array(labels),
  };
  const moved = {
    ngrams: new Float32Array(NGRAM_ROWS * labels).fill(EPSILON),
    sentence: new Float32Array(size * labels).fill(EPSILON),
    bias: new Float32Array(labels).fill(EPSILON),
  };
  const order = examples.map((_, at) => at);
  const random = seededRandom(seed);
  const slope = new Float32Array(labels);
  for (let epoch = 0; epoch < epochs; epoch++) {
    shuffle(order, random);
    const step = rate * (1 - epoch / epochs);
    for (const at of order) {
      const { ngrams, sentence } = examples[at] as Features;
      probabilities(weights, examples[at] as Features, slope);
      const target = targets[at] as number;
      slope[target] = (slope[target] as number) - 1;
      const wrong = slopesOf(slope);
      for (let place = 0; place < ngrams.rows.length; place++) {
        const start = (ngrams.rows[place] as number) * labels;
        descend(weights.ngrams, moved.ngrams, start, wrong, ngrams.weights[place] as number, step);
      }
      for (let i = 0; i < size; i++) {
        descend(weights.sentence, moved.sentence, i * labels, wrong, sentence[i] as number, step);
      }
      descend(weights.bias, moved.bias, 0, wrong, 1, step);
    }
  }
  return weights;
}

/** Probability of each label, written into `into`. */
export function probabilities(
  { labels, ngrams, sentence, bias }: SoftmaxWeights,
  features: Features,
  into: Float32Array,
): Float32Array {
  into.set(bias);
  const { rows, weights } = features.ngrams;
  for (let place = 0; place < rows.length; place++) {
    add(into, ngrams, (rows[place] as number) * labels, weights[place] as number);
  }
  features.sentence.forEach((value, at) => {
    add(into, sentence, at * labels, value);
  });
  return softmax(into);
}

function add(into: Float32Array, table: Float32Array, start: number, weight: number): void {
  for (let at = 0; at < into.length; at++) {
    into[at] = (into[at] as number) + weight * (table[start + at] as number);
  }
}

/** In place: numbers to shares of 1. */
export function softmax(values: Float32Array): Float32Array {
  let most = Number.NEGATIVE_INFINITY;
  for (const value of values) if (value > most) most = value;
  let total = 0;
  for (let at = 0; at < values.length; at++) {
    const value = Math.exp((values[at] as number) - most);
    values[at] = value;
    total += value;
  }
  for (let at = 0; at < values.length; at++) values[at] = (values[at] as number) / total;
  return values;
}

/** The labels whose share is wrong by enough to learn from, and by how much. */
interface Slopes {
  labels: Uint16Array;
  values: Float32Array;
}

function slopesOf(slope: Float32Array): Slopes {
  const labels: number[] = [];
  slope.forEach((value, label) => {
    if (Math.abs(value) >= LEAST_SLOPE) labels.push(label);
  });
  return {
    labels: Uint16Array.from(labels),
    values: Float32Array.from(labels, (label) => slope[label] as number),
  };
}

function descend(
  weights: Float32Array,
  moved: Float32Array,
  start: number,
  { labels, values }: Slopes,
  value: number,
  step: number,
): void {
  for (let at = 0; at < labels.length; at++) {
    const gradient = (values[at] as number) * value;
    const place = start + (labels[at] as number);
    const total = (moved[place] as number) + gradient * gradient;
    moved[place] = total;
    weights[place] = (weights[place] as number) - (step * gradient) / Math.sqrt(total);
  }
}

function shuffle(order: number[], random: () => number): void {
  for (let at = order.length - 1; at > 0; at--) {
    const other = Math.floor(random() * (at + 1));
    const kept = order[at] as number;
    order[at] = order[other] as number;
    order[other] = kept;
  }
}
