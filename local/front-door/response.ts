import { randomUUID } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import type { EngineResponse } from '../contracts.ts';
import { queryErrorHeader } from '../sqs/errors.ts';
import type { Call } from './call.ts';

/** A request refused before it became a call. */
export class RequestError extends Error {
  readonly status: number;
  readonly type: string;

  constructor(status: number, type: string, message: string) {
    super(message);
    this.status = status;
    this.type = type;
  }
}

/** The answer to a refused request; a defect here becomes a 500 without details. */
export function refusal(error: unknown): EngineResponse {
  if (error instanceof RequestError) {
    return { status: error.status, errorType: error.type, output: { message: error.message } };
  }
  return { status: 500, errorType: 'InternalServerError', output: { message: 'Internal error' } };
}

/**
 * Writes an answer so that SDKs throw the right exception class: the name is in the body's `__type`
 * and in a header, since connection management has no body to look at.
 */
export function sendAnswer(
  response: ServerResponse,
  service: Call['service'] | undefined,
  { status, output, errorType }: EngineResponse,
): void {
  const body = errorType ? { __type: errorType, ...output } : output;
  response.statusCode = status;
  response.setHeader('x-amzn-requestid', randomUUID());
  response.setHeader(
    'content-type',
    service === 'execute-api' ? 'application/json' : 'application/x-amz-json-1.0',
  );
  if (errorType) response.setHeader('x-amzn-errortype', errorType);
  if (errorType && service === 'sqs') {
    response.setHeader('x-amzn-query-error', queryErrorHeader(errorType));
  }
  const hasBody =
    status !== 204 && Object.keys(body).length + Number(service !== 'execute-api') > 0;
  const text = hasBody ? JSON.stringify(body) : '';
  response.setHeader('content-length', Buffer.byteLength(text));
  response.end(text);
}
