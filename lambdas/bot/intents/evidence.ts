import type { Features } from './softmax.ts';

/** What speaks for the best label, as numbers for the logistic formula of the confidence. */
export interface Evidence {
  best: number;
  second: number;
  values: readonly number[];
}

const SMALL = 1e-4;

/**
 * Reads the evidence off the shares of the labels: the log odds of the best, its lead over the
 * second, the entropy (nats), and how close the message lies to the middle of the label's examples
 * and to the nearest middle of any other (cosines).
 */
export function evidenceOf(
  shares: Float32Array,
  { sentence }: Pick<Features, 'sentence'>,
  middles: Float32Array,
): Evidence {
  let best = 0;
  let second = -1;
  let entropy = 0;
  for (let label = 0; label < shares.length; label++) {
    const share = shares[label] as number;
    if (share > 1e-9) entropy -= share * Math.log(share);
    if (label === 0) continue;
    if (share > (shares[best] as number)) {
      second = best;
      best = label;
    } else if (second < 0 || share > (shares[second] as number)) second = label;
  }
  const top = shares[best] ?? 0;
  const next = shares[second] ?? 0;
  const own = cosine(sentence, middles, best);
  let other = 0;
  for (let label = 0; label < shares.length; label++) {
    if (label !== best) other = Math.max(other, cosine(sentence, middles, label));
  }
  const odds = Math.log((top + SMALL) / (1 - top + SMALL));
  const lead = Math.log((top + SMALL) / (next + SMALL));
  return { best, second, values: [odds, lead, entropy, own, own - other] };
}

function cosine(sentence: Float32Array, middles: Float32Array, label: number): number {
  const start = label * sentence.length;
  let sum = 0;
  for (let at = 0; at < sentence.length; at++) {
    sum += (sentence[at] as number) * (middles[start + at] as number);
  }
  return sum;
}
