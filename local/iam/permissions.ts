import type { Invoker } from '../contracts.ts';
import { compileArnPattern, type Matches } from './pattern.ts';

/** One `AWS::Lambda::Permission`: a statement of a function's own policy. */
export interface LambdaPermission {
  logicalId: string;
  functionArn: string;
  /** `lambda:InvokeFunction` or `lambda:*`. */
  action: string;
  /** A service such as `apigateway.amazonaws.com`, or `*`. */
  principal: string;
  /** As `ArnLike` reads it; any source without. */
  sourceArn?: string;
  sourceAccount?: string;
}

/** Whether a service may invoke a function on behalf of one of its resources. */
export type MayInvoke = (functionArn: string, invoker: Invoker) => boolean;

/** Compiles the permissions of all functions. */
export function compilePermissions(permissions: readonly LambdaPermission[]): MayInvoke {
  const byFunction = new Map<string, ((invoker: Invoker) => boolean)[]>();
  for (const permission of permissions) {
    const { functionArn, action } = permission;
    if (action !== 'lambda:InvokeFunction' && action !== 'lambda:*') continue;
    byFunction.set(functionArn, [...(byFunction.get(functionArn) ?? []), compile(permission)]);
  }
  return (functionArn, invoker) =>
    byFunction.get(functionArn)?.some((allows) => allows(invoker)) ?? false;
}

function compile({ principal, sourceArn, sourceAccount }: LambdaPermission) {
  const source: Matches = sourceArn === undefined ? () => true : compileArnPattern(sourceArn);
  return (invoker: Invoker): boolean =>
    (principal === '*' || principal === invoker.principal) &&
    (sourceAccount === undefined || sourceAccount === invoker.sourceArn.split(':')[4]) &&
    source(invoker.sourceArn);
}
