import { createKernel, type Layer } from './kernel/kernel.ts';
import type { Int8Table, Tensors } from './tensors.ts';
import { groupsOf, hash, MAX_WORDS, type Word, wordsOf } from './words.ts';

/** What the network makes of one message. */
export interface Impression {
  words: Word[];
  /** Share (0..1) of the words that the network knows; others it spells. */
  known: number;
  /** Unit vector; texts that mean alike lie close together. */
  sentence: Float32Array;
  /** Logits in the order of the network's `outputs`. */
  answers: Float32Array;
}

/** Reads messages; the same text always gives the same impression. */
export interface Network {
  outputs: readonly string[];
  read(text: string): Impression;
  /**
   * The answers without each of the message's words in turn: what a word was worth. It is left out
   * of the pooling; its neighbours have still seen it, which spares reading the rest anew.
   */
  answersWithoutEach(text: string): Float32Array[];
}

/**
 * The network of training/network/student.py: word vectors (letter groups for unknown words), two
 * convolutions over three words each, pooling, a sentence vector and the answers. Weights are int8
 * with a scale per row; layers are unpacked once, word vectors as they are met.
 */
export function createNetwork(tensors: Tensors): Network {
  const words = tensors.int8('word');
  const groups = tensors.int8('group');
  const keys = tensors.uint32('word_keys');
  const shout = tensors.float('shout');
  const width = words.columns;
  const buckets = groups.rows;

  const stored = LAYERS.map((name) => ({
    weights: tensors.int8(name),
    bias: tensors.float(`${name}_bias`),
  }));
  const rowsSize = (MAX_WORDS + SPARE_ROWS) * width;
  const largest = Math.max(...stored.map(({ weights }) => weights.values.length));
  const kernel = createKernel(
    stored.reduce((sum, { weights, bias }) => sum + weights.values.length + bias.length, largest) +
      3 * rowsSize +
      ROOM * width,
  );
  const [first, second, sentence, hidden, answers] = stored.map(({ weights, bias }) => {
    const layer = {
      weights: kernel.floats(weights.values.length),
      bias: kernel.floats(bias.length),
    };
    kernel.unpack(weights, layer.weights);
    layer.bias.values.set(bias);
    return layer;
  }) as [Layer, Layer, Layer, Layer, Layer];
  const input = kernel.floats(rowsSize);
  const middle = kernel.floats(rowsSize);
  const output = kernel.floats(rowsSize);
  const pooled = kernel.floats(3 * width);
  const inner = kernel.floats(hidden.bias.values.length);
  const vector = kernel.floats(sentence.bias.values.length);
  const answered = kernel.floats(answers.bias.values.length);

  /** Answers whether the word is known. */
  const embed = ({ text, shouted }: Word, row: Float32Array): boolean => {
    const known = find(keys, hash(text));
    if (known >= 0) addRow(words, known, 1, row.fill(0));
    else {
      const list = groupsOf(text, buckets);
      row.fill(0);
      for (const group of list) addRow(groups, group, 1 / list.length, row);
    }
    if (shouted) for (let i = 0; i < width; i++) row[i] = (row[i] as number) + (shout[i] as number);
    return known >= 0;
  };

  /** Fills the rows of the convolutions; answers how many there are, and how many are known. */
  const load = (list: readonly Word[]): { count: number; known: number } => {
    const read = list.length > 0 ? list : [NOTHING];
    const count = read.length;
    let known = 0;
    read.forEach((word, at) => {
      const found = embed(word, input.values.subarray((at + 1) * width, (at + 2) * width));
      if (found) known++;
    });
    // The row after the last is its neighbour: nothing of an earlier message may be left there.
    for (const [layer, from, to] of [
      [first, input, middle],
      [second, middle, output],
    ] as const) {
      from.values.fill(0, (count + 1) * width, (count + 3) * width);
      kernel.convolve(layer, from, to, count, width);
    }
    return { count, known };
  };

  const answer = (count: number, gap: number): Float32Array => {
    kernel.pool({ input, output }, pooled, { count, gap, width });
    kernel.dense(hidden, pooled, inner);
    kernel.rectify(inner);
    kernel.dense(answers, inner, answered);
    return answered.values.slice();
  };

  // Bot and analyzer read the same message, and parts of it, one after the other.
  const latest = new Map<string, Impression>();

  return {
    outputs: tensors.outputs,
    read(text) {
      const known = latest.get(text);
      if (known) return known;
      const list = wordsOf(text);
      const { count, known: met } = load(list);
      const answers = answer(count, 0);
      kernel.dense(sentence, pooled, vector);
      const impression = {
        words: list,
        known: met / count,
        sentence: unit(vector.values),
        answers,
      };
      const [oldest] = latest.keys();
      if (latest.size >= KEPT && oldest !== undefined) latest.delete(oldest);
      latest.set(text, impression);
      return impression;
    },
    answersWithoutEach(text) {
      const list = wordsOf(text);
      const { count } = load(list);
      return list.map((_, gap) => answer(count, gap + 1));
    },
  };
}

const LAYERS = ['first', 'second', 'sentence', 'hidden', 'answers'] as const;

/** A row before the first word, one after the last, and one that the kernel may spoil. */
const SPARE_ROWS = 3;
/** Room for what is pooled and answered, in rows. */
const ROOM = 16;

/** Impressions kept: a message, the parts of it that the bot tries, and a few turns before. */
const KEPT = 12;

/** What stands for a text without words. */
const NOTHING: Word = { text: '.', shouted: false, start: 0, end: 0 };

/** Adds `share` times a row of the table. */
function addRow(table: Int8Table, at: number, share: number, to: Float32Array): void {
  const { columns, values, scales } = table;
  const scale = (scales[at] as number) * share;
  for (let i = 0; i < columns; i++) {
    to[i] = (to[i] as number) + (values[at * columns + i] as number) * scale;
  }
}

function unit(vector: Float32Array): Float32Array {
  let sum = 0;
  for (const value of vector) sum += value * value;
  const scale = sum > 0 ? 1 / Math.sqrt(sum) : 0;
  return vector.map((value) => value * scale);
}

/** Place of a key in the sorted list; -1 if it is not there. */
function find(sorted: Uint32Array, key: number): number {
  let low = 0;
  let high = sorted.length - 1;
  while (low <= high) {
    const middle = (low + high) >>> 1;
    const value = sorted[middle] as number;
    if (value === key) return middle;
    if (value < key) low = middle + 1;
    else high = middle - 1;
  }
  return -1;
}
