import { DataError } from './data-error.ts';
import { areSentiments, intentOf, sentimentOf } from './labels.ts';
import type { FileContent, IntentFormat } from './types.ts';

const TEXT_COLUMNS = ['text', 'sentence', 'utterance', 'query', 'message', 'tweet'];
const LABEL_COLUMNS = ['airline_sentiment', 'category', 'label', 'intent', 'sentiment'];
const QUESTION_COLUMNS = /^(?:question|sentence|text|q)_?[12]$/;
const NAMES = new Set([...TEXT_COLUMNS, ...LABEL_COLUMNS]);

/** What a table holds, by the names of its columns or, without any, by their number and values. */
export function contentOfTable(path: string, cells: string[][]): FileContent {
  const [first, ...rest] = cells;
  if (!first) throw new DataError(path, 'the file is empty');
  const names = first.map((name) => name.trim().toLowerCase());
  const hasHeader = names.some((name) => NAMES.has(name) || QUESTION_COLUMNS.test(name));
  if (!hasHeader) return contentByShape(path, cells);
  const questions = names.flatMap((name, column) => (QUESTION_COLUMNS.test(name) ? [column] : []));
  const label = column(names, LABEL_COLUMNS);
  if (questions.length === 2 && label >= 0) return pairs(path, rest, [...questions, label]);
  const text = column(names, TEXT_COLUMNS);
  if (text < 0 || label < 0) {
    throw new DataError(path, `no text and label among the columns ${first.join(', ')}`);
  }
  return textsWithLabels(path, rest, text, label, formatOf(names));
}

/** Question pairs end in 0 or 1 and have at least three columns; two columns are text and label. */
function contentByShape(path: string, cells: string[][]): FileContent {
  const widths = new Set(cells.map((row) => row.length));
  const width = Math.max(...widths);
  if (width >= 3 && width <= 4 && cells.every((row) => /^[01]$/.test(row.at(-1) ?? ''))) {
    return pairs(path, cells, [width - 3, width - 2, width - 1]);
  }
  if (width !== 2) throw new DataError(path, `${width} columns without known names`);
  const kinds = [0, 1].map((at) => new Set(cells.map((row) => row[at])).size);
  const label = (kinds[0] ?? 0) < (kinds[1] ?? 0) ? 0 : 1;
  return textsWithLabels(path, cells, 1 - label, label, 'intents');
}

function textsWithLabels(
  path: string,
  rows: readonly string[][],
  text: number,
  label: number,
  format: IntentFormat,
): FileContent {
  const examples = rows.map((row, at) => {
    const found = { text: row[text] ?? '', label: row[label] };
    if (found.label === undefined) throw new DataError(path, `row ${at + 1} has no label`);
    return { text: found.text, label: found.label };
  });
  return labelledTexts(path, examples, format);
}

/** Texts with one label each: of sentiment if all labels are sentiments, otherwise intents. */
export function labelledTexts(
  path: string,
  rows: readonly { text: string; label: string | null }[],
  format: IntentFormat,
): FileContent {
  if (rows.length === 0) throw new DataError(path, 'there is not one example');
  if (areSentiments(rows.map(({ label }) => label ?? '-'))) {
    const sentiments = rows.flatMap(({ text, label }) => {
      const sentiment = sentimentOf(label ?? '');
      return sentiment ? [{ text, sentiment }] : [];
    });
    return { kind: 'sentiment', rows: sentiments };
  }
  const whole = rows.map(({ text, label }) => ({ text, intent: intentOf(label) }));
  return { kind: 'intents', format, splits: { whole } };
}

function pairs(path: string, rows: readonly string[][], columns: readonly number[]): FileContent {
  const [first = 0, second = 0, label = 0] = columns;
  return {
    kind: 'pairs',
    rows: rows.map((row, at) => {
      const [a, b, same] = [row[first], row[second], row[label]];
      if (a === undefined || b === undefined || (same !== '0' && same !== '1')) {
        throw new DataError(path, `row ${at + 1} is not two questions and 1 or 0`);
      }
      return { first: a, second: b, same: same === '1' };
    }),
  };
}

function formatOf(names: readonly string[]): IntentFormat {
  if (names.includes('text') && names.includes('category')) return 'banking77';
  return names.includes('sentence') && names.includes('label') ? 'hint3' : 'intents';
}

function column(names: readonly string[], known: readonly string[]): number {
  const name = known.find((candidate) => names.includes(candidate));
  return name === undefined ? -1 : names.indexOf(name);
}
