import type { FunctionRole, IamPart } from '../../../local/cfn/parts/iam.ts';
import type { LambdaPermission } from '../../../local/iam/permissions.ts';
import type { Statement } from '../../../local/iam/policy.ts';

/** One grant of a function's role, as small as it can be taken away: one action on one resource. */
export interface RoleGrant {
  /** `message may dynamodb:Query on …/table/Conversations`. */
  name: string;
  functionName: string;
  action: string;
  resource: string;
  /** All policies as they were, but for this. */
  without: IamPart;
}

/** A permission to invoke that says something no other does. */
export interface InvokeGrant {
  name: string;
  functionArn: string;
  /** More than one when constructs wrote the same permission for several routes. */
  logicalIds: string[];
  without: IamPart;
}

const list = (value: string | readonly string[] | undefined): readonly string[] =>
  typeof value === 'string' ? [value] : (value ?? []);

/** Cuts an Allow into one per action and resource, which together say the same. */
function single(statement: Statement): Statement[] {
  const { Action, Resource, ...rest } = statement;
  if (statement.Effect === 'Deny') return [statement];
  if (!Action || !Resource) throw new Error('A grant by NotAction or NotResource cannot be walked');
  return list(Action).flatMap((action) =>
    list(Resource).map((resource) => ({ ...rest, Action: action, Resource: resource })),
  );
}

/** Every grant of every function's role. */
export function roleGrants(iam: IamPart): RoleGrant[] {
  return iam.functions.flatMap(({ name: functionName, role }) => {
    const statements = role.statements.flatMap(single);
    return statements.flatMap((statement, i) => {
      if (statement.Effect === 'Deny') return [];
      const [action = '', resource = ''] = [statement.Action, statement.Resource].map(String);
      return {
        name: `${functionName} may ${action} on ${resource}`,
        functionName,
        action,
        resource,
        without: withStatements(iam, role, statements.toSpliced(i, 1)),
      };
    });
  });
}

function withStatements(iam: IamPart, role: FunctionRole, statements: Statement[]): IamPart {
  return {
    ...iam,
    functions: iam.functions.map((entry) =>
      entry.role.arn === role.arn ? { ...entry, role: { ...role, statements } } : entry,
    ),
  };
}

/** Every permission to invoke a function; those with the same words are one. */
export function invokeGrants(iam: IamPart): InvokeGrant[] {
  const same = new Map<string, LambdaPermission[]>();
  for (const permission of iam.permissions) {
    const { logicalId: _logicalId, ...words } = permission;
    const key = JSON.stringify(words);
    same.set(key, [...(same.get(key) ?? []), permission]);
  }
  return [...same.values()].flatMap((group) => {
    const [first] = group;
    if (!first) return [];
    const { functionArn, principal, sourceArn } = first;
    return {
      name: `${principal} may invoke ${functionArn} for ${sourceArn}`,
      functionArn,
      logicalIds: group.map(({ logicalId }) => logicalId),
      without: { ...iam, permissions: iam.permissions.filter((one) => !group.includes(one)) },
    };
  });
}
