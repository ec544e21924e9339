import type { LambdaPermission } from '../../iam/permissions.ts';
import type { Statement } from '../../iam/policy.ts';
import type { ResourcePolicy, ResourceStatement } from '../../iam/resource-policy.ts';
import type { DeployedResource, Deployment } from '../deployment.ts';
import { functionParts } from './functions.ts';
import { ofType, problemWith, propertiesOf } from './select.ts';

/** The role that a function runs with, and all its statements. */
export interface FunctionRole {
  stack: string;
  logicalId: string;
  type: string;
  account: string;
  arn: string;
  name: string;
  statements: Statement[];
}

/** Everything in the templates that decides who may do what. */
export interface IamPart {
  functions: { name: string; functionName: string; functionArn: string; role: FunctionRole }[];
  resourcePolicies: ResourcePolicy[];
  permissions: LambdaPermission[];
}

interface PolicyDocument<T> {
  Statement?: T | T[];
}

interface RoleProperties {
  AssumeRolePolicyDocument?: PolicyDocument<ResourceStatement>;
  Policies?: { PolicyDocument: PolicyDocument<Statement> }[];
  ManagedPolicyArns?: string[];
}

interface PolicyProperties {
  PolicyDocument: PolicyDocument<Statement>;
  Roles?: string[];
}

interface QueuePolicyProperties {
  PolicyDocument: PolicyDocument<ResourceStatement>;
  Queues: string[];
}

interface TableProperties {
  ResourcePolicy?: { PolicyDocument: PolicyDocument<ResourceStatement> };
}

interface PermissionProperties {
  Action: string;
  FunctionName: string;
  Principal: string;
  SourceArn?: string;
  SourceAccount?: string;
}

/** AWS's own policies a role may have: they are about services that nothing here serves. */
const KNOWN_MANAGED_POLICIES =
  /^arn:aws:iam::aws:policy\/(service-role\/AWSLambdaBasicExecutionRole|AWSXRayDaemonWriteAccess)$/;

/**
 * Roles with their policies, policies of resources, and permissions to invoke. Throws for managed
 * policies whose statements are not known here and for permissions boundaries.
 */
export function iamPart(deployment: Deployment): IamPart {
  return {
    functions: functionRoles(deployment),
    resourcePolicies: [...queuePolicies(deployment), ...tablePolicies(deployment)],
    permissions: lambdaPermissions(deployment),
  };
}

function functionRoles(deployment: Deployment): IamPart['functions'] {
  const roles = ofType(deployment, 'AWS::IAM::Role');
  const functions = ofType(deployment, 'AWS::Lambda::Function');
  return functionParts(deployment).map(({ name, functionName, arn: functionArn }) => {
    const resource = functions.find(({ attributes }) => attributes.Arn === functionArn);
    const role = roles.find(({ attributes }) => attributes.Arn === resource?.properties.Role);
    if (resource && !role) throw problemWith(resource, 'its role is not in the template');
    return { name, functionName, functionArn, role: functionRole(deployment, role) };
  });
}

function functionRole(deployment: Deployment, role: DeployedResource | undefined): FunctionRole {
  if (!role) throw new TypeError('A function has no resource');
  const properties = propertiesOf<RoleProperties>(role);
  if ('PermissionsBoundary' in properties) {
    throw problemWith(role, 'permissions boundaries are not emulated');
  }
  if (!trustsLambda(properties)) {
    throw problemWith(role, 'The role defined for the function cannot be assumed by Lambda.');
  }
  const managed = ofType(deployment, 'AWS::IAM::ManagedPolicy');
  const named = (properties.ManagedPolicyArns ?? []).flatMap((arn) => {
    if (KNOWN_MANAGED_POLICIES.test(arn)) return [];
    const own = managed.find(({ ref }) => ref === arn);
    if (!own) throw problemWith(role, `the statements of managed policy ${arn} are not known`);
    return own;
  });
  const attached = [...ofType(deployment, 'AWS::IAM::Policy'), ...managed].filter((policy) =>
    propertiesOf<PolicyProperties>(policy).Roles?.includes(role.ref),
  );
  const documents = [
    ...(properties.Policies ?? []).map(({ PolicyDocument }) => PolicyDocument),
    ...new Set(
      [...named, ...attached].map(
        (policy) => propertiesOf<PolicyProperties>(policy).PolicyDocument,
      ),
    ),
  ];
  const { stack, logicalId, type, account, ref: name } = role;
  const arn = role.attributes.Arn ?? '';
  return {
    stack,
    logicalId,
    type,
    account,
    arn,
    name,
    statements: documents.flatMap(statementsOf),
  };
}

function trustsLambda({ AssumeRolePolicyDocument: document }: RoleProperties): boolean {
  return statementsOf(document).some(({ Effect, Principal }) => {
    const { Service = [] } = (Principal ?? {}) as { Service?: string | string[] };
    return Effect === 'Allow' && [Service].flat().includes('lambda.amazonaws.com');
  });
}

function queuePolicies(deployment: Deployment): ResourcePolicy[] {
  const queues = ofType(deployment, 'AWS::SQS::Queue');
  return ofType(deployment, 'AWS::SQS::QueuePolicy').flatMap((resource) => {
    const { Queues, PolicyDocument } = propertiesOf<QueuePolicyProperties>(resource);
    return Queues.map((url) => {
      const attachedTo = queues.find(({ ref }) => ref === url)?.attributes.Arn;
      if (!attachedTo) throw problemWith(resource, `its queue ${url} is not in the template`);
      return { attachedTo, statements: statementsOf(PolicyDocument) };
    });
  });
}

function tablePolicies(deployment: Deployment): ResourcePolicy[] {
  return ofType(deployment, 'AWS::DynamoDB::Table').flatMap((resource) => {
    const policy = propertiesOf<TableProperties>(resource).ResourcePolicy;
    const attachedTo = resource.attributes.Arn ?? '';
    return policy ? [{ attachedTo, statements: statementsOf(policy.PolicyDocument) }] : [];
  });
}

function lambdaPermissions(deployment: Deployment): LambdaPermission[] {
  const arns = new Map(
    ofType(deployment, 'AWS::Lambda::Function').map(({ ref, attributes }) => [ref, attributes.Arn]),
  );
  return ofType(deployment, 'AWS::Lambda::Permission').map((resource) => {
    const { Action, FunctionName, Principal, SourceArn, SourceAccount, ...others } =
      propertiesOf<PermissionProperties>(resource);
    const [unknown] = Object.keys(others);
    if (unknown) throw problemWith(resource, `${unknown} of a permission is not emulated`);
    return {
      logicalId: resource.logicalId,
      functionArn: arns.get(FunctionName) ?? FunctionName,
      action: Action,
      principal: Principal,
      ...(SourceArn !== undefined && { sourceArn: SourceArn }),
      ...(SourceAccount !== undefined && { sourceAccount: SourceAccount }),
    };
  });
}

function statementsOf<T>(document: PolicyDocument<T> | undefined): T[] {
  return [document?.Statement ?? []].flat() as T[];
}
