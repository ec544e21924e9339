import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const OWN_DATA = fileURLToPath(new URL('../data/', import.meta.url));

export const USAGE = `Usage: npm run evaluate -- [--data DIR]... [--json FILE] [--misses FILE] [--quick]

Measures the shipped analyzer and bot, beside simple baselines.

  --data DIR     a set, or a folder of sets; may be given again (default: tests/data).
                 Labelled as in docs/LABELS.md, or a public set: see docs/EVALUATION.md
  --json FILE    write the figures
  --misses FILE  write every wrong case with its explanation, as JSON Lines
  --quick        a sample of large sets; the figures then do not compare`;

/** What the command was asked to do. */
export interface Options {
  folders: string[];
  json: string | undefined;
  misses: string | undefined;
  quick: boolean;
  help: boolean;
}

/** Reads the arguments. @throws TypeError for one that is unknown or lacks its value. */
export function readOptions(args: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...args],
    options: {
      data: { type: 'string', multiple: true },
      json: { type: 'string' },
      misses: { type: 'string' },
      quick: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  const own = () => readdirSync(OWN_DATA).map((name) => join(OWN_DATA, name));
  const { json, misses, quick, help } = values;
  return { folders: values.data ?? own(), json, misses, quick, help };
}
