import * as z from 'zod/mini';
import { Agent } from './agent.ts';
import { Customer, Escalation, EscalationCard } from './escalation.ts';
import { Message, Participant } from './message.ts';
import { Label, Seq, SessionId, Timestamp } from './primitives.ts';
import { Availability, CloseReason, Disposition, SessionStatus } from './vocabulary.ts';

/** Body of `POST /tickets`: a new session, or an existing one by its id and key. */
export const CreateTicket = z.object({
  sessionId: z.optional(SessionId),
  sessionKey: z.optional(z.string().check(z.regex(/^[A-Za-z0-9_-]{43}$/))),
  customer: z.optional(z.object({ name: z.optional(Label), plan: z.optional(Label) })),
});
export type CreateTicket = z.infer<typeof CreateTicket>;

/** Answer to `POST /tickets`, 201. The key opens the session again; keep it on the device. */
export const CustomerTicket = z.object({
  ticket: z.string(),
  expiresInSeconds: z.int(),
  sessionId: SessionId,
  sessionKey: z.string(),
});
export type CustomerTicket = z.infer<typeof CustomerTicket>;

/** Answer to `POST /agent/tickets`, 201. */
export const AgentTicket = z.object({
  ticket: z.string(),
  expiresInSeconds: z.int(),
  agent: Agent,
});
export type AgentTicket = z.infer<typeof AgentTicket>;

/** Answer to `GET /escalations`: all that wait in the agent's queues, soonest first. */
export const EscalationList = z.object({
  escalations: z.array(EscalationCard),
  serverTime: Timestamp,
});
export type EscalationList = z.infer<typeof EscalationList>;

/** Body of `POST /sessions/{id}/wrap-up`. */
export const SubmitWrapUp = z.object({
  disposition: Disposition,
  note: z.optional(z.string().check(z.maxLength(2000))),
});
export type SubmitWrapUp = z.infer<typeof SubmitWrapUp>;

/** A session as an agent sees it. */
export const SessionView = z.object({
  sessionId: SessionId,
  version: z.int(),
  status: SessionStatus,
  lastSeq: Seq,
  openedAt: Timestamp,
  customer: Customer,
  /** Whether the customer's socket is there. */
  customerPresent: z.boolean(),
  agent: z.nullable(Participant),
  waitingSince: z.nullable(Timestamp),
  closeReason: z.nullable(CloseReason),
  /** What the agent said came of it, once wrapped up. */
  outcome: z.nullable(SubmitWrapUp),
});
export type SessionView = z.infer<typeof SessionView>;

/** Answer to `GET /agent/sessions`: the sessions this agent holds. */
export const SessionList = z.object({ sessions: z.array(SessionView) });
export type SessionList = z.infer<typeof SessionList>;

/** Answer to `GET /sessions/{id}`: the context card. */
export const SessionContext = z.object({
  session: SessionView,
  /** Oldest first; the last one is the current or latest. */
  escalations: z.array(Escalation),
});
export type SessionContext = z.infer<typeof SessionContext>;

/** Answer to claim, release, return to bot, end and wrap-up: the session afterwards. */
export const SessionResult = z.object({ session: SessionView });
export type SessionResult = z.infer<typeof SessionResult>;

/** Answer to `GET /sessions/{id}/messages?after=`. */
export const MessageList = z.object({
  messages: z.array(Message),
  lastSeq: Seq,
  more: z.boolean(),
});
export type MessageList = z.infer<typeof MessageList>;

/** Body of `PUT /agent/availability`. */
export const SetAvailability = z.object({ availability: Availability });
export type SetAvailability = z.infer<typeof SetAvailability>;

/** Answer to `PUT /agent/availability`. */
export const AgentResult = z.object({ agent: Agent });
export type AgentResult = z.infer<typeof AgentResult>;

/** Every error body: RFC 9457 problem details with a stable `code`. */
export const ProblemDetails = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  code: z.string(),
  ref: z.string(),
  field: z.optional(z.string()),
  /** With `already_taken`: who has the session. */
  winner: z.optional(Participant),
});
export type ProblemDetails = z.infer<typeof ProblemDetails>;
