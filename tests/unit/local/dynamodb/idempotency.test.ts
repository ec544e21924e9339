import { describe, expect, it } from 'vitest';
import { createIdempotencyTokens } from '../../../../local/dynamodb/idempotency.ts';

const MINUTE = 60_000;

describe('a transaction token', () => {
  it('stands for its request for ten minutes', () => {
    const tokens = createIdempotencyTokens<string>();
    tokens.remember('token', { a: 1 }, 'result', 0);

    expect(tokens.recall('token', { a: 1 }, 10 * MINUTE - 1)).toBe('result');
    expect(tokens.recall('token', { a: 2 }, 10 * MINUTE)).toBeUndefined();
  });

  it('cannot stand for another request meanwhile', () => {
    const tokens = createIdempotencyTokens<string>();
    tokens.remember('token', { a: 1 }, 'result', 0);

    expect(() => tokens.recall('token', { a: 2 }, 1)).toThrow(
      expect.objectContaining({ type: 'IdempotentParameterMismatchException' }),
    );
  });

  it('is unknown until it was used', () => {
    expect(createIdempotencyTokens().recall('token', {}, 0)).toBeUndefined();
  });
});
