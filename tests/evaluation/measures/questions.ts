import { defined, type Figures } from '../figures.ts';
import { bootstrap, type Interval, type Resampling } from '../metrics/bootstrap.ts';
import { calibrationError } from '../metrics/calibration.ts';
import { countDecisions, f1Of, scoreDecisions } from '../metrics/decisions.ts';
import { aucOf, recallAt5fpr } from '../metrics/ranking.ts';

/** One yes-or-no question asked of many texts. */
export interface Question {
  expected: readonly boolean[];
  /** 0 to 1, by text. */
  scores: readonly number[];
  /** From this score on the answer is yes. */
  threshold: number;
}

/** The figures of one question; absent where the texts hold no yes, or no no. */
export interface QuestionFigures {
  precision: number;
  recall: number;
  f1: number;
  auc: number;
  recallAt5fpr: number;
  ece: number;
}

/** Which texts are answered with yes. */
export function answersTo({ scores, threshold }: Question): boolean[] {
  return scores.map((score) => score >= threshold);
}

/** Measures one question; NaN where the truth is yes or no throughout. */
export function measureQuestion(question: Question, probabilities: boolean): QuestionFigures {
  const { expected, scores } = question;
  const hasYes = expected.includes(true);
  const decisions = scoreDecisions(countDecisions(expected, answersTo(question)));
  return {
    precision: hasYes ? decisions.precision : Number.NaN,
    recall: hasYes ? decisions.recall : Number.NaN,
    f1: hasYes ? decisions.f1 : Number.NaN,
    auc: aucOf(expected, scores),
    recallAt5fpr: recallAt5fpr(expected, scores),
    ece: probabilities ? calibrationError(expected, scores) : Number.NaN,
  };
}

/** The figures of one question under its own name: `requestF1`, `requestPrecision`, … */
export function namedFigures(name: string, figures: QuestionFigures): Figures {
  return defined({
    [`${name}F1`]: figures.f1,
    [`${name}Precision`]: figures.precision,
    [`${name}Recall`]: figures.recall,
    [`${name}Auc`]: figures.auc,
    [`${name}RecallAt5fpr`]: figures.recallAt5fpr,
    [`${name}Ece`]: figures.ece,
  });
}

/** A 95 % interval of the mean F1 over questions that the same texts were asked. */
export function f1Interval(questions: readonly Question[], resampling: Resampling): Interval {
  const asked = questions.filter(({ expected }) => expected.includes(true));
  const answers = asked.map((question) => ({
    expected: question.expected,
    got: answersTo(question),
  }));
  return bootstrap(
    asked[0]?.expected.length ?? 0,
    (sample) => {
      const of = (values: readonly boolean[]) => sample.map((row) => values[row] ?? false);
      const all = answers.map(({ expected, got }) => f1Of(of(expected), of(got)));
      return all.reduce((sum, f1) => sum + f1, 0) / all.length;
    },
    resampling,
  );
}
