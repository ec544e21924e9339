import type { Network } from '../../language/network.ts';
import { closenessTo, evidenceOf } from './evidence.ts';
import { fitLogistic, type Logistic, logOdds, type Observation } from './logistic.ts';
import type { TrainedIntents } from './model.ts';
import { NGRAM_ROWS, ngramsOf } from './ngrams.ts';
import { type Features, probabilities, trainSoftmax } from './softmax.ts';

/** A message and what it asks for; `null` for what no intent covers. */
export interface IntentExample {
  text: string;
  intent: string | null;
}

/** Every fourth example of an intent is held out to learn how far the answers can be trusted. */
const FOLDS = 4;

/**
 * Learns intents from examples: weights from all of them, the formula of the confidence from those
 * held out in turn. Deterministic; 15,000 examples of 150 intents take about half a minute.
 *
 * @param outOfScopeShare share (0..1) of out-of-scope messages among all that will be read; as in
 *   the examples if it is left out.
 */
export function trainIntents(
  network: Network,
  examples: readonly IntentExample[],
  outOfScopeShare?: number,
): TrainedIntents {
  const inside = examples.filter(({ intent }) => intent !== null);
  const labels = [...new Set(inside.map(({ intent }) => intent as string))].sort();
  const rarity = rarityOf(
    inside.map(({ text }) => text),
    network,
  );
  const featuresOf = (text: string): Features & { known: number } => {
    const { words, sentence, known } = network.read(text);
    return { ngrams: ngramsOf(words, rarity), sentence, known };
  };
  const features = inside.map(({ text }) => featuresOf(text));
  const targets = inside.map(({ intent }) => labels.indexOf(intent as string));
  const outside = examples
    .filter(({ intent }) => intent === null)
    .map(({ text }) => featuresOf(text));

  const seen = new Map<number, number>();
  const fold = targets.map((target) => {
    const before = seen.get(target) ?? 0;
    seen.set(target, before + 1);
    return before % FOLDS;
  });
  const observations: Trial[] = [];
  // One fold suffices where it is large; few examples are all needed.
  const turns = inside.length > 4000 ? 1 : FOLDS;
  for (let turn = 0; turn < turns; turn++) {
    const kept = fold.flatMap((of, at) => (of === turn ? [] : [at]));
    const keptFeatures = kept.map((at) => features[at] as Features);
    const keptTargets = kept.map((at) => targets[at] as number);
    const weights = trainSoftmax(keptFeatures, keptTargets, labels.length);
    const middles = middlesOf(keptFeatures, keptTargets, labels.length);
    const observe = (one: (typeof features)[number], target: number | null): void => {
      const shares = probabilities(weights, one, new Float32Array(labels.length));
      const { best, values } = evidenceOf(shares, closenessTo(middles, one.sentence), one.known);
      observations.push({ right: best === target, outside: target === null, values });
    };
    fold.forEach((of, at) => {
      if (of === turn) observe(features[at] as (typeof features)[number], targets[at] as number);
    });
    for (const one of outside) observe(one, null);
  }
  const weights = trainSoftmax(features, targets, labels.length);
  return {
    labels,
    rarity,
    weights,
    middles: middlesOf(features, targets, labels.length),
    confidence: confidenceFrom(observations, outOfScopeShare),
  };
}

/** What was seen of a message that was held out. */
interface Trial {
  right: boolean;
  outside: boolean;
  values: readonly number[];
}

/**
 * The formula of the confidence, in two steps: which evidence counts is learned with as many
 * messages out of scope as in scope, so that the two are told apart even where few are out of
 * scope; how sure that makes the answer is learned with the share that is expected.
 */
function confidenceFrom(trials: readonly Trial[], outOfScopeShare?: number): Logistic {
  if (!trials.some(({ outside }) => outside)) return fitLogistic(weighed(trials));
  const ranking = fitLogistic(weighed(trials, 0.5));
  const scored = trials.map((trial) => ({ ...trial, values: [logOdds(ranking, trial.values)] }));
  const scale = fitLogistic(weighed(scored, outOfScopeShare));
  const slope = scale.weights[0] ?? 1;
  return {
    bias: scale.bias + slope * ranking.bias,
    weights: ranking.weights.map((weight) => slope * weight),
  };
}

function weighed(rows: readonly Trial[], wanted?: number): Observation[] {
  const outside = rows.filter((row) => row.outside).length;
  const share = outside === 0 ? 0 : (wanted ?? outside / rows.length);
  return rows.map((row) => ({
    values: row.values,
    target: row.right ? 1 : 0,
    weight: row.outside ? share / outside : (1 - share) / (rows.length - outside),
  }));
}

/** `1 + ln((1 + texts) / (1 + texts with it))` for each row of n-grams; 0 for those never met. */
function rarityOf(texts: readonly string[], network: Network): Float32Array {
  const met = new Float32Array(NGRAM_ROWS);
  for (const text of texts) {
    for (const row of ngramsOf(network.read(text).words).rows) met[row] = (met[row] as number) + 1;
  }
  return met.map((count) => (count === 0 ? 0 : 1 + Math.log((1 + texts.length) / (1 + count))));
}

/** The mean direction of each label's sentences, unit vectors row after row. */
function middlesOf(
  features: readonly Features[],
  targets: readonly number[],
  labels: number,
): Float32Array {
  const size = features[0]?.sentence.length ?? 0;
  const middles = new Float32Array(labels * size);
  features.forEach(({ sentence }, at) => {
    const start = (targets[at] as number) * size;
    for (let i = 0; i < size; i++) {
      middles[start + i] = (middles[start + i] as number) + (sentence[i] as number);
    }
  });
  for (let label = 0; label < labels; label++) {
    const row = middles.subarray(label * size, (label + 1) * size);
    const length = Math.sqrt(row.reduce((sum, value) => sum + value * value, 0)) || 1;
    for (let i = 0; i < size; i++) row[i] = (row[i] as number) / length;
  }
  return middles;
}
