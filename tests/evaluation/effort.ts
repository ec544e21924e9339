import { seededRandom } from '../../lambdas/language/random.ts';
import { sample } from '../bench/statistics.ts';
import type { Effort } from './evaluate-set.ts';
import type { IntentExample } from './judges.ts';
import type { EvaluationSet, SetPart } from './sets/types.ts';

const SEED = 1;
const QUICK_ROWS = 400;
const QUICK_EXAMPLES = 2000;

/** What the figures of docs/EVALUATION.md are measured with. */
export const FULL: Effort = { resampling: { resamples: 1000, seed: SEED }, pairs: 2000 };

/** For a first look. */
export const QUICK: Effort = { resampling: { resamples: 200, seed: SEED }, pairs: 200 };

/** A set cut to what is measured in seconds; its figures do not compare with those of the whole. */
export function quickly(set: EvaluationSet): EvaluationSet {
  return { ...set, parts: set.parts.map(cut) };
}

function cut(part: SetPart): SetPart {
  switch (part.kind) {
    case 'intents': {
      const bots = part.bots.map((bot) => ({
        ...bot,
        train: some(bot.train, QUICK_EXAMPLES),
        test: some<IntentExample>(bot.test, QUICK_ROWS),
      }));
      return { ...part, bots };
    }
    case 'messages':
      return { ...part, rows: some(part.rows, QUICK_ROWS) };
    case 'conversations':
      return { ...part, rows: some(part.rows, QUICK_ROWS) };
    case 'requests':
      return { ...part, rows: some(part.rows, QUICK_ROWS) };
    case 'sentiment':
      return { ...part, rows: some(part.rows, QUICK_ROWS) };
    case 'pairs':
      return { ...part, rows: some(part.rows, QUICK_ROWS) };
  }
}

function some<T>(items: readonly T[], count: number): T[] {
  return items.length <= count ? [...items] : sample(items, count, seededRandom(SEED));
}
