import { checkProperties } from './check-properties.ts';
import { evaluateCondition } from './conditions.ts';
import { TemplateError } from './errors.ts';
import { noValue, resolveValue } from './intrinsics.ts';
import { dependencyOrder } from './order.ts';
import { type ResourceIdentity, resourceType } from './resource-types.ts';
import type { Scope } from './scope.ts';
import type { StackArtifact } from './template.ts';

/** A resource with nothing left to resolve. Names and URLs are still those of AWS. */
export interface DeployedResource extends ResourceIdentity {
  stack: string;
  region: string;
  account: string;
  logicalId: string;
  type: string;
  properties: Record<string, unknown>;
}

/** What deploying all stacks would have made. */
export interface Deployment {
  /** Dependencies first, within and across stacks. */
  resources: DeployedResource[];
  /** Stack name to output key to value. */
  outputs: Record<string, Record<string, string>>;
  /** Kinds of resource that are in the templates and that nothing runs for. */
  notEmulated: string[];
  /** The local source of the asset that an S3 object key names; undefined if none is known. */
  assetPath(objectKey: string): string | undefined;
}

/**
 * Resolves the stacks in the given order, earlier ones feeding `Fn::ImportValue` of later ones.
 * Throws `TemplateError` for whatever the laptop cloud does not know or would have to ignore.
 */
export function deploy(stacks: StackArtifact[]): Deployment {
  const resources: DeployedResource[] = [];
  const outputs: Deployment['outputs'] = {};
  const kinds = new Set<string>();
  const exported = new Map<string, unknown>();

  for (const stack of stacks) {
    if (stack.template.Transform !== undefined) {
      throw new TemplateError({ stack: stack.name }, 'Transform (macros) cannot run locally');
    }
    const own = new Map<string, DeployedResource>();
    const scopeAt = (where: Scope['where']): Scope => stackScope(stack, own, exported, where);

    for (const logicalId of dependencyOrder(stack.name, stack.template.Resources)) {
      const resource = stack.template.Resources[logicalId];
      if (!resource) continue;
      const where = { stack: stack.name, logicalId, type: resource.Type };
      const scope = scopeAt(where);
      if (
        resource.Condition &&
        !evaluateCondition({ Condition: resource.Condition }, scope, resolveValue)
      ) {
        continue;
      }
      const type = resourceType(resource.Type);
      if (!type) {
        throw new TemplateError(where, 'the laptop cloud does not know this resource type');
      }
      if (type.notEmulated) kinds.add(type.notEmulated);
      const properties = resolveValue(resource.Properties ?? {}, scope) as Record<string, unknown>;
      const { region, account } = stack;
      const place = { stack: stack.name, logicalId, region, account, properties };
      const deployed = { ...place, type: resource.Type, ...type.identify(place) };
      own.set(logicalId, deployed);
      resources.push(deployed);
    }

    const stackOutputs: Record<string, string> = {};
    for (const [key, output] of Object.entries(stack.template.Outputs ?? {})) {
      const scope = scopeAt({ stack: stack.name, logicalId: `Outputs.${key}` });
      if (
        output.Condition &&
        !evaluateCondition({ Condition: output.Condition }, scope, resolveValue)
      )
        continue;
      const value = resolveValue(output.Value, scope);
      stackOutputs[key] = String(value);
      if (output.Export) exported.set(String(resolveValue(output.Export.Name, scope)), value);
    }
    outputs[stack.name] = stackOutputs;
  }
  checkProperties(resources);

  return {
    resources,
    outputs,
    notEmulated: [...kinds],
    assetPath: (objectKey) => {
      for (const stack of stacks) {
        const path = stack.assets.get(objectKey);
        if (path !== undefined) return path;
      }
      return undefined;
    },
  };
}

function stackScope(
  stack: StackArtifact,
  resources: Map<string, DeployedResource>,
  exported: Map<string, unknown>,
  where: Scope['where'],
): Scope {
  const { template } = stack;
  const pseudo: Record<string, unknown> = {
    'AWS::AccountId': stack.account,
    'AWS::Region': stack.region,
    'AWS::Partition': 'aws',
    'AWS::URLSuffix': 'amazonaws.com',
    'AWS::StackName': stack.name,
    'AWS::StackId': `arn:aws:cloudformation:${stack.region}:${stack.account}:stack/${stack.name}/local`,
    'AWS::NotificationARNs': [],
    'AWS::NoValue': noValue,
  };
  const fail = (problem: string): never => {
    throw new TemplateError(where, problem);
  };
  const find = (logicalId: string): DeployedResource =>
    resources.get(logicalId) ?? fail(`refers to ${logicalId}, which is not in the template`);
  return {
    where,
    ref: (name) => {
      if (name in pseudo) return pseudo[name];
      const parameter = template.Parameters?.[name];
      return parameter ? parameterValue(name, parameter, fail) : find(name).ref;
    },
    attribute: (logicalId, attribute) => {
      const resource = find(logicalId);
      return (
        resource.attributes[attribute] ??
        fail(`attribute ${attribute} of ${logicalId} (${resource.type}) is not emulated`)
      );
    },
    condition: (name) => template.Conditions?.[name] ?? fail(`unknown condition ${name}`),
    mapping: (map, key, attribute) =>
      template.Mappings?.[map]?.[key]?.[attribute] ??
      fail(`no mapping ${map} / ${key} / ${attribute}`),
    importValue: (name) =>
      exported.get(name) ?? fail(`imports ${name}, which no earlier stack exports`),
  };
}

function parameterValue(
  name: string,
  parameter: { Type: string; Default?: unknown },
  fail: (problem: string) => never,
): unknown {
  const { Type: type, Default: value } = parameter;
  if (value === undefined) return fail(`parameter ${name} has no default`);
  if (type.startsWith('AWS::SSM::Parameter::Value')) {
    // Every CDK stack asks for the version of the bootstrap stack; a laptop has none, so newest.
    if (/^\/cdk-bootstrap\/[^/]+\/version$/.test(String(value))) return '999';
    return fail(`SSM parameter ${String(value)} cannot be read locally`);
  }
  return type === 'CommaDelimitedList' || type.startsWith('List<')
    ? String(value)
        .split(',')
        .map((item) => item.trim())
    : value;
}
