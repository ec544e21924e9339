import { createHash } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import * as z from 'zod/mini';
import { DEFAULT_POLICY } from '../protocol/default-policy.ts';
import { isFields } from '../protocol/merge-policy.ts';
import { type PolicyOverrides, parsePolicy } from '../protocol/parse-policy.ts';
import { ConfigError } from './config-error.ts';
import { parseJson } from './parse-json.ts';

// Without a language the library says "Invalid input" and nothing else.
z.config(z.locales.en());

/**
 * The deviations from the default handoff policy in a context value: an object, or the same as
 * JSON text, which is all that the command line can pass. What repeats a default is left out, so
 * that it changes no function. Changed rules of the analyzer without a version of their own get
 * one, so that no assessment names rules by which it was not made. Throws {@link ConfigError}
 * naming the first wrong field.
 */
export function readPolicy(value: unknown): PolicyOverrides {
  if (value === undefined || value === null || value === '') return {};
  const parsed = check(typeof value === 'string' ? parseJson('policy', value) : value);
  const policy: PolicyOverrides = differing(parsed, DEFAULT_POLICY);
  const { analysis } = policy;
  return analysis && !analysis.version
    ? { ...policy, analysis: { ...analysis, version: versionOf(analysis) } }
    : policy;
}

function check(value: unknown): PolicyOverrides {
  try {
    return parsePolicy(value);
  } catch (cause) {
    // A fault of the whole, such as an unknown field, has no path of its own.
    throw new ConfigError((cause as Error).message.replace(/^policy\.:/, 'policy:'), { cause });
  }
}

/** The fields of `chosen` that are not as in `usual`, at every level. */
function differing(chosen: object, usual: Readonly<Record<string, unknown>>): object {
  const differences = Object.entries(chosen).flatMap(([field, value]): [string, unknown][] => {
    const other = usual[field];
    if (value === undefined || isDeepStrictEqual(value, other)) return [];
    if (!isFields(value) || !isFields(other)) return [[field, value]];
    const inner = differing(value, other);
    return Object.keys(inner).length > 0 ? [[field, inner]] : [];
  });
  return Object.fromEntries(differences);
}

/** The default version and a mark of what differs, the same for the same deviations. */
function versionOf(analysis: object): string {
  const mark = createHash('sha256')
    .update(JSON.stringify(inOrder(analysis)))
    .digest('hex');
  return `${DEFAULT_POLICY.analysis.version}+${mark.slice(0, 8)}`;
}

function inOrder(value: unknown): unknown {
  if (!isFields(value)) return value;
  const entries = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([field, inner]) => [field, inOrder(inner)]));
}
