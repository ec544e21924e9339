import type { APIGatewayAuthorizerResult } from 'aws-lambda';
import type { NotAllowedError } from '../domain/errors.ts';
import type { Telemetry } from '../ports.ts';
import { policyFor } from './policy.ts';

/**
 * Refuses a handshake: 403 by the returned policy for a good ticket from a wrong site.
 *
 * @throws Error `Unauthorized` for a ticket that is no good: the gateway answers 401 to this very
 *   message and to no other.
 */
export function refuseHandshake(
  telemetry: Telemetry,
  { code }: NotAllowedError,
  handshake: { methodArn: string; connectionId: string },
): APIGatewayAuthorizerResult {
  telemetry.warn('handshake refused', { code, connectionId: handshake.connectionId });
  if (code === 'ticket_wrong_origin') return policyFor('Deny', handshake.methodArn, {});
  // Counted, so that the alarm on this function's errors can leave these out.
  telemetry.count('TicketRefused');
  throw new Error('Unauthorized');
}
