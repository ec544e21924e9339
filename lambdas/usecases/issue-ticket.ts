import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { AgentTicket, CreateTicket, CustomerTicket } from '../../protocol/http.ts';
import { viewOf } from '../domain/agent.ts';
import { InvalidRequestError, NotAllowedError, UnavailableError } from '../domain/errors.ts';
import { POLICY } from '../domain/policy.ts';
import type { AgentProfile, Ports } from '../ports.ts';

/** Where a ticket request comes from. */
export interface TicketRequester {
  origin: string;
  /** Client address, as the gateway saw it. Stored hashed only. */
  address: string;
}

/** SHA-256, hex: how tickets, keys and addresses are stored. */
export function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/**
 * A ticket for a new session, or for an existing one by its id and key.
 *
 * @throws UnavailableError `too_many_requests`; NotAllowedError `session_unknown`,
 *   `session_key_invalid`; InvalidRequestError if only one of id and key is given.
 */
export async function issueCustomerTicket(
  ports: Ports,
  request: CreateTicket,
  requester: TicketRequester,
): Promise<CustomerTicket> {
  const now = ports.clock.now();
  const requests = await ports.tickets.count(sha256(requester.address), now);
  if (requests > POLICY.ticketsPerMinute) throw new UnavailableError('too_many_requests');
  const resuming = request.sessionId !== undefined || request.sessionKey !== undefined;
  const { sessionId, sessionKey, customer } = resuming
    ? await openExisting(ports, request)
    : {
        sessionId: ports.clock.newId(),
        sessionKey: secret(),
        customer: request.customer ?? {},
      };
  const ticket = secret();
  await ports.tickets.put(
    sha256(ticket),
    { role: 'customer', sessionId, keyHash: sha256(sessionKey), customer },
    requester.origin,
    now + POLICY.ticketMs,
  );
  return { ticket, expiresInSeconds: POLICY.ticketMs / 1000, sessionId, sessionKey };
}

/** A ticket for an agent; their record is made at first sign-in. */
export async function issueAgentTicket(
  ports: Ports,
  profile: AgentProfile,
  origin: string,
): Promise<AgentTicket> {
  const agent = await ports.agents.signIn(profile);
  const ticket = secret();
  await ports.tickets.put(
    sha256(ticket),
    { role: 'agent', agentId: agent.agentId },
    origin,
    ports.clock.now() + POLICY.ticketMs,
  );
  return { ticket, expiresInSeconds: POLICY.ticketMs / 1000, agent: viewOf(agent) };
}

async function openExisting(ports: Ports, { sessionId, sessionKey }: CreateTicket) {
  if (!sessionId || !sessionKey) {
    throw new InvalidRequestError('invalid_field', {
      details: { field: sessionId ? 'sessionKey' : 'sessionId' },
    });
  }
  const session = await ports.sessions.get(sessionId);
  if (!session) throw new NotAllowedError('session_unknown');
  const given = Buffer.from(sha256(sessionKey), 'hex');
  if (!timingSafeEqual(given, Buffer.from(session.keyHash, 'hex'))) {
    throw new NotAllowedError('session_key_invalid');
  }
  return { sessionId, sessionKey, customer: session.customer };
}

/** 32 random bytes, base64url: 43 characters. */
function secret(): string {
  return randomBytes(32).toString('base64url');
}
