import type { Network } from '../language/network.ts';
import { seededRandom } from '../language/random.ts';
import { fingerprint, likeness as spelledAlike } from './fingerprint.ts';

/** Signs kept of a sentence vector: one for each of its numbers, a power of two. */
const SIGNS = 128;
/** Weight of the meaning beside the spelling: a judgement. */
const MEANING = 0.6;

/** Rounds of turning; three tell angles as well as a random rotation (Andoni et al. 2015). */
const ROUNDS = 3;
/** Which numbers change their sign in each round: always the same. */
const random = seededRandom(1);
const CHANGED = Uint8Array.from({ length: ROUNDS * SIGNS }, () => (random() < 0.5 ? 1 : 0));

/**
 * What is kept of a message to tell whether a later one asks the same: a bit set of its letters
 * and the signs of its projected sentence vector. It cannot be turned back into the text. Null if
 * the text is too short to compare.
 */
export function imprint(text: string, network: Network): string | null {
  const spelling = fingerprint(text);
  if (spelling === null) return null;
  const { sentence } = network.read(text);
  const turned = turn(sentence);
  const bits = new Uint8Array(SIGNS / 8);
  turned.forEach((value, at) => {
    if (value > 0) bits[at >> 3] = (bits[at >> 3] as number) | (1 << (at & 7));
  });
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

/** Turns a vector so that each of its signs says as much as another: signs changed at random, then
 * sums and differences of all numbers (fast Walsh-Hadamard transform), a few times over. */
function turn(vector: Float32Array): Float32Array {
  const turned = vector.slice();
  for (let round = 0; round < ROUNDS; round++) {
    for (let at = 0; at < SIGNS; at++) {
      if (CHANGED[round * SIGNS + at]) turned[at] = -(turned[at] as number);
    }
    for (let half = 1; half < SIGNS; half *= 2) {
      for (let at = 0; at < SIGNS; at++) {
        if (at & half) continue;
        const a = turned[at] as number;
        const b = turned[at + half] as number;
        turned[at] = a + b;
        turned[at + half] = a - b;
      }
    }
  }
  return turned;
}
