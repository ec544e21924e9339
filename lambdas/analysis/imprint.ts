import type { Network } from '../language/network.ts';
import { fingerprint, likeness as spelledAlike } from './fingerprint.ts';

/** Signs kept of a sentence vector; a multiple of 8. */
const SIGNS = 128;
/** Weight of the meaning beside the spelling; chosen on pairs of the training sets. */
const MEANING = 0.6;

/** Rows of +1 and -1 on which a vector is projected, so that each sign says as much as another. */
let directions: Int8Array | undefined;

/**
 * What is kept of a message to tell whether a later one asks the same: a bit set of its letters
 * and the signs of its projected sentence vector. It cannot be turned back into the text. Null if
 * the text is too short to compare.
 */
export function imprint(text: string, network: Network): string | null {
  const spelling = fingerprint(text);
  if (spelling === null) return null;
  const { sentence } = network.read(text);
  directions ??= randomSigns(SIGNS * sentence.length);
  const bits = new Uint8Array(SIGNS / 8);
  for (let sign = 0; sign < SIGNS; sign++) {
    let sum = 0;
    const start = sign * sentence.length;
    for (let at = 0; at < sentence.length; at++) {
      sum += (sentence[at] as number) * (directions[start + at] as number);
    }
    if (sum > 0) bits[sign >> 3] = (bits[sign >> 3] as number) | (1 << (sign & 7));
  }
  return `${spelling}.${Buffer.from(bits).toString('base64url')}`;
}

/**
 * Likeness of two imprints, 0 to 1: of their letters, and the cosine of their sentences as the
 * share of equal signs tells it (Charikar 2002).
 */
export function likeness(a: string, b: string): number {
  const [spellingA = '', signsA = ''] = a.split('.');
  const [spellingB = '', signsB = ''] = b.split('.');
  const x = Buffer.from(signsA, 'base64url');
  const y = Buffer.from(signsB, 'base64url');
  let different = 0;
  for (let at = 0; at < SIGNS / 8; at++) {
    for (let rest = (x[at] ?? 0) ^ (y[at] ?? 0); rest !== 0; rest &= rest - 1) different++;
  }
  const meaning = Math.max(0, Math.cos((Math.PI * different) / SIGNS));
  return MEANING * meaning + (1 - MEANING) * spelledAlike(spellingA, spellingB);
}

/** Always the same signs: bits of a linear congruential generator (Numerical Recipes). */
function randomSigns(count: number): Int8Array {
  let state = 1;
  return Int8Array.from({ length: count }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state >>> 31 ? 1 : -1;
  });
}
