import type { Customer, Escalation, EscalationCard } from '../protocol/escalation.ts';
import type { Message } from '../protocol/message.ts';
import type { Candidate, Timer } from '../protocol/queue-messages.ts';
import type { ServerFrame } from '../protocol/server-frames.ts';
import type { Availability, QueueName } from '../protocol/vocabulary.ts';
import type { AgentRecord } from './domain/agent.ts';
import type { Change, Session } from './domain/session.ts';

/**
 * What came of a commit. `conflict`: somebody else wrote first, so read again and decide again.
 * `agent_full`, `agent_absent`: the session still stood, but the agent could not take it.
 */
export type CommitResult = 'committed' | 'conflict' | 'agent_full' | 'agent_absent';

/** Sessions, their transcripts and escalations. All reads are consistent but `pending`, `due`. */
export interface SessionStore {
  get(sessionId: string): Promise<Session | null>;
  /** Stores all of the change or nothing. @throws UnavailableError if the outcome is unknown. */
  commit(change: Change, now: number): Promise<CommitResult>;
  /** Transcript entries after `seq`, oldest first. */
  messagesAfter(sessionId: string, seq: number, limit: number): Promise<Message[]>;
  /** The latest transcript entries, oldest first. */
  lastMessages(sessionId: string, limit: number): Promise<Message[]>;
  escalations(sessionId: string): Promise<Escalation[]>;
  /** Opens the session if it is new and makes this connection its customer's. */
  connectCustomer(
    opening: { sessionId: string; keyHash: string; customer: Customer },
    connectionId: string,
    now: number,
  ): Promise<{ displaced: string | null; before: Session | null }>;
  /**
   * Confirms this connection as the customer's; `null` if a newer one has taken over. `wasLost` if
   * it had been taken for gone.
   */
  helloCustomer(
    sessionId: string,
    connectionId: string,
  ): Promise<{ session: Session; wasLost: boolean } | null>;
  /**
   * Makes this connection the agent's in their session, unless one that was opened later has said
   * hello: then `superseded`. `not_theirs` if they do not hold the session.
   */
  helloAgent(
    sessionId: string,
    agentId: string,
    connection: { connectionId: string; connectedAt: number },
  ): Promise<Session | 'superseded' | 'not_theirs'>;
  /**
   * Forgets the customer's connection if it is still this one; `null` if it is not. With
   * `seenVersion`, only if nothing was written since either.
   */
  loseCustomer(
    sessionId: string,
    connectionId: string,
    now: number,
    seenVersion?: number,
  ): Promise<Session | null>;
  /** Forgets the agent's connection in this session if it is still this one. */
  loseAgentAddress(sessionId: string, connectionId: string): Promise<void>;
  /** Waiting sessions of a queue, soonest first; may lag. */
  pending(queue: QueueName): Promise<EscalationCard[]>;
  /** Ids of sessions to look at by now; may lag. */
  due(now: number): Promise<string[]>;
}

/** Who an agent is, by their token. */
export type AgentProfile = Pick<AgentRecord, 'agentId' | 'name' | 'team' | 'supervisor' | 'queues'>;

/** Agents and supervisors. */
export interface AgentStore {
  /** Makes the agent's record at first sign-in and refreshes the profile at each further one. */
  signIn(profile: AgentProfile): Promise<AgentRecord>;
  get(agentId: string): Promise<AgentRecord | null>;
  list(): Promise<AgentRecord[]>;
  /** `null` if the agent has never signed in. */
  setAvailability(agentId: string, availability: Availability): Promise<AgentRecord | null>;
  connect(
    agentId: string,
    connectionId: string,
    now: number,
  ): Promise<{ displaced: string | null }>;
  /** Notes a sign of life; `null` if this connection is no longer the agent's. */
  heartbeat(agentId: string, connectionId: string, now: number): Promise<AgentRecord | null>;
  /** Forgets the connection if it is still this one; `false` if it is not. */
  disconnect(agentId: string, connectionId: string, now: number): Promise<boolean>;
}

/** Whom a ticket lets in. */
export type TicketHolder =
  | { role: 'customer'; sessionId: string; keyHash: string; customer: Customer }
  | { role: 'agent'; agentId: string };

/** Single-use connection tickets and the request counter in front of them. */
export interface TicketStore {
  put(ticketHash: string, holder: TicketHolder, origin: string, expiresAt: number): Promise<void>;
  /**
   * Uses the ticket up for this connection. The same connection may ask again (a retried call).
   * @throws NotAllowedError `ticket_unknown`, `ticket_expired`, `ticket_used`,
   *   `ticket_wrong_origin`.
   */
  consume(
    ticketHash: string,
    use: { connectionId: string; origin: string; now: number },
  ): Promise<TicketHolder>;
  /** Counts a request from this address in this minute; the count so far, this one included. */
  count(addressHash: string, now: number): Promise<number>;
}

/** What came of a push: `gone` connections never come back. */
export type PushResult = 'delivered' | 'gone' | 'failed';

/** Frames to connections. A push can be lost; the transcript heals it. Never throws. */
export interface Pusher {
  push(connectionId: string, frame: ServerFrame): Promise<PushResult>;
  /** Closes the connection; an absent one is fine. */
  disconnect(connectionId: string): Promise<void>;
}

/** Messages to other functions. @throws UnavailableError if not accepted. */
export interface Queues {
  candidate(message: Candidate): Promise<void>;
  timer(message: Timer, delayMs: number): Promise<void>;
}

/** Time, identity and chance: all that is not decided by the event. */
export interface Clock {
  now(): number;
  /** A new UUIDv7. */
  newId(): string;
  /** Waits between attempts; `attempt` counts from 1. Full jitter. */
  backoff(attempt: number): Promise<void>;
}

/** Structured log lines and counters. Never pass customer text. */
export interface Telemetry {
  info(message: string, facts?: Record<string, unknown>): void;
  warn(message: string, facts?: Record<string, unknown>): void;
  error(message: string, cause: unknown, facts?: Record<string, unknown>): void;
  count(metric: string): void;
}

/** Everything a use case may do to the world. */
export interface Ports {
  sessions: SessionStore;
  agents: AgentStore;
  tickets: TicketStore;
  pusher: Pusher;
  queues: Queues;
  clock: Clock;
  telemetry: Telemetry;
}
