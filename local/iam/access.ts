import { TemplateError } from '../cfn/errors.ts';
import type { FunctionRole, IamPart } from '../cfn/parts/iam.ts';
import { type EngineResponse, type Invoke, type Invoker, NOT_PERMITTED } from '../contracts.ts';
import type { Call } from '../front-door/call.ts';
import type { AccessRequest } from './access-request.ts';
import { ADMIN } from './credentials.ts';
import { needsOf } from './needs/needs.ts';
import { requestFor, type Setting } from './needs/setting.ts';
import { compilePermissions } from './permissions.ts';
import { compilePolicy } from './policy.ts';
import { accessDenied, type Reason, unknownKey } from './refusal.ts';
import { compileResourcePolicies } from './resource-policy.ts';

/** What the pollers of an event source mapping do with the rights of the function's role. */
export const POLLER_ACTIONS = [
  'sqs:ReceiveMessage',
  'sqs:DeleteMessage',
  'sqs:GetQueueAttributes',
] as const;

/** Something that somebody asked for, whether it was allowed or not. */
export type Access =
  | { kind: 'call'; call: Call; allowed: boolean }
  | { kind: 'invocation'; functionArn: string; invoker: Invoker; allowed: boolean };

/** What access is decided by. */
export interface AccessOptions {
  iam: IamPart;
  account: string;
  region: string;
  partitionKey: Setting['partitionKey'];
  /** Receives one line for each refusal of a call that says something new. Default: stderr. */
  log?: (line: string) => void;
  /** Told of every decision about somebody with a known key. */
  onAccess?: (access: Access) => void;
}

/** Decides who may do what, as the templates' policies say. */
export interface AccessControl {
  /** The answer to a call that is not allowed; undefined lets it pass. */
  authorize(call: Call): EngineResponse | undefined;
  /** Invokes only what the invoker has an `AWS::Lambda::Permission` for. */
  guard(invoke: Invoke): Invoke;
  /** Throws TemplateError when a function's role may not consume the queue it is fed from. */
  checkEventSource(source: { functionArn: string; queueArn: string }): void;
}

interface Identity {
  setting: Setting;
  sessionArn: string;
  refuses(request: AccessRequest): Reason | undefined;
}

/**
 * Compiles the policies of all functions. Throws TemplateError naming the role for what is not
 * evaluated here.
 */
export function createAccess(options: AccessOptions): AccessControl {
  const { iam, account, region, partitionKey, onAccess, log = console.warn } = options;
  const logged = new Set<string>();
  const byKey = new Map<string, Identity>();
  const byArn = new Map<string, { identity: Identity; role: FunctionRole }>();
  for (const { name, functionName, functionArn, role } of iam.functions) {
    const setting = { account, region, roleArn: role.arn, partitionKey };
    const identity = {
      setting,
      sessionArn: `arn:aws:sts::${account}:assumed-role/${role.name}/${functionName}`,
      refuses: compileRole(role, iam),
    };
    byKey.set(name, identity);
    byArn.set(functionArn, { identity, role });
  }
  const mayInvoke = compilePermissions(iam.permissions);

  // Functions do not tell a client, and often not their log, what their role lacks.
  function refuse(call: Call, answer: EngineResponse): EngineResponse {
    const line = `${call.caller}: ${answer.output.message ?? answer.output.Message}`;
    if (!logged.has(line)) log(line);
    logged.add(line);
    return answer;
  }

  return {
    authorize(call) {
      if (call.caller === ADMIN.accessKeyId) return undefined;
      const identity = byKey.get(call.caller);
      if (!identity) return refuse(call, unknownKey(call.service));
      const refused = firstRefusal(identity, needsOf(call, identity.setting));
      onAccess?.({ kind: 'call', call, allowed: refused === undefined });
      if (!refused) return undefined;
      const { request, reason } = refused;
      return refuse(call, accessDenied(call.service, identity, request, reason));
    },

    guard: (invoke) => async (functionArn, event, invoker) => {
      if (!invoker) return invoke(functionArn, event);
      const allowed = mayInvoke(functionArn, invoker);
      onAccess?.({ kind: 'invocation', functionArn, invoker, allowed });
      if (allowed) return invoke(functionArn, event);
      const { principal, sourceArn } = invoker;
      const errorMessage = `no AWS::Lambda::Permission lets ${principal} invoke ${functionArn} for ${sourceArn}`;
      return { ok: false, errorType: NOT_PERMITTED, errorMessage };
    },

    checkEventSource({ functionArn, queueArn }) {
      const consumer = byArn.get(functionArn);
      if (!consumer) return;
      const { identity, role } = consumer;
      for (const action of POLLER_ACTIONS) {
        const request = requestFor(action, queueArn, identity.setting);
        if (identity.refuses(request) === undefined) continue;
        const problem =
          'The function execution role does not have permissions to call ' +
          `${action.replace('sqs:', '')} on SQS: ${functionArn} is fed from ${queueArn}`;
        throw new TemplateError(role, problem);
      }
    },
  };
}

function firstRefusal(
  identity: Identity,
  needs: readonly AccessRequest[],
): { request: AccessRequest; reason: Reason } | undefined {
  for (const request of needs) {
    const reason = identity.refuses(request);
    if (reason) return { request, reason };
  }
  return undefined;
}

/** A Deny on either side wins; in one account an Allow on either side is enough. */
function compileRole(role: FunctionRole, iam: IamPart): Identity['refuses'] {
  try {
    const own = compilePolicy(role.statements);
    const { arn: roleArn, account } = role;
    const resources = compileResourcePolicies(iam.resourcePolicies, { roleArn, account });
    return (request) => {
      const ofRole = own.evaluate(request);
      if (ofRole === 'denied') return 'identity_deny';
      const ofResource = resources.evaluate(request);
      if (ofResource === 'denied') return 'resource_deny';
      return ofRole === 'allowed' || ofResource === 'allowed' ? undefined : 'no_allow';
    };
  } catch (error) {
    throw new TemplateError(role, (error as Error).message);
  }
}
