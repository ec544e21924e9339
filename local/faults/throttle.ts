import type { EngineResponse } from '../contracts.ts';
import type { Call } from '../front-door/call.ts';

const ITEM_OPERATION = /Item|^Query$|^Scan$/;

/**
 * A refusal for too many requests, as each service words it. All of them are of the kind that SDKs
 * retry with a pause; none has carried anything out.
 */
export function throttled({ service, operation }: Call): EngineResponse {
  switch (service) {
    case 'dynamodb':
      return ITEM_OPERATION.test(operation)
        ? refusal(
            400,
            'ProvisionedThroughputExceededException',
            'The level of configured provisioned throughput for the table was exceeded. Consider increasing your provisioning level with the UpdateTable API.',
          )
        : refusal(400, 'ThrottlingException', 'Rate of requests exceeds the allowed throughput.');
    case 'sqs':
      return refusal(400, 'RequestThrottled', 'The request was denied due to request throttling.');
    case 'execute-api':
      return refusal(429, 'LimitExceededException', 'Too Many Requests');
  }
}

function refusal(status: number, errorType: string, message: string): EngineResponse {
  return { status, errorType, output: { message } };
}
