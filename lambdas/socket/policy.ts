import type { APIGatewayAuthorizerResult } from 'aws-lambda';
import type { CallerContext } from './caller.ts';

/** The authorizer's answer: this one call, and what later events of the connection carry. */
export function policyFor(
  effect: 'Allow' | 'Deny',
  methodArn: string,
  context: CallerContext,
): APIGatewayAuthorizerResult {
  return {
    principalId: context.sessionId ?? context.agentId ?? 'nobody',
    policyDocument: {
      Version: '2012-10-17',
      Statement: [{ Action: 'execute-api:Invoke', Effect: effect, Resource: methodArn }],
    },
    context,
  };
}
