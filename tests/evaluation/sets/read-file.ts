import { existsSync } from 'node:fs';
import { basename, dirname, extname, join } from 'node:path';
import { DataError } from './data-error.ts';
import { contentOfJson } from './from-json.ts';
import { contentOfTable, labelledTexts } from './from-table.ts';
import { readJson, readLines, readTable } from './read-table.ts';
import { splitOf } from './split.ts';
import type { FileContent } from './types.ts';

const DATA = new Set(['.json', '.jsonl', '.csv', '.tsv', '.txt']);
/** Files that lie beside the data and describe it. */
const BESIDE = /^(?:\.|readme|licen[cs]e|ontology\.|mapping\.|package)/i;

/** Whether a file may hold examples, by its name: prose and what describes the data does not. */
export function isDataFile(path: string): boolean {
  const name = basename(path);
  if (BESIDE.test(name) || !DATA.has(extname(name).toLowerCase())) return false;
  if (/labels\.txt$/i.test(name)) return false;
  return !name.endsWith('.txt') || splitOf(name) !== 'whole';
}

/** Reads a file of examples by its content. @throws DataError when it fits no format known. */
export function readDataFile(path: string): FileContent {
  switch (extname(path).toLowerCase()) {
    case '.json':
    case '.jsonl':
      return contentOfJson(path, readJson(path));
    case '.csv':
      return contentOfTable(path, readTable(path, ','));
    case '.tsv':
      return contentOfTable(path, readTable(path, '\t'));
    default:
      return contentOfText(path);
  }
}

/** Lines of text with the labels in a file beside it, or both in two columns. */
function contentOfText(path: string): FileContent {
  const name = basename(path);
  const labelsPath = join(dirname(path), name.replace(/text(?=\.txt$)/i, 'labels'));
  if (labelsPath === path) return contentOfTable(path, readTable(path, '\t'));
  if (!existsSync(labelsPath)) throw new DataError(path, `${basename(labelsPath)} is missing`);
  const texts = readLines(path);
  const labels = readLines(labelsPath);
  if (texts.length !== labels.length) {
    throw new DataError(labelsPath, `${labels.length} labels for ${texts.length} texts`);
  }
  const rows = texts.map((text, at) => ({ text, label: labels[at] ?? null }));
  return labelledTexts(path, rows, 'intents');
}
