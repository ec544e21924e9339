import { describe, expect, it } from 'vitest';
import { compileArnPattern, compilePattern } from '../../../../local/iam/pattern.ts';

describe('compilePattern', () => {
  it.each([
    ['sqs:sendmessage', 'sqs:sendmessage', true],
    ['sqs:sendmessage', 'sqs:sendmessages', false],
    ['*', '', true],
    ['*', 'arn:anything/at all\n', true],
    ['dynamodb:*item', 'dynamodb:putitem', true],
    ['dynamodb:*item', 'dynamodb:query', false],
    ['T#*', 'T#1', true],
    ['T#*', 'S#T#1', false],
    ['a?c', 'abc', true],
    ['a?c', 'ac', false],
    ['a?c', 'a😀c', true],
    ['a*c*', 'a/b/c/d', true],
    ['1.5', '1x5', false],
    ['{proxy+}', '{proxy+}', true],
    ['x*(y)', 'x1(y)', true],
  ])('%j fits %j: %s', (pattern, text, fits) => {
    expect(compilePattern(pattern)(text)).toBe(fits);
  });
});

describe('compileArnPattern', () => {
  it.each([
    ['arn:aws:sqs:*:1:q', 'arn:aws:sqs:eu-west-1:1:q', true],
    ['arn:aws:sqs:*:q', 'arn:aws:sqs:eu-west-1:1:q', false],
    [
      'arn:aws:execute-api:r:1:api/*/*/tickets',
      'arn:aws:execute-api:r:1:api/$default/POST/tickets',
      true,
    ],
    ['arn:aws:execute-api:r:1:api/*$connect', 'arn:aws:execute-api:r:1:api/prod/$connect', true],
    [
      'arn:aws:execute-api:r:1:api/*$connect',
      'arn:aws:execute-api:r:1:api/prod/$disconnect',
      false,
    ],
    ['arn:aws:logs:r:1:group:a*', 'arn:aws:logs:r:1:group:abc:stream', true],
    ['*', 'arn:aws:sqs:eu-west-1:1:q', false],
  ])('%j fits %j: %s', (pattern, arn, fits) => {
    expect(compileArnPattern(pattern)(arn)).toBe(fits);
  });
});
