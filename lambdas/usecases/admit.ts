import { NotAllowedError } from '../domain/errors.ts';
import type { Ports, TicketHolder } from '../ports.ts';
import { sha256 } from './issue-ticket.ts';

/** What a handshake shows. */
export interface Handshake {
  queryStringParameters: Record<string, string | undefined> | null;
  headers: Record<string, string | undefined> | null;
}

/**
 * Uses up the handshake's ticket for this connection.
 *
 * @throws NotAllowedError `ticket_missing`, `ticket_unknown`, `ticket_expired`, `ticket_used`,
 *   `ticket_wrong_origin`; UnavailableError if the table does not answer.
 */
export async function admit(
  ports: Pick<Ports, 'tickets' | 'clock'>,
  { queryStringParameters, headers }: Handshake,
  connectionId: string,
): Promise<TicketHolder> {
  const ticket = queryStringParameters?.ticket;
  if (!ticket) throw new NotAllowedError('ticket_missing');
  const origin = headers?.origin ?? headers?.Origin ?? '';
  return ports.tickets.consume(sha256(ticket), { connectionId, origin, now: ports.clock.now() });
}
