import { hash } from '../language/words.ts';

/** Bits of a fingerprint; a multiple of 8. */
const BITS = 256;
const BYTES = BITS / 8;
/** Fewer distinct 3-grams than this say nothing about likeness. */
const MIN_BITS = 8;
/** Characters that count: longer texts fill the bits up and all look alike. */
const MAX_CHARACTERS = 400;

const STOP_WORDS = new Set(
  (
    'a an and are as at be but by can could did do does for from had has have hello hey hi how i ' +
    'if in is it its just me my no not now of ok on or our please pls so that the then there this ' +
    'to u was we what when where which who why will with would yes you your im ive dont'
  ).split(' '),
);

/**
 * Bit set of the hashed character 3-grams of the content words (no stop words, padded), in
 * base64url. It cannot be turned back into the text. Null if the text is too short to compare.
 */
export function fingerprint(text: string): string | null {
  const bits = new Uint8Array(BYTES);
  let set = 0;
  const words =
    text
      .slice(0, MAX_CHARACTERS)
      .toLowerCase()
      .match(/[\p{L}\p{N}]+/gu) ?? [];
  for (const word of words) {
    if (STOP_WORDS.has(word)) continue;
    const padded = ` ${word} `;
    for (let at = 0; at + 3 <= padded.length; at++) {
      const bit = hash(padded, at, at + 3) % BITS;
      const mask = 1 << (bit & 7);
      const byte = bits[bit >> 3] ?? 0;
      if ((byte & mask) === 0) set++;
      bits[bit >> 3] = byte | mask;
    }
  }
  return set < MIN_BITS ? null : Buffer.from(bits).toString('base64url');
}

/**
 * Likeness of two fingerprints, 0 to 1: the correlation of the bit vectors (phi coefficient),
 * which is the cosine less what chance alone makes two filled bit sets share.
 */
export function likeness(a: string, b: string): number {
  const x = Buffer.from(a, 'base64url');
  const y = Buffer.from(b, 'base64url');
  let inX = 0;
  let inY = 0;
  let both = 0;
  for (let at = 0; at < BYTES; at++) {
    const byteX = x[at] ?? 0;
    const byteY = y[at] ?? 0;
    inX += ones(byteX);
    inY += ones(byteY);
    both += ones(byteX & byteY);
  }
  const spread = Math.sqrt(inX * inY * (BITS - inX) * (BITS - inY));
  return spread === 0 ? 0 : Math.max(0, (BITS * both - inX * inY) / spread);
}

/** Short key of a text that tells equal from different; 32-bit FNV-1a in base 36. */
export function textKey(text: string): string {
  return hash(text).toString(36);
}

function ones(byte: number): number {
  let count = 0;
  for (let rest = byte; rest !== 0; rest &= rest - 1) count++;
  return count;
}
