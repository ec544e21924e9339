import type {
  Customer,
  Escalation,
  EscalationCard,
  Note,
  PreviousContact,
} from '../protocol/escalation.ts';
import type { CannedReplies, LeftMessage } from '../protocol/http.ts';
import type { Message, Participant } from '../protocol/message.ts';
import type { Candidate, Timer } from '../protocol/queue-messages.ts';
import type { ReadMarks, ServerFrame } from '../protocol/server-frames.ts';
import type { Availability, QueueName } from '../protocol/vocabulary.ts';
import type { Analyzer } from './analysis/analyzer.ts';
import type { AgentRecord } from './domain/agent.ts';
import type { Change } from './domain/change.ts';
import type { FeedbackRecord } from './domain/feedback.ts';
import type { Session } from './domain/session.ts';
import type { Tally } from './domain/tally.ts';

/**
 * What came of a commit. `conflict`: somebody else wrote first, so read again and decide again.
 * `agent_full`, `agent_absent`: the session still stood, but the agent could not take it;
 * `agent_back`: nor could it be taken from them as lost, because they are there again.
 */
export type CommitResult = 'committed' | 'conflict' | 'agent_full' | 'agent_absent' | 'agent_back';

/** What a session is opened with, by its customer's ticket. */
export interface Opening {
  sessionId: string;
  keyHash: string;
  customer: Customer;
  /** Of a sequel: who the customer is, and the session before. */
  customerId?: string;
  continuedFrom?: string;
  previous?: PreviousContact;
}

/** Sessions, their transcripts and escalations. All reads are consistent but `pending`, `due`. */
export interface SessionStore {
  get(sessionId: string): Promise<Session | null>;
  /** Stores all of the change or nothing. @throws UnavailableError if the outcome is unknown. */
  commit(change: Change, now: number): Promise<CommitResult>;
  /** Transcript entries after `seq`, oldest first. */
  messagesAfter(sessionId: string, seq: number, limit: number): Promise<Message[]>;
  /** The latest transcript entries, oldest first. */
  lastMessages(sessionId: string, limit: number): Promise<Message[]>;
  /** {@link messagesAfter}, and how far both sides have read if the page reaches the end. */
  page(
    sessionId: string,
    seq: number,
    limit: number,
  ): Promise<{ messages: Message[]; read: ReadMarks }>;
  /** How far both sides have read. */
  readMarks(sessionId: string): Promise<ReadMarks>;
  /** Moves a mark forward, never back; `false` if it stood there or beyond. */
  markRead(sessionId: string, by: keyof ReadMarks, seq: number, now: number): Promise<boolean>;
  escalations(sessionId: string): Promise<Escalation[]>;
  /** Notes for colleagues, oldest first. */
  notes(sessionId: string): Promise<Note[]>;
  /** A customer's sessions since a time, newest first. */
  contacts(customerId: string, since: number): Promise<PreviousContact[]>;
  /** Opens the session if it is new and makes this connection its customer's. */
  connectCustomer(
    opening: Opening,
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
  /** Ends "not responding" as well; `null` if the agent has never signed in. */
  setAvailability(
    agentId: string,
    availability: Availability,
    now: number,
  ): Promise<AgentRecord | null>;
  /** A supervisor's decision outlasts later sign-ins; `null` if the agent has never signed in. */
  edit(
    agentId: string,
    change: { capacity?: number; queues?: QueueName[] },
  ): Promise<AgentRecord | null>;
  /** @returns the agent's record as it was before. */
  connect(agentId: string, connectionId: string, now: number): Promise<AgentRecord | null>;
  /**
   * Notes a sign of life; the record before and after it, or `null` if this connection is no
   * longer the agent's.
   */
  heartbeat(
    agentId: string,
    connectionId: string,
    now: number,
  ): Promise<{ before: AgentRecord; agent: AgentRecord } | null>;
  /** Forgets the connection if it is still this one; `false` if it is not. */
  disconnect(agentId: string, connectionId: string, now: number): Promise<boolean>;
}

/** Whom a ticket lets in. */
export type TicketHolder = ({ role: 'customer' } & Opening) | { role: 'agent'; agentId: string };

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
  /** All in one call, at most ten. */
  timers(messages: readonly DelayedTimer[]): Promise<void>;
}

/** A timer and the time until it fires, in ms. */
export interface DelayedTimer {
  timer: Timer;
  delayMs: number;
}

/** What is kept beside the sessions: left messages, figures, canned replies. */
export interface RecordStore {
  /** Left messages of a queue, newest first, at most `limit`. */
  leftMessages(queue: QueueName, limit: number): Promise<LeftMessage[]>;
  /** Notes who took care of it, the first one for good; `null` if there is no such message. */
  handleLeft(
    message: Pick<LeftMessage, 'queue' | 'at' | 'sessionId'>,
    handled: { by: Participant; at: number },
  ): Promise<LeftMessage | null>;
  /** Adds to the counters of a day (`2026-01-31`). Lost or doubled, the history has the truth. */
  count(day: string, tally: Tally): Promise<void>;
  /** All counters of a day: sums, and maxima. */
  totals(day: string): Promise<Tally>;
  /** Version 0 while nobody has written any. */
  cannedReplies(): Promise<CannedReplies>;
  /** Replaces all if `version` is the one that stands; `null` if it is not. */
  replaceCannedReplies(replies: CannedReplies): Promise<CannedReplies | null>;
}

/** Where a feedback stands among those of its day. */
export type FeedbackPlace = Pick<FeedbackRecord, 'sessionId' | 'n'>;

/** What agents say of escalations. */
export interface FeedbackStore {
  /**
   * Keeps it with the escalation and among those of the escalation's day, in place of what was said
   * before. `gone`: there is no such escalation (any more). `conflict`: somebody else is writing it.
   */
  put(record: FeedbackRecord, now: number): Promise<'stored' | 'gone' | 'conflict'>;
  /** On escalations of a day (`2026-01-31`, UTC), those after a place; may lag. */
  ofDay(day: string, after: FeedbackPlace | null, limit: number): Promise<FeedbackRecord[]>;
}

/** Time, identity and chance: all that is not decided by the event. */
export interface Clock {
  now(): number;
  /** A new UUIDv7. */
  newId(): string;
  /** Waits between attempts; `attempt` counts from 1. Full jitter. */
  backoff(attempt: number): Promise<void>;
}

/** Another voice for the answers of the bot's articles. */
export interface Answerer {
  /**
   * The article's answer in words that fit the customer's; `null` if its own words are to stay.
   * Takes seconds at most. Never throws.
   */
  rephrase(question: { text: string; articleId: string }): Promise<string | null>;
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
  records: RecordStore;
  feedback: FeedbackStore;
  pusher: Pusher;
  queues: Queues;
  clock: Clock;
  telemetry: Telemetry;
  analyzer: Analyzer;
  /** Absent where the bot speaks for itself. */
  answerer?: Answerer;
}
