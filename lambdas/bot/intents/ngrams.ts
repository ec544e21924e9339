import { hash, type Word } from '../../language/words.ts';

/** Rows of the table of n-grams; a power of two. */
export const NGRAM_ROWS = 1 << 13;

/** The n-grams of a message: distinct rows of the table with their weights, of length 1 in all. */
export interface Ngrams {
  rows: Uint16Array;
  weights: Float32Array;
}

/**
 * Words, pairs of words and three to five letters, hashed. Each counts `1 + ln(times)`, times what
 * `rarity` says of its row.
 */
export function ngramsOf(words: readonly Word[], rarity?: Float32Array): Ngrams {
  const counts = new Map<number, number>();
  const count = (row: number) => counts.set(row, (counts.get(row) ?? 0) + 1);
  let before = '^';
  for (const { text } of words) {
    count(hash(`1 ${text}`) % NGRAM_ROWS);
    count(hash(`2 ${before} ${text}`) % NGRAM_ROWS);
    before = text;
  }
  count(hash(`2 ${before} $`) % NGRAM_ROWS);
  const line = ` ${words.map(({ text }) => text).join(' ')} `;
  for (let size = 3; size <= 5; size++) {
    for (let at = 0; at + size <= line.length; at++) {
      count(hash(line, at, at + size) % NGRAM_ROWS);
    }
  }
  const rows = new Uint16Array(counts.size);
  const weights = new Float32Array(counts.size);
  let squares = 0;
  let at = 0;
  for (const [row, times] of counts) {
    const weight = (1 + Math.log(times)) * (rarity?.[row] ?? 1);
    rows[at] = row;
    weights[at++] = weight;
    squares += weight * weight;
  }
  const scale = squares > 0 ? 1 / Math.sqrt(squares) : 0;
  return { rows, weights: weights.map((weight) => weight * scale) };
}
