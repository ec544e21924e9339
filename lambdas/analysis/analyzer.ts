import type { AnalysisPolicy } from '../../protocol/analysis-policy.ts';
import type { Assessment } from '../../protocol/assessment.ts';
import { assess } from './assess.ts';
import type { Mind } from './mind.ts';
import { type ScreenedTurn, type Screening, screenTurn } from './screen.ts';
import { EMPTY_SIGNALS, type TurnSignals } from './turn-signals.ts';
import type { AssessmentInput } from './types.ts';

/** Judges when a person is needed. Pure and synchronous, the same for the same input. */
export interface Analyzer {
  /** Whether a turn might need a person; see `screenTurn`. */
  screen(turn: ScreenedTurn, signals: TurnSignals): Screening;
  /** Whether a person should take over, and why; see `assess`. */
  assess(input: AssessmentInput): Required<Assessment>;
}

/** The analyzer by a policy. */
export function createAnalyzer(mind: Mind, policy: AnalysisPolicy): Analyzer {
  return {
    screen: (turn, signals) => screenTurn(turn, signals, { mind, policy }),
    assess: (input) => assess(input, { mind, policy }),
  };
}

const WARM_UP = [
  'Can you help with my bill?',
  'Internet down AGAIN!! Let me talk to a person.',
  'i already told you, it is not working',
];

/**
 * Reads a few turns for nothing. Compiling takes nearly all of the first readings, so a function
 * does it while it starts rather than in front of its first customers.
 */
export function warmUp(analyzer: Analyzer): void {
  for (const text of WARM_UP) analyzer.screen({ text }, EMPTY_SIGNALS);
}
