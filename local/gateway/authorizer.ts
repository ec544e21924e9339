import type { Invoke } from '../contracts.ts';
import { failureCause, invokeWithin, isObject } from './integration.ts';

/** The verdict on a handshake; `context` is what later events carry as `authorizer`. */
export type Authorization =
  | { allowed: true; context: Record<string, string> }
  | { allowed: false; status: 401 | 403 | 500; cause: string };

/** AWS: an authorizer's result is at most 8 KB. */
const MAX_RESULT_BYTES = 8 * 1024;

/** Runs a Lambda REQUEST authorizer and evaluates the policy it returns for `methodArn`. */
export async function authorize(request: {
  invoke: Invoke;
  functionArn: string;
  event: Record<string, unknown>;
  methodArn: string;
  timeoutMs: number;
}): Promise<Authorization> {
  const { invoke, functionArn, event, methodArn, timeoutMs } = request;
  const result = await invokeWithin(invoke, functionArn, event, timeoutMs);
  if (!result.ok) {
    const refused = 'errorMessage' in result && result.errorMessage === 'Unauthorized';
    return { allowed: false, status: refused ? 401 : 500, cause: failureCause(result) };
  }
  return judge(result.payload, methodArn);
}

function judge(payload: unknown, methodArn: string): Authorization {
  const malformed = (cause: string): Authorization => ({ allowed: false, status: 500, cause });
  if (!isObject(payload)) return malformed('the authorizer returned no object');
  if (Buffer.byteLength(JSON.stringify(payload)) > MAX_RESULT_BYTES) {
    return malformed('the authorizer result is above 8 KB');
  }
  const { principalId, policyDocument } = payload;
  if (typeof principalId !== 'string') return malformed('principalId is missing');
  if (!isObject(policyDocument)) return malformed('policyDocument is missing');
  const context = stringContext(payload.context);
  if (context === undefined) return malformed('a context value is not a string, number or boolean');

  const effects = effectsOn(policyDocument.Statement, methodArn);
  if (effects === undefined) return malformed('a policy statement is malformed');
  if (effects.includes('Deny') || !effects.includes('Allow')) {
    return { allowed: false, status: 403, cause: 'the policy does not allow this connection' };
  }
  return { allowed: true, context: { ...context, principalId } };
}

/** API Gateway hands context values on as strings and refuses nested ones. */
function stringContext(context: unknown): Record<string, string> | undefined {
  if (context === undefined || context === null) return {};
  if (!isObject(context)) return undefined;
  const strings: Record<string, string> = {};
  for (const [name, value] of Object.entries(context)) {
    if (value === null) continue;
    if (!['string', 'number', 'boolean'].includes(typeof value)) return undefined;
    strings[name] = String(value);
  }
  return strings;
}

function effectsOn(statement: unknown, methodArn: string): string[] | undefined {
  const effects: string[] = [];
  for (const entry of Array.isArray(statement) ? statement : [statement]) {
    if (!isObject(entry)) return undefined;
    const actions = strings(entry.Action);
    const resources = strings(entry.Resource);
    if (actions === undefined || resources === undefined) return undefined;
    if (entry.Effect !== 'Allow' && entry.Effect !== 'Deny') return undefined;
    const applies =
      actions.some((action) => matches(action.toLowerCase(), 'execute-api:invoke')) &&
      resources.some((resource) => matches(resource, methodArn));
    if (applies) effects.push(entry.Effect);
  }
  return effects;
}

function strings(value: unknown): string[] | undefined {
  const list = Array.isArray(value) ? value : [value];
  return list.every((item): item is string => typeof item === 'string') ? list : undefined;
}

function matches(pattern: string, value: string): boolean {
  const source = pattern
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${source}$`).test(value);
}
