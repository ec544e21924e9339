import { defined, type Measured } from '../figures.ts';
import type { MessageJudge, MessageReading } from '../judges.ts';
import type { Resampling } from '../metrics/bootstrap.ts';
import { f1Of } from '../metrics/decisions.ts';
import type { RequestExample, SentimentExample } from '../sets/types.ts';
import {
  answersTo,
  f1Interval,
  measureQuestion,
  namedFigures,
  type Question,
} from './questions.ts';

/** Measures the request for a person on texts that are labelled for nothing else. */
export function measureRequests(
  rows: readonly RequestExample[],
  judge: MessageJudge,
  resampling: Resampling,
): Measured | null {
  const threshold = judge.thresholds.request;
  const asked = { name: 'request', threshold, score: ({ request }: MessageReading) => request };
  const labelled = rows.map(({ text, request }) => ({ text, expected: request }));
  return measureTexts(labelled, asked, judge, resampling);
}

/** Measures negative against all other sentiment. */
export function measureSentiment(
  rows: readonly SentimentExample[],
  judge: MessageJudge,
  resampling: Resampling,
): Measured | null {
  const threshold = judge.thresholds.negative;
  const asked = { name: 'negative', threshold, score: ({ negative }: MessageReading) => negative };
  const labelled = rows.map(({ text, sentiment }) => ({
    text,
    expected: sentiment === 'negative',
  }));
  return measureTexts(labelled, asked, judge, resampling);
}

/** One question over labelled texts; null if the judge has no opinion on it. */
function measureTexts(
  rows: readonly { text: string; expected: boolean }[],
  asked: {
    name: string;
    threshold: number;
    score(reading: MessageReading): number | undefined;
  },
  judge: MessageJudge,
  resampling: Resampling,
): Measured | null {
  const readings = rows.map(({ text }) => judge.read(text));
  const scores = readings.flatMap((reading) => asked.score(reading) ?? []);
  if (scores.length < rows.length) return null;
  const expected = rows.map((row) => row.expected);
  const question: Question = { expected, scores, threshold: asked.threshold };
  const figures = measureQuestion(question, judge.probabilities);
  const got = answersTo(question);
  const inverse = f1Of(
    expected.map((yes) => !yes),
    got.map((yes) => !yes),
  );
  return {
    figures: {
      ...namedFigures(asked.name, figures),
      ...defined({
        macroF1: (figures.f1 + inverse) / 2,
        auc: figures.auc,
        recallAt5fpr: figures.recallAt5fpr,
        ece: figures.ece,
      }),
    },
    intervals: expected.includes(true)
      ? { [`${asked.name}F1`]: f1Interval([question], resampling) }
      : {},
    misses: rows.flatMap(({ text, expected: truth }, at) =>
      got[at] === truth
        ? []
        : {
            id: String(at + 1),
            text,
            field: asked.name,
            expected: truth,
            got: !truth,
            score: scores[at] ?? null,
            explanation: readings[at]?.explain?.() ?? [],
          },
    ),
  };
}
