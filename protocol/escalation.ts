import * as z from 'zod/mini';
import { Assessment, Reason } from './assessment.ts';
import { Participant } from './message.ts';
import { SessionId, Timestamp } from './primitives.ts';
import { EscalationStatus, Priority, QueueName, SessionStatus } from './vocabulary.ts';

/** A customer as far as they told us. */
export const Customer = z.object({
  name: z.optional(z.string()),
  plan: z.optional(z.string()),
});
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
});
export type EscalationCard = z.infer<typeof EscalationCard>;

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

/** The request for a person, with why and what became of it. */
export const Escalation = z.object({
  escalationId: z.string(),
  status: EscalationStatus,
  priority: Priority,
  queue: QueueName,
  assessment: Assessment,
  createdAt: Timestamp,
  history: z.array(HistoryEntry),
});
export type Escalation = z.infer<typeof Escalation>;
