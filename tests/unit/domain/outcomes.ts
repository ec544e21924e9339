import { SwitchboardError } from '../../../lambdas/domain/errors.ts';
import type { ProblemCode } from '../../../protocol/problems.ts';

/** The code of the refusal, or what `act` returns. */
export function outcomeOf<T>(act: () => T): T | ProblemCode {
  try {
    return act();
  } catch (error) {
    if (!(error instanceof SwitchboardError)) throw error;
    return error.code;
  }
}

/** Every pair of two of them, equal ones too. */
export const pairsOf = <T extends string>(options: readonly T[]) =>
  options.flatMap((from) => options.map((to) => [from, to] as const));
