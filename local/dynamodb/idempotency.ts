import { createHash } from 'node:crypto';
import { DynamoError } from './errors.ts';

/** DynamoDB remembers a ClientRequestToken for ten minutes after the request that used it. */
const TOKEN_LIFETIME_MS = 10 * 60 * 1000;

/** Remembers what a transaction token stood for. */
export interface IdempotencyTokens<Result> {
  /**
   * The earlier result of the same request. Throws IdempotentParameterMismatchException when the
   * token was used for a different one.
   */
  recall(token: string, request: unknown, nowMs: number): Result | undefined;
  remember(token: string, request: unknown, result: Result, nowMs: number): void;
}

/** Tokens live in memory only: a restart forgets them. */
export function createIdempotencyTokens<Result>(): IdempotencyTokens<Result> {
  const tokens = new Map<string, { digest: string; result: Result; expiresAt: number }>();
  const digestOf = (request: unknown) =>
    createHash('sha256').update(JSON.stringify(request)).digest('base64');
  // All tokens live equally long, so insertion order is expiry order.
  const dropExpired = (nowMs: number) => {
    for (const [token, known] of tokens) {
      if (known.expiresAt > nowMs) return;
      tokens.delete(token);
    }
  };

  return {
    recall(token, request, nowMs) {
      dropExpired(nowMs);
      const known = tokens.get(token);
      if (!known) return undefined;
      if (known.digest === digestOf(request)) return known.result;
      throw new DynamoError(
        'IdempotentParameterMismatchException',
        'The provided client token was already used with different request parameters',
      );
    },
    remember(token, request, result, nowMs) {
      tokens.set(token, {
        digest: digestOf(request),
        result,
        expiresAt: nowMs + TOKEN_LIFETIME_MS,
      });
    },
  };
}
