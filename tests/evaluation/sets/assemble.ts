import { basename } from 'node:path';
import { DataError } from './data-error.ts';
import { splitOf, withoutSplit } from './split.ts';
import type { FileContent, IntentBot, IntentFormat, SetPart, Split } from './types.ts';

/** A file of a set, with the split it is filed under. */
export interface ReadFile {
  path: string;
  split: Split;
  content: FileContent;
}

type Intents = Extract<FileContent, { kind: 'intents' }>;

/** Kinds that need no training, in the order they are measured in. */
const PLAIN = ['messages', 'conversations', 'requests', 'sentiment', 'pairs'] as const;

/** Joins the files of one folder to what is measured. @throws DataError if they do not fit. */
export function assemble(folder: string, files: readonly ReadFile[]): SetPart[] {
  const parts: SetPart[] = [];
  const intents = files.flatMap(({ content, ...file }) =>
    content.kind === 'intents' ? [{ ...file, content }] : [],
  );
  if (intents.length > 0) parts.push(intentsOf(folder, intents));
  for (const kind of PLAIN) {
    const chosen = measured(files.filter(({ content }) => content.kind === kind));
    const rows: unknown[] = chosen.flatMap<unknown>(({ content }) =>
      'rows' in content ? content.rows : [],
    );
    // Each file of a kind holds rows of that kind.
    if (rows.length > 0) parts.push({ kind, rows } as SetPart);
  }
  const [first, ...others] = parts.map(({ kind }) => kind);
  if (!first) throw new DataError(folder, 'there is no test part to measure on');
  const strange = others.find((kind) => !(isOurs(kind) && isOurs(first)));
  if (strange) throw new DataError(folder, `${first} and ${strange} do not belong in one set`);
  return parts;
}

/** The test files or, where none is named so, all that are not for training. */
function measured(files: readonly ReadFile[]): readonly ReadFile[] {
  const test = files.filter(({ split }) => split === 'test');
  if (test.length > 0) return test;
  const whole = files.filter(({ split }) => split === 'whole');
  // NLU++ comes in folds: those with odd numbers are for measuring where both kinds are there.
  const odd = whole.filter(({ path }) => /fold\d*[13579]\.json$/.test(basename(path)));
  return odd.length > 0 ? odd : whole;
}

function isOurs(kind: SetPart['kind']): boolean {
  return kind === 'messages' || kind === 'conversations';
}

function intentsOf(
  folder: string,
  files: readonly (Omit<ReadFile, 'content'> & { content: Intents })[],
): SetPart {
  const bots = new Map<string, IntentBot>();
  let format: IntentFormat | undefined;
  for (const { path, split, content } of files) {
    format ??= content.format;
    const name = withoutSplit(basename(path));
    const isSplit = splitOf(basename(path)) !== 'whole' || split !== 'whole';
    const key = isSplit ? name : '';
    const bot = bots.get(key) ?? { name: key, train: [], validation: [], test: [] };
    bots.set(key, bot);
    for (const [listed, examples] of Object.entries(content.splits)) {
      const where = listed === 'whole' ? split : (listed as Split);
      if (where === 'whole') {
        throw new DataError(path, 'is this to train on or to test on? Name it train or test');
      }
      bot[where].push(...examples);
    }
  }
  for (const { name, train, test } of bots.values()) {
    const whose = name === '' ? '' : ` of ${name}`;
    if (!test.some(({ intent }) => intent)) throw new DataError(folder, `no test part${whose}`);
    if (!train.some(({ intent }) => intent)) throw new DataError(folder, `no train part${whose}`);
  }
  return { kind: 'intents', format: format ?? 'intents', bots: [...bots.values()] };
}
