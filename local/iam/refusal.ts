import type { EngineResponse } from '../contracts.ts';
import type { Call } from '../front-door/call.ts';
import type { AccessRequest } from './access-request.ts';

/** Why a request is refused: nobody allows it, or a Deny of the role or of the resource. */
export type Reason = 'no_allow' | 'identity_deny' | 'resource_deny';

/** Who is refused: `arn:aws:sts::<account>:assumed-role/<role name>/<function name>`. */
interface Subject {
  sessionArn: string;
}

/** The answer to a call that is not allowed, in the service's own shape and words. */
export function accessDenied(
  service: Call['service'],
  { sessionArn }: Subject,
  request: AccessRequest,
  reason: Reason,
): EngineResponse {
  const action = service === 'sqs' ? request.action.toLowerCase() : request.action;
  const resource = service === 'execute-api' ? masked(request.resource) : request.resource;
  const denied = `User: ${sessionArn} is not authorized to perform: ${action} on resource: ${resource}`;
  const because = {
    no_allow:
      service === 'execute-api'
        ? ''
        : ` because no identity-based policy allows the ${action} action`,
    identity_deny: ' with an explicit deny in an identity-based policy',
    resource_deny: ' with an explicit deny in a resource-based policy',
  }[reason];
  return refusal(service, 'AccessDeniedException', denied + because);
}

/** The answer to an access key that nobody was given. */
export function unknownKey(service: Call['service']): EngineResponse {
  const message = 'The security token included in the request is invalid.';
  return refusal(service, 'UnrecognizedClientException', message);
}

/** SDKs read either spelling of the message; these are the services' own. */
function refusal(service: Call['service'], errorType: string, message: string): EngineResponse {
  const output = service === 'execute-api' ? { Message: message } : { message };
  return { status: service === 'dynamodb' ? 400 : 403, errorType, output };
}

/** API Gateway names the route instead of the connection, and hides most of the account. */
function masked(resource: string): string {
  return resource
    .replace(/@connections\/.*$/, '@connections/{connectionId}')
    .replace(/^(arn:aws:execute-api:[^:]*):\d{8}/, '$1:********');
}
