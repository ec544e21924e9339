import { expect, it } from 'vitest';
import type { Invoker } from '../../../../local/contracts.ts';
import { compilePermissions, type LambdaPermission } from '../../../../local/iam/permissions.ts';

const API = 'arn:aws:execute-api:eu-west-1:111122223333:abc';
const byRoute: LambdaPermission = {
  logicalId: 'Route',
  functionArn: 'arn:connect',
  action: 'lambda:InvokeFunction',
  principal: 'apigateway.amazonaws.com',
  sourceArn: `${API}/*$connect`,
};
const route: Invoker = {
  principal: 'apigateway.amazonaws.com',
  sourceArn: `${API}/prod/$connect`,
};

it.each<[string, Partial<LambdaPermission>, string, Invoker, boolean]>([
  ['its route', {}, 'arn:connect', route, true],
  ['another function', {}, 'arn:message', route, false],
  ['another route', {}, 'arn:connect', { ...route, sourceArn: `${API}/prod/$default` }, false],
  ['another service', {}, 'arn:connect', { ...route, principal: 'events.amazonaws.com' }, false],
  ['any source', { sourceArn: undefined }, 'arn:connect', route, true],
  ['any principal', { principal: '*' }, 'arn:connect', route, true],
  ['its account', { sourceAccount: '111122223333' }, 'arn:connect', route, true],
  ['another account', { sourceAccount: '999922223333' }, 'arn:connect', route, false],
  ['every action', { action: 'lambda:*' }, 'arn:connect', route, true],
  ['another action', { action: 'lambda:InvokeFunctionUrl' }, 'arn:connect', route, false],
])('a permission for %s', (_name, change, functionArn, invoker, allowed) => {
  const { sourceArn, ...rest } = { ...byRoute, ...change };
  const mayInvoke = compilePermissions([{ ...rest, ...(sourceArn && { sourceArn }) }]);

  expect(mayInvoke(functionArn, invoker)).toBe(allowed);
});
