import { defined, type FoundMiss, type Measured } from '../figures.ts';
import { type MessageJudge, type MessageReading, TOPICS } from '../judges.ts';
import type { Resampling } from '../metrics/bootstrap.ts';
import { mean } from '../metrics/decisions.ts';
import { aucOf } from '../metrics/ranking.ts';
import type { LabelledMessage } from '../sets/types.ts';
import {
  answersTo,
  f1Interval,
  measureQuestion,
  namedFigures,
  type Question,
} from './questions.ts';

/** One question with the name its wrong cases go by. */
interface Asked extends Question {
  field: string;
  /** Name of its figures. */
  name: string;
}

/**
 * Measures what is read off single messages: the request for a person, each topic, negative
 * sentiment (frustrated or angry), and whether the bot's confidence tells what is out of scope.
 * `macroF1`, `auc`, `recallAt5fpr` and `ece` are means over all questions with an opinion.
 */
export function measureMessages(
  rows: readonly LabelledMessage[],
  judge: MessageJudge,
  resampling: Resampling,
): Measured {
  const readings = rows.map(({ text }) => judge.read(text));
  const request = requestQuestion(rows, readings, judge);
  const topics = topicQuestions(rows, readings, judge);
  const negative = negativeQuestion(rows, readings, judge);
  const asked = [...request, ...topics, ...negative];
  const measured = asked.map((question) => ({
    name: question.name,
    figures: measureQuestion(question, judge.probabilities),
  }));
  const over = (of: (figures: (typeof measured)[number]['figures']) => number, among = measured) =>
    mean(among.map(({ figures }) => of(figures)).filter((value) => !Number.isNaN(value)));
  const topicFigures = measured.filter(({ name }) => topics.some((it) => it.name === name));
  return {
    figures: {
      ...Object.assign({}, ...measured.map((it) => namedFigures(it.name, it.figures))),
      ...defined({
        topicsMacroF1: over(({ f1 }) => f1, topicFigures),
        macroF1: over(({ f1 }) => f1),
        auc: over(({ auc }) => auc),
        recallAt5fpr: over((figures) => figures.recallAt5fpr),
        ece: over(({ ece }) => ece),
        auroc: scopeAuc(rows, readings),
      }),
    },
    intervals: {
      ...interval('requestF1', request, resampling),
      ...interval('topicsMacroF1', topics, resampling),
      ...interval('negativeF1', negative, resampling),
    },
    misses: asked.flatMap((question) => missesOf(question, rows, readings)),
  };
}

function requestQuestion(
  rows: readonly LabelledMessage[],
  readings: readonly MessageReading[],
  { thresholds }: MessageJudge,
): Asked[] {
  const scores = readings.flatMap(({ request }) => request ?? []);
  if (scores.length < rows.length) return [];
  const expected = rows.map(({ humanRequest }) => humanRequest);
  return [{ name: 'request', field: 'request', expected, scores, threshold: thresholds.request }];
}

function topicQuestions(
  rows: readonly LabelledMessage[],
  readings: readonly MessageReading[],
  { thresholds }: MessageJudge,
): Asked[] {
  if (readings.some((reading) => !reading.topics)) return [];
  return TOPICS.map((topic) => ({
    name: topic.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase()),
    field: `topic.${topic}`,
    expected: rows.map(({ topics }) => topics.includes(topic)),
    scores: readings.map(({ topics }) => topics?.[topic] ?? 0),
    threshold: thresholds.topic,
  }));
}

function negativeQuestion(
  rows: readonly LabelledMessage[],
  readings: readonly MessageReading[],
  { thresholds }: MessageJudge,
): Asked[] {
  const scores = readings.flatMap(({ negative }) => negative ?? []);
  if (scores.length < rows.length) return [];
  const expected = rows.map(({ sentiment }) => sentiment === 'frustrated' || sentiment === 'angry');
  const threshold = thresholds.negative;
  return [{ name: 'negative', field: 'negative', expected, scores, threshold }];
}

/** How well low confidence of the bot tells out of scope from in scope. */
function scopeAuc(rows: readonly LabelledMessage[], readings: readonly MessageReading[]): number {
  const scores = readings.flatMap(({ confidence }) => confidence ?? []);
  if (scores.length < rows.length) return Number.NaN;
  return aucOf(
    rows.map(({ inScope }) => !inScope),
    scores.map((confidence) => -confidence),
  );
}

function interval(name: string, questions: readonly Asked[], resampling: Resampling) {
  const known = questions.some(({ expected }) => expected.includes(true));
  return known ? { [name]: f1Interval(questions, resampling) } : {};
}

function missesOf(
  question: Asked,
  rows: readonly LabelledMessage[],
  readings: readonly MessageReading[],
): FoundMiss[] {
  const got = answersTo(question);
  return rows.flatMap(({ id, text }, at) => {
    const expected = question.expected[at] ?? false;
    if (got[at] === expected) return [];
    const score = question.scores[at] ?? null;
    const explanation = readings[at]?.explain?.() ?? [];
    return [{ id, text, field: question.field, expected, got: !expected, score, explanation }];
  });
}
