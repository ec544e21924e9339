import { readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import { DataError } from './data-error.ts';

/** The cells of a CSV or TSV file, row by row, header included. @throws DataError if not one. */
export function readTable(path: string, delimiter: ',' | '\t'): string[][] {
  try {
    return parse(readFileSync(path, 'utf8'), {
      delimiter,
      bom: true,
      // Tab-separated text is written without quoting: a quotation mark is part of the text.
      quote: delimiter === ',' ? '"' : null,
      relax_column_count: true,
      skip_empty_lines: true,
    });
  } catch (error) {
    throw new DataError(path, error instanceof Error ? error.message : String(error));
  }
}

/** The values of a JSON file, or of JSON Lines as a list. @throws DataError with the line. */
export function readJson(path: string): unknown {
  const text = readFileSync(path, 'utf8').replace(/^\uFEFF/, '');
  if (!path.endsWith('.jsonl')) return parseJson(path, text);
  return text
    .split(/\r?\n/)
    .flatMap((line, at) => (line.trim() === '' ? [] : [parseJson(path, line, at + 1)]));
}

/** The lines of a text file, without the empty one at its end. */
export function readLines(path: string): string[] {
  const lines = readFileSync(path, 'utf8').split(/\r?\n/);
  return lines.at(-1) === '' ? lines.slice(0, -1) : lines;
}

function parseJson(path: string, text: string, line?: number): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new DataError(line === undefined ? path : `${path}:${line}`, 'this is not JSON');
  }
}
