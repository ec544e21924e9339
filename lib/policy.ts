import { isDeepStrictEqual } from 'node:util';
import * as z from 'zod/mini';
import { DEFAULT_POLICY } from '../protocol/default-policy.ts';
import { type PolicyOverrides, parsePolicy } from '../protocol/parse-policy.ts';
import type { HandoffPolicy } from '../protocol/policy.ts';
import { ConfigError } from './config-error.ts';

// Without a language the library says "Invalid input" and nothing else.
z.config(z.locales.en());

/**
 * The deviations from the default handoff policy in a context value: an object, or the same as
 * JSON text, which is all that the command line can pass. What repeats a default is left out, so
 * that it changes no function. Throws {@link ConfigError} naming the first wrong field.
 */
export function readPolicy(value: unknown): PolicyOverrides {
  if (value === undefined || value === null || value === '') return {};
  const parsed = check(typeof value === 'string' ? parseJson(value) : value);
  return Object.fromEntries(
    Object.entries(parsed).filter(
      ([field, chosen]) =>
        chosen !== undefined &&
        !isDeepStrictEqual(chosen, DEFAULT_POLICY[field as keyof HandoffPolicy]),
    ),
  );
}

function check(value: unknown): PolicyOverrides {
  try {
    return parsePolicy(value);
  } catch (cause) {
    // A fault of the whole, such as an unknown field, has no path of its own.
    throw new ConfigError((cause as Error).message.replace(/^policy\.:/, 'policy:'), { cause });
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new ConfigError(`policy must be JSON: ${(cause as Error).message}`, { cause });
  }
}
