import { combine } from './combine.ts';
import { historyOf, WINDOW } from './history.ts';
import { DEFAULT_POLICY } from './policy.ts';
import { type BotOutcome, readTurn } from './reading.ts';
import { signalsOf } from './signals/all.ts';
import { fallbacksInARow } from './signals/repeated-fallback.ts';
import { EMPTY_SIGNALS, type TurnSignals } from './turn-signals.ts';

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

const WARM_UP = [
  'Can you help with my bill?',
  'Internet down AGAIN!! Let me talk to a person.',
  'i already told you, it is not working',
];

/**
 * Reads a few turns for nothing. Compiling the rules takes nearly all of the first readings, so a
 * function does it while it starts rather than in front of its first customers.
 */
export function warmUp(): void {
  for (const text of WARM_UP) screenTurn({ text }, EMPTY_SIGNALS);
}
