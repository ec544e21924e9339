import type { Impression, Network } from '../language/network.ts';

/** What reads messages for the analyzer. */
export interface Mind {
  network: Network;
  /** The articles that a message may ask for, likeliest first, each with its probability (0..1). */
  asked(impression: Impression): readonly { id: string; chance: number }[];
}
