import { ConfigError } from './config-error.ts';

/** The value of JSON in the context `key`. Throws {@link ConfigError} naming the key. */
export function parseJson(key: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new ConfigError(`${key} must be JSON: ${(cause as Error).message}`, { cause });
  }
}
