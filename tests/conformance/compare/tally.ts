import { FORGIVEN } from '../forgiven.ts';
import type { Answers } from './answers.ts';
import { judge, type Verdict } from './difference.ts';

/** An unexplained difference, with where it was found. */
export interface Unexplained extends Answers {
  where: string;
  /** The items that the request met, as they were. */
  before?: unknown;
}

/** Counts of one run. */
export interface Tally {
  compared: number;
  forgiven: Map<string, number>;
  unexplained: Unexplained[];
  /** Compares, counts, and answers what came of it. */
  judge(where: string, answers: Answers): Verdict;
}

/** Starts at nothing. Of the excuses, only those count whose id is allowed. */
export function createTally(allowed: (id: string) => boolean = () => true): Tally {
  const excuses = FORGIVEN.filter(({ id }) => allowed(id));
  const tally: Tally = {
    compared: 0,
    forgiven: new Map(),
    unexplained: [],
    judge(where, answers) {
      tally.compared += 1;
      const verdict = judge(answers, excuses);
      if (verdict.kind === 'different') tally.unexplained.push({ where, ...verdict.answers });
      if (verdict.kind === 'forgiven') {
        for (const id of verdict.ids) tally.forgiven.set(id, (tally.forgiven.get(id) ?? 0) + 1);
      }
      return verdict;
    },
  };
  return tally;
}
