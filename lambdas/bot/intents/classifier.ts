import { createKernel, type Floats } from '../../language/kernel/kernel.ts';
import type { Impression } from '../../language/network.ts';
import { evidenceOf } from './evidence.ts';
import { logistic } from './logistic.ts';
import type { Classification, IntentModel, Intents } from './model.ts';
import { ngramsOf } from './ngrams.ts';
import { softmax } from './softmax.ts';

/** Columns come in eights. */
const EIGHT = 8;

/** A model put to work, with a copy of the weights in a kernel's memory. */
export function createIntents(model: IntentModel): Intents {
  const { labels, rarity, ngrams, bias, middles, confidence } = model;
  const columns = Math.ceil(labels.length / EIGHT) * EIGHT;
  const size = middles.columns;
  const kernel = createKernel(
    (ngrams.values.length + middles.values.length) / 4 + 2 * columns * (size + 2) + size + EIGHT,
  );

  const table = kernel.bytes(ngrams.values);
  // Scores of the labels, then closeness to their middles: one product with the sentence vector.
  const weights = kernel.floats(2 * columns * size);
  kernel.unpack(model.sentence, part(weights, 0, labels.length * size));
  kernel.unpack(middles, part(weights, columns * size, labels.length * size));
  const layer = { weights, bias: kernel.floats(2 * columns) };
  layer.bias.values.set(bias);
  const sentence = kernel.floats(size);
  const found = kernel.floats(2 * columns);
  const closeness = found.values.subarray(columns, columns + labels.length);

  const classify = (impression: Impression): Classification => {
    sentence.values.set(impression.sentence);
    kernel.dense(layer, sentence, found);
    const near = closeness.slice();
    const { rows, weights } = ngramsOf(impression.words, rarity);
    for (let at = 0; at < rows.length; at++) {
      const row = rows[at] as number;
      const scale = (weights[at] as number) * (ngrams.scales[row] as number);
      kernel.addRow(table + row * labels.length, labels.length, scale, found);
    }
    const shares = softmax(found.values.slice(0, labels.length));
    const { best, second, values } = evidenceOf(shares, near, impression.known);
    return { best, second, shares, confidence: logistic(confidence, values) };
  };

  // Bot and analyzer ask about the same message.
  const known = new WeakMap<Impression, Classification>();
  return {
    labels,
    classify(impression) {
      const found = known.get(impression) ?? classify(impression);
      known.set(impression, found);
      return found;
    },
  };
}

function part({ at, values }: Floats, from: number, count: number): Floats {
  return { at: at + from * values.BYTES_PER_ELEMENT, values: values.subarray(from, from + count) };
}
