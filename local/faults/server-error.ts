import type { EngineResponse } from '../contracts.ts';
import type { Call } from '../front-door/call.ts';

const NAMES: Record<Call['service'], string> = {
  dynamodb: 'InternalServerError',
  sqs: 'InternalFailure',
  'execute-api': 'InternalServerErrorException',
};

/** A 500 from the service itself; SDKs retry it. */
export function serverError({ service }: Call): EngineResponse {
  return {
    status: 500,
    errorType: NAMES[service],
    output: { message: 'The server encountered an internal error trying to fulfill the request.' },
  };
}
