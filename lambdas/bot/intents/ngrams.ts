import { hash, type Word } from '../../language/words.ts';

/** Rows of the table of n-grams; a power of two. */
export const NGRAM_ROWS = 1 << 13;

/** The n-grams of a message: distinct rows of the table with their weights, of length 1 in all. */
export interface Ngrams {
  rows: Uint16Array;
  weights: Float32Array;
}

/** How often each row was met in the message that is being read, and which rows these are. */
const counts = new Uint16Array(NGRAM_ROWS);
const met: number[] = [];

function count(hashed: number): void {
  const row = hashed % NGRAM_ROWS;
  if (counts[row] === 0) met.push(row);
  counts[row] = (counts[row] as number) + 1;
}

/**
 * Words, pairs of words and three to five letters, hashed. Each counts `1 + ln(times)`, times what
 * `rarity` says of its row; rows of rarity 0 are left out.
 */
export function ngramsOf(words: readonly Word[], rarity?: Float32Array): Ngrams {
  met.length = 0;
  let before = '^';
  for (const { text } of words) {
    count(hash(`1 ${text}`));
    count(hash(`2 ${before} ${text}`));
    before = text;
  }
  count(hash(`2 ${before} $`));
  const line = ` ${words.map(({ text }) => text).join(' ')} `;
  for (let size = 3; size <= 5; size++) {
    for (let at = 0; at + size <= line.length; at++) count(hash(line, at, at + size));
  }
  const rows = new Uint16Array(met.length);
  const weights = new Float32Array(met.length);
  let squares = 0;
  let kept = 0;
  for (const row of met) {
    const weight = (1 + Math.log(counts[row] as number)) * (rarity?.[row] ?? 1);
    counts[row] = 0;
    if (weight === 0) continue;
    rows[kept] = row;
    weights[kept++] = weight;
    squares += weight * weight;
  }
  const scale = squares > 0 ? 1 / Math.sqrt(squares) : 0;
  for (let at = 0; at < kept; at++) weights[at] = (weights[at] as number) * scale;
  return { rows: rows.subarray(0, kept), weights: weights.subarray(0, kept) };
}
