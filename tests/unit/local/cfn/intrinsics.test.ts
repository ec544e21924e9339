// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the syntax of Fn::Sub
import { describe, expect, it } from 'vitest';
import { evaluateCondition } from '../../../../local/cfn/conditions.ts';
import { noValue, resolveValue } from '../../../../local/cfn/intrinsics.ts';
import type { Scope } from '../../../../local/cfn/scope.ts';

const conditions: Record<string, unknown> = {
  IsProd: { 'Fn::Equals': [{ Ref: 'Stage' }, 'prod'] },
  IsDev: { 'Fn::Not': [{ Condition: 'IsProd' }] },
};

const scope: Scope = {
  where: { stack: 'Shop', logicalId: 'Thing', type: 'AWS::Test::Thing' },
  ref: (name) =>
    ({ Stage: 'prod', Bucket: 'my-bucket', Ports: ['80', '443'], 'AWS::NoValue': noValue })[name],
  attribute: (logicalId, attribute) => `${logicalId}#${attribute}`,
  condition: (name) => conditions[name],
  mapping: (map, key, attribute) => `${map}/${key}/${attribute}`,
  importValue: (name) => `imported:${name}`,
};

describe('resolveValue', () => {
  it.each([
    ['a literal', 42, 42],
    ['Ref', { Ref: 'Bucket' }, 'my-bucket'],
    ['Fn::GetAtt as a list', { 'Fn::GetAtt': ['Site', 'DomainName'] }, 'Site#DomainName'],
    ['Fn::GetAtt as text', { 'Fn::GetAtt': 'Stack.Outputs.Url' }, 'Stack#Outputs.Url'],
    ['Fn::Join', { 'Fn::Join': ['-', ['a', { Ref: 'Stage' }, 3]] }, 'a-prod-3'],
    ['Fn::Join of a list value', { 'Fn::Join': [',', { Ref: 'Ports' }] }, '80,443'],
    [
      'Fn::Sub',
      { 'Fn::Sub': 's3://${Bucket}/${Site.Arn}/${!Kept}' },
      's3://my-bucket/Site#Arn/${Kept}',
    ],
    [
      'Fn::Sub with variables',
      { 'Fn::Sub': ['${A}-${Stage}', { A: { Ref: 'Bucket' } }] },
      'my-bucket-prod',
    ],
    ['Fn::Select', { 'Fn::Select': ['1', { Ref: 'Ports' }] }, '443'],
    ['Fn::Split', { 'Fn::Split': ['/', 'a/b/c'] }, ['a', 'b', 'c']],
    ['Select of Split', { 'Fn::Select': [1, { 'Fn::Split': ['-', { Ref: 'Bucket' }] }] }, 'bucket'],
    ['Fn::If, true', { 'Fn::If': ['IsProd', 'big', 'small'] }, 'big'],
    ['Fn::If, false', { 'Fn::If': ['IsDev', 'big', 'small'] }, 'small'],
    ['Fn::FindInMap', { 'Fn::FindInMap': ['Sizes', { Ref: 'Stage' }, 'cpu'] }, 'Sizes/prod/cpu'],
    ['Fn::ImportValue', { 'Fn::ImportValue': { 'Fn::Sub': '${Stage}-url' } }, 'imported:prod-url'],
    ['Fn::Base64', { 'Fn::Base64': { Ref: 'Stage' } }, 'cHJvZA=='],
  ])('evaluates %s', (_name, value, expected) => {
    expect(resolveValue(value, scope)).toEqual(expected);
  });

  it('leaves out properties and list elements without a value', () => {
    const value = {
      kept: { Ref: 'Stage' },
      dropped: { Ref: 'AWS::NoValue' },
      list: ['a', { 'Fn::If': ['IsDev', 'b', { Ref: 'AWS::NoValue' }] }],
    };
    expect(resolveValue(value, scope)).toEqual({ kept: 'prod', list: ['a'] });
  });

  it.each([
    ['a function it does not know', { 'Fn::GetAZs': '' }, 'unknown intrinsic function Fn::GetAZs'],
    ['a function beside other keys', { Ref: 'A', x: 1 }, 'Ref stands beside other keys'],
    ['a dynamic reference', '{{resolve:ssm:/key}}', 'dynamic reference {{resolve:ssm:/key}}'],
    ['a join of objects', { 'Fn::Join': ['', [{ a: 1 }]] }, 'Fn::Join needs a string'],
    ['a select past the end', { 'Fn::Select': [9, ['a']] }, 'Fn::Select has no item 9'],
    ['an unnamed attribute', { 'Fn::GetAtt': 'Site' }, 'Fn::GetAtt needs a logical id'],
  ])('refuses %s, naming stack, logical id and type', (_name, value, problem) => {
    const resolving = () => resolveValue({ deep: [value] }, scope);
    expect(resolving).toThrow(problem);
    expect(resolving).toThrow('Shop / Thing (AWS::Test::Thing)');
  });
});

describe('evaluateCondition', () => {
  const yes = { 'Fn::Equals': ['1', 1] };
  const no = { 'Fn::Equals': ['1', '2'] };
  it.each([
    ['Fn::And, all', { 'Fn::And': [yes, { Condition: 'IsProd' }] }, true],
    ['Fn::And, not all', { 'Fn::And': [yes, no] }, false],
    ['Fn::Or, one', { 'Fn::Or': [no, yes] }, true],
    ['Fn::Or, none', { 'Fn::Or': [no, no] }, false],
    ['Fn::Not', { 'Fn::Not': [no] }, true],
  ])('evaluates %s', (_name, expression, expected) => {
    expect(evaluateCondition(expression, scope, resolveValue)).toBe(expected);
  });

  it('refuses a function it does not know', () => {
    expect(() => evaluateCondition({ 'Fn::Contains': [['a'], 'a'] }, scope, resolveValue)).toThrow(
      'unknown condition function Fn::Contains',
    );
  });
});
