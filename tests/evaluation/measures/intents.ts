import { defined, type Figures, type FoundMiss, joined, type Measured } from '../figures.ts';
import type { IntentLearner, TrainedBot } from '../judges.ts';
import { bootstrap, type Resampling } from '../metrics/bootstrap.ts';
import { calibrationError } from '../metrics/calibration.ts';
import { macroF1Of, mean } from '../metrics/decisions.ts';
import { aucOf, operatingPoint } from '../metrics/ranking.ts';
import type { IntentBot } from '../sets/types.ts';
import { drawPairs, measurePairs } from './pairs.ts';

/** How a bot is measured. */
interface Taken {
  resampling: Resampling;
  /** True if the confidence claims to be a probability. */
  probabilities: boolean;
  /** How many pairs of the same intent, and as many of different ones, are compared. */
  pairs: number;
}

/**
 * Trains on each bot's train part and measures on its test part. Figures are means over the bots;
 * with several, each has its own accuracy beside them.
 */
export function measureIntents(
  bots: readonly IntentBot[],
  learner: IntentLearner,
  taken: Taken,
): Measured {
  const each = bots.map((bot) => measureBot(bot, learner.trainIntents(bot), taken));
  const [only] = each;
  if (only && each.length === 1) return only;
  const names = [...new Set(each.flatMap(({ figures }) => Object.keys(figures)))];
  const means: Figures = Object.fromEntries(
    names.map((name) => [name, mean(each.flatMap(({ figures }) => figures[name] ?? []))]),
  );
  const accuracies = bots.map(({ name }, at) => [
    `accuracy.${name}`,
    each[at]?.figures.accuracy ?? Number.NaN,
  ]);
  return {
    ...joined(each),
    figures: { ...means, ...Object.fromEntries(accuracies) },
    intervals: {},
  };
}

interface Answer {
  at: number;
  text: string;
  /** Null if out of scope. */
  expected: string | null;
  got: string;
  confidence: number;
}

function measureBot(bot: IntentBot, trained: TrainedBot, taken: Taken): Measured {
  const answers: Answer[] = bot.test.map(({ text, intent: expected }, at) => {
    const { intent, confidence } = trained.classify(text);
    return { at, text, expected, got: intent, confidence };
  });
  const inside = answers.filter(({ expected }) => expected !== null);
  const right = inside.map(isRight);
  const hasOutside = inside.length < answers.length;
  const calibration = (among: readonly Answer[]): number =>
    calibrationError(
      among.map(isRight),
      among.map(({ confidence }) => confidence),
    );
  const isOutside = answers.map(({ expected }) => expected === null);
  const doubts = answers.map(({ confidence }) => -confidence);
  const { recall, threshold } = operatingPoint(isOutside, doubts, 0.05);
  const pairs = hasOutside ? [] : drawPairs(bot.test, taken.pairs, taken.resampling.seed);
  const accuracyOf = (rows: readonly number[]): number =>
    rows.filter((row) => right[row]).length / rows.length;
  const { probabilities } = taken;
  return {
    figures: {
      ...defined({
        accuracy: accuracyOf(right.map((_, row) => row)),
        macroF1: macroF1Of(
          inside.map(({ expected }) => expected ?? ''),
          inside.map(({ got }) => got),
        ),
        auroc: aucOf(isOutside, doubts),
        recallAt5fpr: recall,
        ece: probabilities ? calibration(inside) : Number.NaN,
        eceWithOos: probabilities && hasOutside ? calibration(answers) : Number.NaN,
      }),
      ...measurePairs(pairs, trained).figures,
    },
    intervals: { accuracy: bootstrap(inside.length, accuracyOf, taken.resampling) },
    misses: answers.flatMap((answer) => missOf(answer, bot.name, -threshold)),
  };
}

function isRight({ expected, got }: Answer): boolean {
  return expected === got;
}

/** A wrong intent, or one for what is out of scope at the confidence that 95 % in scope reach. */
function missOf(answer: Answer, bot: string, confident: number): FoundMiss[] {
  const { at, text, expected, got, confidence } = answer;
  if (isRight(answer) || (expected === null && confidence <= confident)) return [];
  const id = [bot, at + 1].filter(Boolean).join('-');
  const field = expected === null ? 'outOfScope' : 'intent';
  return [{ id, text, field, expected, got, score: confidence, explanation: [] }];
}
