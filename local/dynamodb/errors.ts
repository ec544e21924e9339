import type { EngineResponse } from '../contracts.ts';

/** A DynamoDB error as the client will see it; `fields` are extra members of its body. */
export class DynamoError extends Error {
  readonly type: string;
  readonly fields: Record<string, unknown>;

  constructor(type: string, message: string, fields: Record<string, unknown> = {}) {
    super(message);
    this.type = type;
    this.fields = fields;
  }
}

/** The request is malformed or breaks a documented limit. */
export function validationException(message: string): DynamoError {
  return new DynamoError('ValidationException', message);
}

interface DynaliteError extends Error {
  statusCode: number;
  body: { __type: string; message?: string; Message?: string };
}

/** Turns what dynalite reports into a `DynamoError`; anything unexpected is returned as it is. */
export function asDynamoError(error: unknown): unknown {
  const body = (error as Partial<DynaliteError> | null)?.body;
  if (error instanceof DynamoError || !body?.__type) return error;
  const type = body.__type.split('#').at(-1) ?? body.__type;
  return new DynamoError(type, body.message ?? body.Message ?? '');
}

/** The wire form of an error. Rethrows what is not a DynamoDB error: that is a defect here. */
export function errorResponse(error: unknown): EngineResponse {
  if (!(error instanceof DynamoError)) throw error;
  return {
    status: error.type === 'InternalServerError' ? 500 : 400,
    errorType: error.type,
    output: { message: error.message, ...error.fields },
  };
}
