import type { BotAnswer, Turn } from '../../../lambdas/analysis/types.ts';
import type { SignalCode } from '../../../protocol/analysis-policy.ts';
import type { Assessment, Reason } from '../../../protocol/assessment.ts';
import { analyzer } from '../../support/minds.ts';

/** A bot's answer that is sure and helpful unless told otherwise. */
export function answer(over: Partial<BotAnswer> = {}): BotAnswer {
  return { confidence: 0.9, fallback: false, articleId: null, text: 'Here you go.', ...over };
}

/** The bot's "I did not get that". */
export function fallback(): BotAnswer {
  return answer({ confidence: 0.2, fallback: true, text: 'Sorry, I did not get that.' });
}

/** Numbers messages and answers as a transcript does: customer 1, bot 2, customer 3, ... */
function chat(...turns: readonly (string | [string, BotAnswer])[]): Turn[] {
  return turns.map((turn, at) => {
    const [text, bot] = typeof turn === 'string' ? [turn, answer()] : turn;
    return { seq: 2 * at + 1, text, bot };
  });
}

/** Assesses a chat. */
export function judge(...turns: readonly (string | [string, BotAnswer])[]): Assessment {
  return analyzer.assess({ turns: chat(...turns), assessedSeq: 2 * turns.length });
}

/** The reason with this code, if it was given. */
export function reason(assessment: Assessment, code: SignalCode): Reason | undefined {
  return assessment.reasons.find((one) => one.code === code);
}
