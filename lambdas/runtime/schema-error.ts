import { isProblemCode } from '../../protocol/problems.ts';
import { InvalidRequestError } from '../domain/errors.ts';

/** The error for the first issue that a schema found. */
export function invalid(
  issue: { message: string; path: readonly PropertyKey[] } | undefined,
): InvalidRequestError {
  if (issue && isProblemCode(issue.message)) return new InvalidRequestError(issue.message);
  return new InvalidRequestError('invalid_field', {
    details: { field: issue?.path.map(String).join('.') ?? '' },
  });
}
