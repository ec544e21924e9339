import type { Tensors } from './tensors.ts';
import { groupsOf, hash, MAX_WORDS, type Word, wordsOf } from './words.ts';

/** What the network makes of one message. */
export interface Impression {
  words: Word[];
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
 * with a scale per row; the convolutions are unpacked once, the word vectors as they are met.
 */
export function createNetwork(tensors: Tensors): Network {
  const words = tensors.int8('word');
  const groups = tensors.int8('group');
  const keys = tensors.uint32('word_keys');
  const shout = tensors.float('shout');
  const [first, second, sentence, hidden, answers] = (
    ['first', 'second', 'sentence', 'hidden', 'answers'] as const
  ).map((name) => ({ weights: tensors.float(name), bias: tensors.float(`${name}_bias`) })) as [
    Layer,
    Layer,
    Layer,
    Layer,
    Layer,
  ];
  const width = words.columns;
  const buckets = groups.rows;

  // One row of zeros before and after: three neighbouring words are one stretch of memory.
  const input = new Float32Array((MAX_WORDS + 2) * width);
  const middle = new Float32Array((MAX_WORDS + 2) * width);
  const output = new Float32Array((MAX_WORDS + 2) * width);
  const pooled = new Float32Array(3 * width);
  const inner = new Float32Array(hidden.bias.length);

  const embed = ({ text, shouted }: Word, at: number): void => {
    const known = find(keys, hash(text));
    if (known >= 0) {
      const scale = words.scales[known] as number;
      for (let i = 0; i < width; i++) {
        input[at + i] = (words.values[known * width + i] as number) * scale;
      }
    } else {
      const list = groupsOf(text, buckets);
      input.fill(0, at, at + width);
      for (const group of list) {
        const scale = (groups.scales[group] as number) / list.length;
        for (let i = 0; i < width; i++) {
          input[at + i] =
            (input[at + i] as number) + (groups.values[group * width + i] as number) * scale;
        }
      }
    }
    if (!shouted) return;
    for (let i = 0; i < width; i++)
      input[at + i] = (input[at + i] as number) + (shout[i] as number);
  };

  /** Fills `pooled` from the first `count` rows of the input. */
  const pool = (count: number): void => {
    input.fill(0, (count + 1) * width, (count + 2) * width);
    convolve(first, input, middle, count, width);
    middle.fill(0, (count + 1) * width, (count + 2) * width);
    convolve(second, middle, output, count, width);
    summarize(count, 0);
  };

  /** Sums and maxima of the rows but one; 0 leaves none out. */
  const summarize = (count: number, gap: number): void => {
    const share = 1 / Math.sqrt(Math.max(1, gap === 0 ? count : count - 1));
    for (let i = 0; i < width; i++) {
      let sumIn = 0;
      let sumOut = 0;
      let most = Number.NEGATIVE_INFINITY;
      for (let row = 1; row <= count; row++) {
        if (row === gap) continue;
        const value = output[row * width + i] as number;
        sumIn += input[row * width + i] as number;
        sumOut += value;
        if (value > most) most = value;
      }
      pooled[i] = sumIn * share;
      pooled[width + i] = sumOut * share;
      pooled[2 * width + i] = Math.max(most, -1e4);
    }
  };

  const answer = (): Float32Array => {
    dense(hidden, pooled, inner);
    for (let i = 0; i < inner.length; i++) if ((inner[i] as number) < 0) inner[i] = 0;
    return dense(answers, inner, new Float32Array(answers.bias.length));
  };

  const load = (list: readonly Word[]): void => {
    const read = list.length > 0 ? list : [NOTHING];
    read.forEach((word, at) => {
      embed(word, (at + 1) * width);
    });
    pool(read.length);
  };

  // Bot and analyzer read the same message, and parts of it, one after the other.
  const latest = new Map<string, Impression>();

  return {
    outputs: tensors.outputs,
    read(text) {
      const known = latest.get(text);
      if (known) return known;
      const list = wordsOf(text);
      load(list);
      const vector = unit(dense(sentence, pooled, new Float32Array(sentence.bias.length)));
      const impression = { words: list, sentence: vector, answers: answer() };
      const [oldest] = latest.keys();
      if (latest.size >= KEPT && oldest !== undefined) latest.delete(oldest);
      latest.set(text, impression);
      return impression;
    },
    answersWithoutEach(text) {
      const list = wordsOf(text);
      load(list);
      return list.map((_, gap) => {
        summarize(list.length, gap + 1);
        return answer();
      });
    },
  };
}

interface Layer {
  weights: Float32Array;
  bias: Float32Array;
}

/** Impressions kept: a message, the parts of it that the bot tries, and a few turns before. */
const KEPT = 12;

/** What stands for a text without words. */
const NOTHING: Word = { text: '.', shouted: false, start: 0, end: 0 };

/**
 * Each row plus what is positive of the layer over it and its neighbours. Four outputs at a time:
 * each number of the input is fetched once for all of them.
 */
function convolve(
  { weights, bias }: Layer,
  from: Float32Array,
  to: Float32Array,
  count: number,
  width: number,
): void {
  const span = 3 * width;
  for (let out = 0; out < width; out += 4) {
    const a = out * span;
    const b = a + span;
    const c = b + span;
    const d = c + span;
    for (let row = 1; row <= count; row++) {
      const start = (row - 1) * width;
      let s0 = bias[out] as number;
      let s1 = bias[out + 1] as number;
      let s2 = bias[out + 2] as number;
      let s3 = bias[out + 3] as number;
      for (let i = 0; i < span; i++) {
        const value = from[start + i] as number;
        s0 += (weights[a + i] as number) * value;
        s1 += (weights[b + i] as number) * value;
        s2 += (weights[c + i] as number) * value;
        s3 += (weights[d + i] as number) * value;
      }
      const at = row * width + out;
      to[at] = (from[at] as number) + Math.max(s0, 0);
      to[at + 1] = (from[at + 1] as number) + Math.max(s1, 0);
      to[at + 2] = (from[at + 2] as number) + Math.max(s2, 0);
      to[at + 3] = (from[at + 3] as number) + Math.max(s3, 0);
    }
  }
}

function dense({ weights, bias }: Layer, from: Float32Array, to: Float32Array): Float32Array {
  for (let out = 0; out < to.length; out++) {
    to[out] = (bias[out] as number) + dot(weights, out * from.length, from, 0, from.length);
  }
  return to;
}

/** Dot product of `size` (a multiple of 4) numbers; four sums side by side keep the adder busy. */
function dot(a: Float32Array, at: number, b: Float32Array, bt: number, size: number): number {
  let s0 = 0;
  let s1 = 0;
  let s2 = 0;
  let s3 = 0;
  for (let i = 0; i < size; i += 4) {
    s0 += (a[at + i] as number) * (b[bt + i] as number);
    s1 += (a[at + i + 1] as number) * (b[bt + i + 1] as number);
    s2 += (a[at + i + 2] as number) * (b[bt + i + 2] as number);
    s3 += (a[at + i + 3] as number) * (b[bt + i + 3] as number);
  }
  return s0 + s1 + (s2 + s3);
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
