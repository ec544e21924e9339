import type { APIGatewayAuthorizerResult, APIGatewayRequestAuthorizerEvent } from 'aws-lambda';
import { NotAllowedError } from '../domain/errors.ts';
import { wireTickets } from '../runtime/wiring.ts';
import { contextOf } from '../socket/caller.ts';
import { policyFor } from '../socket/policy.ts';
import { admit } from '../usecases/admit.ts';

const ports = wireTickets();

/** Ticket → identity. 401 for a ticket that is no good, 403 for a good one from a wrong site. */
export async function handler(
  event: APIGatewayRequestAuthorizerEvent,
): Promise<APIGatewayAuthorizerResult> {
  const { connectionId } = event.requestContext;
  try {
    const holder = await admit(ports, event, String(connectionId));
    return policyFor('Allow', event.methodArn, contextOf(holder));
  } catch (error) {
    if (!(error instanceof NotAllowedError)) throw error;
    ports.telemetry.warn('handshake refused', { code: error.code, connectionId });
    if (error.code === 'ticket_wrong_origin') return policyFor('Deny', event.methodArn, {});
    // Counted, so that the alarm on this function's errors can leave these out.
    ports.telemetry.count('TicketRefused');
    // The gateway answers 401 to this very message and to no other.
    throw new Error('Unauthorized');
  }
}
