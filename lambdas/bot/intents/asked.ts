import type { Impression } from '../../language/network.ts';
import type { Intents } from './model.ts';

/** Labels that are told at most; the rest is noise. */
const MOST = 3;
/** Less likely ones are not told. */
const LEAST = 0.05;

/** A label with the probability (0..1) that a message asks for it. */
interface Asked {
  id: string;
  chance: number;
}

/**
 * The labels that a message may ask for, likeliest first: each one's share times the probability
 * that any of them is meant, as far as the confidence in the likeliest tells it.
 */
export function askedBy({ labels, classify }: Intents): (impression: Impression) => Asked[] {
  return (impression) => {
    const { best, shares, confidence } = classify(impression);
    const any = Math.min(1, confidence / (shares[best] || 1));
    const found: Asked[] = [];
    shares.forEach((share, at) => {
      const chance = any * share;
      if (chance >= LEAST) found.push({ id: labels[at] ?? '', chance });
    });
    return found.sort((a, b) => b.chance - a.chance).slice(0, MOST);
  };
}
