import { combine } from './combine.ts';
import { historyOf, WINDOW } from './history.ts';
import { DEFAULT_POLICY } from './policy.ts';
import { type BotOutcome, readTurn } from './reading.ts';
import { signalsOf } from './signals/all.ts';
import { fallbacksInARow } from './signals/repeated-fallback.ts';
import type { Reading } from './types.ts';

/** A turn as the session keeps it: scores and hashes, never the customer's words. */
type KeptReading = Omit<Reading, 'seq' | 'quotes'>;

/** What the message path remembers of a session for the analysis; plain JSON, under 2 KB. */
export interface TurnSignals {
  /** Customer turns since the session last came to the bot. */
  customerTurns: number;
  fallbacksInARow: number;
  /** Oldest first, at most `WINDOW`. */
  recent: KeptReading[];
}

/** A session that just came to the bot. */
export const EMPTY_SIGNALS: TurnSignals = { customerTurns: 0, fallbacksInARow: 0, recent: [] };

/** What screening a turn came to. */
export interface Screening {
  /** True if the analyzer should look at this turn. */
  candidate: boolean;
  explicitRequest: boolean;
  /** To be kept instead of those that were passed in. */
  signals: TurnSignals;
}

/**
 * Whether a turn might need a person. It reads the turn with the analyzer's own rules and the
 * earlier ones from `signals`, so that whatever the analyzer would escalate is a candidate.
 */
export function screenTurn(
  input: { text: string; bot?: BotOutcome; requestedPerson?: boolean },
  signals: TurnSignals,
): Screening {
  const { quotes: _, seq: __, ...reading } = readTurn({ seq: 0, text: input.text, bot: input.bot });
  const recent = [...signals.recent, reading].slice(-WINDOW);
  const readings = recent.map((kept) => ({ ...kept, seq: 0, quotes: {} }));
  const customerTurns = signals.customerTurns + 1;
  const history = historyOf(readings, customerTurns, input.requestedPerson ?? false);
  const found = signalsOf(history);
  return {
    candidate: combine(found, DEFAULT_POLICY).escalate,
    explicitRequest:
      (input.requestedPerson ?? false) || (reading.words['request.explicit'] ?? 0) >= 0.5,
    signals: {
      customerTurns,
      fallbacksInARow: fallbacksInARow({ readings }),
      recent,
    },
  };
}
