import { existsSync, readdirSync, statSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { assemble, type ReadFile } from './assemble.ts';
import { DataError } from './data-error.ts';
import { isDataFile, readDataFile } from './read-file.ts';
import { splitOf } from './split.ts';
import type { EvaluationSet, IntentBot, RequestExample, Split } from './types.ts';

/** A folder of sets, a set, and its bots or domains: deeper lies nothing to measure. */
const DEPTH = 3;

/**
 * The sets of some folders, each named after its own folder; a folder may be a set or hold sets.
 * A name that comes twice gets a number. @throws DataError when a folder holds no set, or a set
 * that cannot be read.
 */
export function findSets(folders: readonly string[]): EvaluationSet[] {
  const taken = new Map<string, number>();
  return folders.flatMap(setsOf).map((set) => {
    const count = (taken.get(set.name) ?? 0) + 1;
    taken.set(set.name, count);
    return count === 1 ? set : { ...set, name: `${set.name}-${count}` };
  });
}

function setsOf(path: string): EvaluationSet[] {
  const folder = resolve(path);
  if (!existsSync(folder) || !statSync(folder).isDirectory()) {
    throw new DataError(path, 'there is no such folder');
  }
  const sets = setsIn(folder, DEPTH);
  if (sets.length === 0) throw new DataError(path, 'no file here is evaluation data');
  return sets;
}

function setsIn(folder: string, depth: number): EvaluationSet[] {
  const files = filesOf(folder);
  const name = basename(folder);
  if (files.length > 0) {
    const read = files.map(({ path, split }) => ({ path, split, content: readDataFile(path) }));
    return [{ name, parts: assemble(folder, read) }];
  }
  if (depth === 1) return [];
  const inside = entriesOf(folder).filter((entry) => entry.isDirectory());
  const sets = inside.flatMap((entry) => setsIn(join(folder, entry.name), depth - 1));
  return bots(name, sets) ?? domains(name, sets) ?? sets;
}

/** Data files of a folder and of its folders `train`, `test` and the like. */
function filesOf(folder: string, within: Split = 'whole'): Omit<ReadFile, 'content'>[] {
  return entriesOf(folder).flatMap((entry) => {
    const path = join(folder, entry.name);
    const named = splitOf(entry.name);
    const split = named === 'whole' ? within : named;
    if (entry.isDirectory()) return split === 'whole' ? [] : filesOf(path, split);
    return isDataFile(path) ? [{ path, split }] : [];
  });
}

function entriesOf(folder: string) {
  return readdirSync(folder, { withFileTypes: true }).toSorted((a, b) =>
    a.name.localeCompare(b.name, 'en', { numeric: true }),
  );
}

/** HINT3: folders of one bot each make one set. */
function bots(name: string, sets: readonly EvaluationSet[]): EvaluationSet[] | null {
  const found: IntentBot[] = [];
  for (const set of sets) {
    const [part] = set.parts;
    if (part?.kind !== 'intents' || part.format !== 'hint3') return null;
    found.push(...part.bots.map((bot) => ({ ...bot, name: bot.name || set.name })));
  }
  if (sets.length < 2) return null;
  return [{ name, parts: [{ kind: 'intents', format: 'hint3', bots: found }] }];
}

/** NLU++: folders of one domain each make one set. */
function domains(name: string, sets: readonly EvaluationSet[]): EvaluationSet[] | null {
  const rows: RequestExample[] = [];
  for (const { parts } of sets) {
    const [part] = parts;
    if (part?.kind !== 'requests') return null;
    rows.push(...part.rows);
  }
  return sets.length < 2 ? null : [{ name, parts: [{ kind: 'requests', rows }] }];
}
