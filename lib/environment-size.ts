import { StringConcat, Tokenization } from 'aws-cdk-lib';
import { ConfigError } from './config-error.ts';

/**
 * Lambda's limit for all environment variables of a function together, measured as JSON.
 * https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
 */
const MAX_BYTES = 4096;

/**
 * What stands in for a value that only the deployment knows. Generated names are shorter; a queue's
 * address may be longer, but each comes beside a socket's, whose three parts are far shorter.
 */
const UNKNOWN = '?'.repeat(100);

/** Contexts that variables grow with. */
const CONTEXTS: Readonly<Record<string, string>> = {
  HANDOFF_POLICY: 'policy',
  ALLOWED_ORIGINS: 'extraOrigins',
  BEDROCK: 'bedrock',
};

/**
 * Refuses what the deployment would refuse halfway. Throws {@link ConfigError} naming the context
 * that takes most.
 */
export function checkEnvironmentSize(
  functionName: string,
  variables: Readonly<Record<string, string>>,
): void {
  const total = bytesOf(variables);
  if (total <= MAX_BYTES) return;
  const [largest = '', bytes = 0] =
    Object.entries(variables)
      .map(([name, value]) => [name, bytesOf(value)] as const)
      .toSorted(([, a], [, b]) => b - a)[0] ?? [];
  throw new ConfigError(
    `${CONTEXTS[largest] ?? largest} is too large: it takes ${bytes} bytes of the environment of ` +
      `${functionName}, which with all else comes to ${total} of ${MAX_BYTES} that Lambda allows`,
  );
}

function bytesOf(value: unknown): number {
  const parts = Tokenization.reverseString(JSON.stringify(value));
  const known = parts.mapTokens({ mapToken: () => UNKNOWN });
  return Buffer.byteLength(String(known.join(new StringConcat())));
}
