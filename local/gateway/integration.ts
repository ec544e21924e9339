import { type Invoke, type InvokeResult, NOT_PERMITTED } from '../contracts.ts';

/** What an integration came to, as a gateway sees it. */
export type IntegrationResult = InvokeResult | { ok: false; errorType: 'IntegrationTimeout' };

/** Invokes on behalf of one resource of the API, e.g. a route. */
export function invokeFrom(invoke: Invoke, sourceArn: string): Invoke {
  const invoker = { principal: 'apigateway.amazonaws.com', sourceArn } as const;
  return (functionArn, event) => invoke(functionArn, event, invoker);
}

/** Why a function gave no result, for a log line: its own message may hold customer text. */
export function failureCause(result: Extract<IntegrationResult, { ok: false }>): string {
  return result.errorType === NOT_PERMITTED && 'errorMessage' in result
    ? result.errorMessage
    : result.errorType;
}

/**
 * Invokes a function and waits at most `timeoutMs`. As on AWS the function is not stopped by the
 * gateway giving up: it finishes on its own and its late result is dropped.
 */
export async function invokeWithin(
  invoke: Invoke,
  functionArn: string,
  event: unknown,
  timeoutMs: number,
): Promise<IntegrationResult> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<IntegrationResult>((resolve) => {
    timer = setTimeout(() => resolve({ ok: false, errorType: 'IntegrationTimeout' }), timeoutMs);
    timer.unref();
  });
  try {
    return await Promise.race([invoke(functionArn, event), timeout]);
  } finally {
    clearTimeout(timer);
  }
}

/** True for a plain JSON object: not null, not an array. */
export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
