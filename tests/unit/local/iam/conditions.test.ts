import { describe, expect, it } from 'vitest';
import { type ConditionBlock, compileConditions } from '../../../../local/iam/conditions.ts';
import { asking, ROLE, TABLE, VARIABLE } from './requests.ts';

const KEYS = 'dynamodb:LeadingKeys';

/** Whether a request with these values meets the block; undefined leaves the key out. */
function meets(block: ConditionBlock, values?: readonly string[], key = KEYS): boolean {
  const request = asking(
    'dynamodb:Query',
    TABLE,
    values === undefined ? {} : { [key.toLowerCase()]: values },
  );
  return compileConditions(block)?.(request) ?? true;
}

describe('a condition', () => {
  it.each<[operator: string, wanted: unknown, values: string[] | undefined, met: boolean]>([
    ['StringEquals', 'a', ['a'], true],
    ['StringEquals', ['a', 'b'], ['b'], true],
    ['StringEquals', 'a', ['A'], false],
    ['StringEquals', 'a*', ['ab'], false],
    ['StringEquals', 'a', undefined, false],
    ['StringEqualsIfExists', 'a', undefined, true],
    ['StringEqualsIfExists', 'a', ['b'], false],
    ['StringNotEquals', ['a', 'b'], ['c'], true],
    ['StringNotEquals', ['a', 'b'], ['b'], false],
    ['StringNotEquals', 'a', undefined, true],
    ['StringEqualsIgnoreCase', 'A', ['a'], true],
    ['StringNotEqualsIgnoreCase', 'A', ['a'], false],
    ['StringLike', 'S#*', ['S#1'], true],
    ['StringLike', 'S#?', ['S#12'], false],
    ['StringNotLike', 'S#*', ['T#1'], true],
    ['ForAllValues:StringLike', ['S#*', 'T#*'], ['S#1', 'T#2'], true],
    ['ForAllValues:StringLike', ['S#*'], ['S#1', 'T#2'], false],
    ['ForAllValues:StringLike', ['S#*'], undefined, true],
    ['ForAllValues:StringNotEquals', ['a'], ['b', 'a'], false],
    ['ForAnyValue:StringLike', ['S#*'], ['T#1', 'S#2'], true],
    ['ForAnyValue:StringLike', ['S#*'], ['T#1'], false],
    ['ForAnyValue:StringLike', ['S#*'], undefined, false],
    ['ForAnyValue:StringLikeIfExists', ['S#*'], undefined, true],
    ['ForAnyValue:StringNotEquals', ['a'], ['a', 'b'], true],
    ['Null', 'true', undefined, true],
    ['Null', true, ['a'], false],
    ['Null', 'false', ['a'], true],
  ])('%s %j with %j is met: %s', (operator, wanted, values, met) => {
    expect(meets({ [operator]: { [KEYS]: wanted } }, values)).toBe(met);
  });

  it.each<[operator: string, key: string, wanted: unknown, value: string, met: boolean]>([
    ['Bool', 'aws:SecureTransport', 'false', 'true', false],
    ['Bool', 'AWS:securetransport', true, 'true', true],
    ['ArnLike', 'aws:PrincipalArn', 'arn:aws:iam::*:role/Message*', ROLE, true],
    ['ArnEquals', 'aws:PrincipalArn', 'arn:*:role/MessageRole', ROLE, false],
    ['ArnNotLike', 'aws:PrincipalArn', 'arn:aws:iam::*:role/Other', ROLE, true],
    ['ArnNotEquals', 'aws:PrincipalArn', ROLE, ROLE, false],
  ])('%s %s %j with %s is met: %s', (operator, key, wanted, value, met) => {
    expect(meets({ [operator]: { [key]: wanted } }, [value], key)).toBe(met);
  });

  it('holds only if each of its entries does', () => {
    const block = { StringEquals: { [KEYS]: 'a' }, StringLike: { [KEYS]: 'b*' } };

    expect(meets(block, ['a'])).toBe(false);
  });

  it.each<[string, ConditionBlock]>([
    ['operator NumericLessThan', { NumericLessThan: { [KEYS]: '1' } }],
    ['operator StringMatches', { StringMatches: { [KEYS]: '1' } }],
    ['operator constructor', { constructor: { [KEYS]: '1' } }],
    ['key dynamodb:Attributes', { StringEquals: { 'dynamodb:Attributes': 'a' } }],
    ['policy variable', { StringEquals: { [KEYS]: VARIABLE } }],
  ])('is refused at start for its %s', (problem, block) => {
    expect(() => compileConditions(block)).toThrow(problem);
  });
});
