import type { AnalysisPolicy } from '../../protocol/analysis-policy.ts';
import type { Band } from '../../protocol/assessment.ts';
import { combine } from './combine.ts';
import { historyOf, WINDOW } from './history.ts';
import type { Mind } from './mind.ts';
import { type BotOutcome, readTurn } from './reading.ts';
import { signalsOf } from './signals/all.ts';
import { fallbacksInARow } from './signals/repeated-fallback.ts';
import type { TurnSignals } from './turn-signals.ts';

/** A customer's words, the bot's answer, and whether the button for a person was pressed. */
export interface ScreenedTurn {
  text: string;
  bot?: BotOutcome;
  requestedPerson?: boolean;
}

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
  input: ScreenedTurn,
  signals: TurnSignals,
  { mind, policy }: { mind: Mind; policy: AnalysisPolicy },
): Screening {
  const { quoteFor: _, seq: __, ...reading } = readTurn({ ...input, seq: 0 }, mind);
  const recent = [...signals.recent, reading].slice(-WINDOW);
  const readings = recent.map((kept) => ({ ...kept, seq: 0, quoteFor: () => null }));
  const customerTurns = signals.customerTurns + 1;
  const history = historyOf(readings, customerTurns, input.requestedPerson ?? false);
  const found = signalsOf(history);
  const before: Band = signals.offered ? 'offer' : 'continue';
  const { band } = combine(found, policy, before);
  return {
    // An offer is made once; while it stands, only more than an offer is news.
    candidate: band === 'hand_over' || (band === 'offer' && !signals.offered),
    explicitRequest:
      (input.requestedPerson ?? false) || (reading.words['request.explicit'] ?? 0) >= 0.5,
    signals: {
      customerTurns,
      fallbacksInARow: fallbacksInARow({ readings }),
      recent,
      ...(band !== 'continue' && { offered: true as const }),
    },
  };
}
