import type { EngineResponse } from '../contracts.ts';

/** The answer of @connections for a connection that is no more; SDKs do not retry it. */
export function gone(): EngineResponse {
  return { status: 410, errorType: 'GoneException', output: { message: 'GoneException' } };
}
