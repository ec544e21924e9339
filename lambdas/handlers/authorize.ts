import type { APIGatewayAuthorizerResult, APIGatewayRequestAuthorizerEvent } from 'aws-lambda';
import { NotAllowedError } from '../domain/errors.ts';
import { wireTickets } from '../runtime/wiring.ts';
import { contextOf } from '../socket/caller.ts';
import { policyFor } from '../socket/policy.ts';
import { refuseHandshake } from '../socket/refuse-handshake.ts';
import { admit } from '../usecases/admit.ts';

const ports = wireTickets();

/** Ticket → identity. 401 for a ticket that is no good, 403 for a good one from a wrong site. */
export async function handler(
  event: APIGatewayRequestAuthorizerEvent,
): Promise<APIGatewayAuthorizerResult> {
  const { methodArn } = event;
  const connectionId = String(event.requestContext.connectionId);
  try {
    return policyFor('Allow', methodArn, contextOf(await admit(ports, event, connectionId)));
  } catch (error) {
    if (!(error instanceof NotAllowedError)) throw error;
    return refuseHandshake(ports.telemetry, error, { methodArn, connectionId });
  }
}
