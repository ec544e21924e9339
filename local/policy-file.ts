import { readFile } from 'node:fs/promises';
import type { PolicyOverrides } from '../protocol/parse-policy.ts';
import { UsageError } from './options.ts';

/** Reads `--policy FILE`. Throws `UsageError` for no file, no JSON, or a field that is wrong. */
export async function readPolicyFile(file: string): Promise<PolicyOverrides> {
  // Loaded only when asked for: most starts have no policy.
  const { readPolicy } = await import('../lib/policy.ts');
  try {
    return readPolicy(await readFile(file, 'utf8'));
  } catch (error) {
    throw new UsageError(`--policy ${file}: ${(error as Error).message}`);
  }
}
