import * as z from 'zod/mini';
import { Assessment, Reason } from './assessment.ts';
import { Participant } from './message.ts';
import { SessionId, Timestamp } from './primitives.ts';
import {
  DetailName,
  EscalationStatus,
  FeedbackVerdict,
  Priority,
  QueueName,
  SessionStatus,
  WaitTrouble,
} from './vocabulary.ts';

/** A customer as far as they told us. */
export const Customer = z.object({
  name: z.optional(z.string()),
  plan: z.optional(z.string()),
});

/** The agent to whom a waiting session is offered now. */
export const OfferedTo = z.object({
  offerId: z.string(),
  agentId: z.string(),
  name: z.string(),
  until: Timestamp,
});
export type OfferedTo = z.infer<typeof OfferedTo>;

/** What the customer told the assistant on purpose while waiting. */
export const Details = z.partialRecord(DetailName, z.string());
export type Details = z.infer<typeof Details>;

/** The contact before this one, by the same customer on the same device. */
export const PreviousContact = z.object({
  sessionId: SessionId,
  at: Timestamp,
  /** Who helped, if anybody did. */
  agentId: z.optional(z.string()),
  agentName: z.optional(z.string()),
  queue: z.optional(QueueName),
});
export type PreviousContact = z.infer<typeof PreviousContact>;
export type Customer = z.infer<typeof Customer>;

/** A waiting session as it stands in the pending list; clients merge cards by `version`. */
export const EscalationCard = z.object({
  sessionId: SessionId,
  escalationId: z.string(),
  /** Version of the session that this card shows. */
  version: z.int(),
  queue: QueueName,
  priority: Priority,
  score: z.number(),
  reasons: z.array(Reason),
  customer: Customer,
  /** The customer's last words, shortened. */
  excerpt: z.string(),
  /** Start of the wait; never moves once set. */
  waitingSince: Timestamp,
  /** Place in the queue: `waitingSince` less the head start of the priority. Lower is sooner. */
  place: z.number(),
  /** Whether the customer's socket is there. */
  customerPresent: z.boolean(),
  offeredTo: z.nullable(OfferedTo),
  /** Ids of the agents who let it pass or lost it; it is not offered to them again. */
  passedBy: z.array(z.string()),
  /** The agent this customer knows from last time, or the one asked for by a transfer. */
  preferredAgent: z.nullable(z.string()),
  /** Set when waiting alone will not help. */
  trouble: z.nullable(WaitTrouble),
});
export type EscalationCard = z.infer<typeof EscalationCard>;

/** What an agent or supervisor wrote for colleagues; customers never see it. */
export const Note = z.object({
  /** Counts the notes of a session from 1. */
  n: z.int(),
  at: Timestamp,
  by: Participant,
  text: z.string(),
});
export type Note = z.infer<typeof Note>;

/** One transition in an escalation's life, append-only. */
export const HistoryEntry = z.object({
  at: Timestamp,
  actor: Participant,
  /** What brought it about, e.g. `escalated`, `claimed`, `released`. */
  cause: z.string(),
  session: z.object({ from: SessionStatus, to: SessionStatus }),
  escalation: z.object({ from: z.nullable(EscalationStatus), to: EscalationStatus }),
});
export type HistoryEntry = z.infer<typeof HistoryEntry>;

/** What an agent or supervisor says of an escalation; the latest word counts. */
export const Feedback = z.object({
  verdict: FeedbackVerdict,
  note: z.optional(z.string()),
  /**
   * The customer's turn at which a person should have come, from 1, counted since the session last
   * came to the bot.
   */
  turn: z.optional(z.int()),
  agentId: z.string(),
  at: Timestamp,
});
export type Feedback = z.infer<typeof Feedback>;

/** The request for a person, with why and what became of it. */
export const Escalation = z.object({
  escalationId: z.string(),
  status: EscalationStatus,
  priority: Priority,
  queue: QueueName,
  assessment: Assessment,
  createdAt: Timestamp,
  feedback: z.optional(Feedback),
  history: z.array(HistoryEntry),
});
export type Escalation = z.infer<typeof Escalation>;
