import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { AgentTicket, CreateTicket, CustomerTicket } from '../../protocol/http.ts';
import { viewOf } from '../domain/agent.ts';
import { InvalidRequestError, NotAllowedError, UnavailableError } from '../domain/errors.ts';
import { POLICY } from '../domain/policy.ts';
import { hasEnded, type Session } from '../domain/session.ts';
import type { AgentProfile, Opening, Ports } from '../ports.ts';

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
 * A ticket for a new session, for the sequel of one that ended, or for an existing one by its id
 * and key.
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
  const { sessionKey, ...opening } = resuming
    ? await openExisting(ports, request)
    : await openNew(ports, request, now);
  const ticket = secret();
  await ports.tickets.put(
    sha256(ticket),
    { role: 'customer', ...opening, keyHash: sha256(sessionKey) },
    requester.origin,
    now + POLICY.ticketMs,
  );
  const { sessionId } = opening;
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
  return {
    ticket,
    expiresInSeconds: POLICY.ticketMs / 1000,
    agent: viewOf(agent, ports.clock.now()),
  };
}

type Keyed = Omit<Opening, 'keyHash'> & { sessionKey: string };

async function openExisting(ports: Ports, { sessionId, sessionKey }: CreateTicket): Promise<Keyed> {
  if (!sessionId || !sessionKey) {
    throw new InvalidRequestError('invalid_field', {
      details: { field: sessionId ? 'sessionKey' : 'sessionId' },
    });
  }
  const { customer } = await sessionWithKey(ports, sessionId, sessionKey);
  return { sessionId, sessionKey, customer };
}

/** A new session, or the sequel of one that ended not too long ago. */
async function openNew(ports: Ports, request: CreateTicket, now: number): Promise<Keyed> {
  const fresh = {
    sessionId: ports.clock.newId(),
    sessionKey: secret(),
    customer: request.customer ?? {},
  };
  const { continuedFrom } = request;
  if (!continuedFrom) return fresh;
  const before = await sessionWithKey(ports, continuedFrom.sessionId, continuedFrom.sessionKey);
  const at = before.closedAt ?? before.lastAt ?? before.openedAt;
  if (!hasEnded(before) || at <= now - POLICY.repeatContactMs) return fresh;
  return {
    ...fresh,
    customer: { ...before.customer, ...request.customer },
    customerId: before.customerId ?? before.sessionId,
    ...(at > now - POLICY.stickyMs && { continuedFrom: before.sessionId }),
    previous: {
      sessionId: before.sessionId,
      at,
      ...(before.assignment && {
        agentId: before.assignment.agentId,
        agentName: before.assignment.name,
      }),
      ...(before.escalation && { queue: before.escalation.queue }),
    },
  };
}

async function sessionWithKey(ports: Ports, sessionId: string, key: string): Promise<Session> {
  const session = await ports.sessions.get(sessionId);
  if (!session) throw new NotAllowedError('session_unknown');
  const given = Buffer.from(sha256(key), 'hex');
  if (!timingSafeEqual(given, Buffer.from(session.keyHash, 'hex'))) {
    throw new NotAllowedError('session_key_invalid');
  }
  return session;
}

/** 32 random bytes, base64url: 43 characters. */
function secret(): string {
  return randomBytes(32).toString('base64url');
}
