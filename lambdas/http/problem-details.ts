import type { ProblemDetails } from '../../protocol/http.ts';
import { PROBLEMS } from '../../protocol/problems.ts';
import { SwitchboardError } from '../domain/errors.ts';

/**
 * The refusal as RFC 9457 problem details. Anything unforeseen is `internal`: no stack, no text.
 *
 * @param ref finds the request in the logs.
 */
export function problemDetails(error: unknown, ref: string): ProblemDetails {
  const known = error instanceof SwitchboardError ? error : null;
  const code = known?.code ?? 'internal';
  const { title, status } = PROBLEMS[code];
  return {
    type: `urn:switchboard:problem:${code}`,
    title,
    status,
    code,
    ref,
    ...known?.details,
  };
}
