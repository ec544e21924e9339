import * as z from 'zod/mini';
import { Agent } from './agent.ts';
import {
  Customer,
  Details,
  Escalation,
  EscalationCard,
  Feedback,
  Note,
  PreviousContact,
} from './escalation.ts';
import { Message, Participant } from './message.ts';
import { Label, Seq, SessionId, Timestamp } from './primitives.ts';
import { ReadMarks } from './server-frames.ts';
import {
  Availability,
  Category,
  CloseReason,
  Disposition,
  FeedbackVerdict,
  Priority,
  QueueName,
  SessionStatus,
} from './vocabulary.ts';

const SessionKey = z.string().check(z.regex(/^[A-Za-z0-9_-]{43}$/));

/** Body of `POST /tickets`: a new session, or an existing one by its id and key. */
export const CreateTicket = z.object({
  sessionId: z.optional(SessionId),
  sessionKey: z.optional(SessionKey),
  customer: z.optional(z.object({ name: z.optional(Label), plan: z.optional(Label) })),
  /** The chat that ended, of which a new session is the sequel; proven by its key. */
  continuedFrom: z.optional(z.object({ sessionId: SessionId, sessionKey: SessionKey })),
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

const NoteText = z.string().check(
  z.refine((text) => text.trim().length > 0, 'text_empty'),
  z.maxLength(2000),
);

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
  queue: z.nullable(QueueName),
  /** Since when the customer waits for an answer of the agent, or `null`. */
  awaitingReplySince: z.nullable(Timestamp),
  /** What the customer told while waiting. */
  details: Details,
  previous: z.nullable(PreviousContact),
  csat: z.nullable(z.int()),
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
  notes: z.array(Note),
  /** A few sentences made from the transcript: what was asked, tried and told. */
  summary: z.array(z.string()),
  /** Titles of the articles that the bot answered with, in order, without repeats. */
  tried: z.array(z.string()),
  /** Contacts of this customer in the last 7 days before this one. */
  recentContacts: z.array(PreviousContact),
  read: ReadMarks,
});
export type SessionContext = z.infer<typeof SessionContext>;

/** Body of `PUT /sessions/{id}/assignment`; empty to take it oneself. */
export const AssignSession = z.object({
  /** Supervisors only: who is to have it. */
  agentId: z.optional(z.string().check(z.minLength(1), z.maxLength(128))),
});
export type AssignSession = z.infer<typeof AssignSession>;

/** Body of `POST /sessions/{id}/transfer`: to a queue or to a colleague, exactly one of them. */
export const TransferSession = z
  .object({
    queue: z.optional(QueueName),
    agentId: z.optional(z.string().check(z.minLength(1), z.maxLength(128))),
    note: z.optional(NoteText),
  })
  .check(
    z.refine(({ queue, agentId }) => (queue === undefined) !== (agentId === undefined), {
      path: ['queue'],
    }),
  );
export type TransferSession = z.infer<typeof TransferSession>;

/** Body of `POST /sessions/{id}/notes`. */
export const AddNote = z.object({ text: NoteText });
export type AddNote = z.infer<typeof AddNote>;

/** Answer to `POST /sessions/{id}/notes`, 201. */
export const NoteResult = z.object({ note: Note });
export type NoteResult = z.infer<typeof NoteResult>;

/** Body of `PUT /sessions/{id}/feedback`, about the session's latest escalation. */
export const GiveFeedback = z
  .object({
    verdict: FeedbackVerdict,
    note: z.optional(z.string().check(z.maxLength(500))),
    /** Where a person should have come: before the escalation if too late, after it if too early. */
    turn: z.optional(z.int().check(z.gte(1))),
  })
  .check(
    z.refine(({ verdict, turn }) => verdict !== 'right' || turn === undefined, { path: ['turn'] }),
  );
export type GiveFeedback = z.infer<typeof GiveFeedback>;

/** Answer to `PUT /sessions/{id}/feedback`: what is stored now. */
export const FeedbackResult = z.object({ feedback: Feedback });
export type FeedbackResult = z.infer<typeof FeedbackResult>;

/** What speaks for a person in evaluation data: the analyzer's categories, and asking for one. */
export const GoldCategory = z.enum([...Category.options, 'request']);
export type GoldCategory = z.infer<typeof GoldCategory>;

/** When a person should have come, as evaluation data says it. Turns count from 1. */
export const Gold = z.object({
  /** `null`: the bot needed nobody. */
  escalateAt: z.nullable(z.int()),
  /** First and last turn that would have been acceptable; `escalateAt` lies inside. */
  window: z.nullable(z.tuple([z.int(), z.int()])),
  priority: z.nullable(Priority),
  categories: z.array(GoldCategory),
  /** One line. */
  why: z.string(),
});
export type Gold = z.infer<typeof Gold>;

/** What the customer said, and what the bot answered; without an answer a person was on the way. */
export const RatedTurn = z.object({
  text: z.string(),
  bot: z.optional(z.object({ text: z.string(), confidence: z.number(), fallback: z.boolean() })),
});
export type RatedTurn = z.infer<typeof RatedTurn>;

/** A chat up to its escalation with an agent's verdict: one line of evaluation data. */
export const RatedConversation = z.object({
  /** `<session id>#<number of the escalation>`. */
  id: z.string(),
  customer: z.object({ plan: z.optional(z.string()) }),
  turns: z.array(RatedTurn),
  gold: Gold,
  feedback: Feedback,
  /** The rules that decided then. */
  policyVersion: z.string(),
});
export type RatedConversation = z.infer<typeof RatedConversation>;

/** Answer to `GET /feedback?from=&to=&next=`. */
export const RatedConversationList = z.object({
  conversations: z.array(RatedConversation),
  /** Names the next page; `null` on the last one. */
  next: z.nullable(z.string()),
});
export type RatedConversationList = z.infer<typeof RatedConversationList>;

/** Answer to claim, accept, release, transfer, hold, resume, return to bot, end and wrap-up: the session afterwards. */
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

/** Body of `POST /offers/{id}/accept` and `…/reject`. */
export const AnswerOffer = z.object({ sessionId: SessionId });
export type AnswerOffer = z.infer<typeof AnswerOffer>;

/** A day by UTC, such as `2026-01-31`. */
export const Day = z.iso.date();

/** Answer to `GET /agents`: every agent who ever signed in. */
export const AgentList = z.object({ agents: z.array(Agent) });
export type AgentList = z.infer<typeof AgentList>;

/** Body of `PUT /agents/{id}`, by a supervisor. */
export const EditAgent = z.object({
  capacity: z.optional(z.int().check(z.gte(1), z.lte(20))),
  /** Fixed by the supervisor from now on; before that, the sign-in token says. */
  queues: z.optional(z.array(QueueName).check(z.minLength(1))),
});
export type EditAgent = z.infer<typeof EditAgent>;

/** A text ready to send; `{customer}`, `{agent}`, `{team}` and `{plan}` are filled in. */
export const CannedReply = z.object({
  /** What to type after the slash. */
  shortcut: z.string().check(z.regex(/^[a-z0-9][a-z0-9-]{0,31}$/)),
  text: z.string().check(z.minLength(1), z.maxLength(2000)),
});
export type CannedReply = z.infer<typeof CannedReply>;

/** Body of `PUT /canned-replies` by a supervisor (`version` as read), and answer to `GET`. */
export const CannedReplies = z.object({
  version: z.int().check(z.nonnegative()),
  replies: z.array(CannedReply).check(z.maxLength(100)),
});
export type CannedReplies = z.infer<typeof CannedReplies>;

/** What a customer left because nobody was there. */
export const LeftMessage = z.object({
  sessionId: SessionId,
  queue: QueueName,
  at: Timestamp,
  customer: Customer,
  contact: z.string(),
  text: z.string(),
  /** Who took care of it, and when. */
  handled: z.nullable(z.object({ by: Participant, at: Timestamp })),
});
export type LeftMessage = z.infer<typeof LeftMessage>;

/** Answer to `GET /left-messages`: of the agent's queues, newest first. */
export const LeftMessageList = z.object({ messages: z.array(LeftMessage) });
export type LeftMessageList = z.infer<typeof LeftMessageList>;

/** What was counted for a queue, an agent or all of a day. Times in ms, summed. */
export const Totals = z.object({
  /** Chats that ended, with a person or without. */
  sessions: z.int(),
  /** Requests for a person that ended, whatever became of them. */
  escalations: z.int(),
  /** Those that an agent took. */
  handled: z.int(),
  abandoned: z.int(),
  cancelled: z.int(),
  /** Ended by a left message. */
  deferred: z.int(),
  returnedToBot: z.int(),
  /** First answered within the service level. */
  answeredInTime: z.int(),
  waitMs: z.int(),
  handleMs: z.int(),
  firstReplyMs: z.int(),
  /** How many first replies `firstReplyMs` sums. */
  firstReplies: z.int(),
  transfers: z.int(),
  requeues: z.int(),
  missedOffers: z.int(),
  csatSum: z.int(),
  csatCount: z.int(),
});
export type Totals = z.infer<typeof Totals>;

/** Answer to `GET /metrics?day=2026-01-31`, the default being today (UTC). */
export const Metrics = z.object({
  day: z.string(),
  total: Totals,
  queues: z.record(QueueName, Totals),
  /** By agent id. */
  agents: z.record(z.string(), Totals),
  /** How often each reason was among those of an escalation. */
  reasons: z.record(z.string(), z.int()),
  /** Longest wait of the day in ms, by queue. */
  longestWaitMs: z.record(QueueName, z.int()),
  /** What waits now. */
  waiting: z.record(
    QueueName,
    z.object({ count: z.int(), longestWaitMs: z.int(), agentsAvailable: z.int() }),
  ),
  serviceLevelMs: z.int(),
  serverTime: Timestamp,
});
export type Metrics = z.infer<typeof Metrics>;

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
