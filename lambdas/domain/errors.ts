import { PROBLEMS, type ProblemCode } from '../../protocol/problems.ts';

/**
 * The root of every error Switchboard raises on purpose. `code` is the stable name a client sees,
 * `retriable` says whether the same request may succeed later. Never holds customer text.
 */
export class SwitchboardError extends Error {
  // Written out, because minified bundles rename their classes.
  override readonly name: string = 'SwitchboardError';
  readonly code: ProblemCode;
  readonly retriable: boolean;
  /** Facts for the client, e.g. the winner of a claim or the wrong field. */
  readonly details: Readonly<Record<string, unknown>>;

  constructor(
    code: ProblemCode,
    options: { cause?: unknown; details?: Record<string, unknown> } = {},
  ) {
    super(PROBLEMS[code].title, { cause: options.cause });
    this.code = code;
    this.retriable = PROBLEMS[code].retriable;
    this.details = options.details ?? {};
  }
}

/** The request itself is wrong; sending it again cannot help. */
export class InvalidRequestError extends SwitchboardError {
  override readonly name = 'InvalidRequestError';
}

/** The caller may not do this. */
export class NotAllowedError extends SwitchboardError {
  override readonly name = 'NotAllowedError';
}

/** The session or agent is not in a state that permits this. */
export class StateError extends SwitchboardError {
  override readonly name = 'StateError';
}

/** A part of the platform did not answer, or lost every race; trying again may help. */
export class UnavailableError extends SwitchboardError {
  override readonly name = 'UnavailableError';
}
