/** What speaks for the best label, as numbers for the logistic formula of the confidence. */
export interface Evidence {
  best: number;
  second: number;
  values: readonly number[];
}

const SMALL = 1e-4;

/**
 * Reads the evidence off the shares of the labels: the log odds of the best, its lead over the
 * second, the entropy (nats), how close the message lies to the middle of the label's examples and
 * to the nearest middle of any other (cosines), and the share of its words that are known.
 */
export function evidenceOf(shares: Float32Array, closeness: Float32Array, known: number): Evidence {
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
  const own = closeness[best] ?? 0;
  let other = 0;
  for (let label = 0; label < closeness.length; label++) {
    if (label !== best) other = Math.max(other, closeness[label] as number);
  }
  const odds = Math.log((top + SMALL) / (1 - top + SMALL));
  const lead = Math.log((top + SMALL) / (next + SMALL));
  return { best, second, values: [odds, lead, entropy, own, own - other, known] };
}

/** Cosine of a unit vector with each of the middles. */
export function closenessTo(middles: Float32Array, sentence: Float32Array): Float32Array {
  const size = sentence.length;
  return Float32Array.from({ length: middles.length / size }, (_, label) => {
    let sum = 0;
    for (let at = 0; at < size; at++) {
      sum += (sentence[at] as number) * (middles[label * size + at] as number);
    }
    return sum;
  });
}
