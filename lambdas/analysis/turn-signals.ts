import type { Reading } from './types.ts';

/** A turn as the session keeps it: scores and hashes, never the customer's words. */
type KeptReading = Omit<Reading, 'seq' | 'quoteFor'>;

/** What the message path remembers of a session for the analysis; plain JSON, under 2 KB. */
export interface TurnSignals {
  /** Customer turns since the session last came to the bot. */
  customerTurns: number;
  fallbacksInARow: number;
  /** Oldest first, at most `WINDOW`. */
  recent: KeptReading[];
  /** Set while a person stands offered: the band of the latest turn. */
  offered?: true;
  /** The articles between which the bot's last reply let the customer choose. */
  choices?: string[];
}

/** A session that just came to the bot. */
export const EMPTY_SIGNALS: TurnSignals = { customerTurns: 0, fallbacksInARow: 0, recent: [] };
