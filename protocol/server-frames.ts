import * as z from 'zod/mini';
import { Agent } from './agent.ts';
import { EscalationCard, Note } from './escalation.ts';
import { Message, Participant } from './message.ts';
import { Seq, SessionId, Timestamp } from './primitives.ts';
import {
  AssignmentType,
  CloseReason,
  EscalationStatus,
  ParticipantRole,
  QueueName,
  SessionStatus,
  WaitTrouble,
} from './vocabulary.ts';

/** A wait in seconds, between the lucky and the unlucky case. */
export const WaitEstimate = z.object({ from: z.int(), to: z.int() });
export type WaitEstimate = z.infer<typeof WaitEstimate>;

/** What a waiting customer can know. */
export const Wait = z.object({
  /** 1 is next; `null` until it has been looked up. */
  position: z.nullable(z.int()),
  /** `null` means unknown, and says so to the customer; it is never made up. */
  estimatedWaitSeconds: z.nullable(WaitEstimate),
  /** Set: the customer chooses between waiting, leaving a message and the bot. */
  trouble: z.nullable(WaitTrouble),
});
export type Wait = z.infer<typeof Wait>;

/** The last entry each side has seen; 0 for none. */
export const ReadMarks = z.object({ customer: Seq, agent: Seq });
export type ReadMarks = z.infer<typeof ReadMarks>;

/**
 * What every frame about a session carries: its state at `version` and the transcript entries
 * written with it. Receivers take state from the highest version they have seen and messages by
 * `seq`; if `lastSeq` is beyond what they hold, they say `session.hello` again.
 */
const sessionUpdate = {
  sessionId: SessionId,
  version: z.int(),
  status: SessionStatus,
  lastSeq: Seq,
  messages: z.array(Message),
};

/** Answer to `session.hello`: the state, and the transcript after the asked place. */
export const SessionSnapshot = z.object({
  type: z.literal('session.snapshot'),
  ...sessionUpdate,
  /** True if more entries follow; say hello again with the last `seq` received. */
  more: z.boolean(),
  /** The highest `cseq` stored from this sender, so that a reloaded client numbers on. */
  lastCseq: z.int(),
  agent: z.nullable(Participant),
  waitingSince: z.nullable(Timestamp),
  /** Set while the session waits for a person. */
  wait: z.nullable(Wait),
  read: ReadMarks,
  /** Set once the session has ended. */
  closeReason: z.nullable(CloseReason),
  /** The customer's rating, once given. */
  csat: z.nullable(z.int()),
  /** The session before, of which this one is the sequel. */
  continuedFrom: z.nullable(SessionId),
  serverTime: Timestamp,
});

/** The session moved to another state without anybody joining or leaving. */
export const SessionStatusChanged = z.object({
  type: z.literal('session.status_changed'),
  ...sessionUpdate,
  reason: z.string(),
});

/** A newer connection of the same person took over; do not reconnect by yourself. */
export const SessionSuperseded = z.object({ type: z.literal('session.superseded') });

/** Stored. Answer to `message.send`; the bot's reply, if any, is among `messages`. */
export const MessageAck = z.object({
  type: z.literal('message.ack'),
  ...sessionUpdate,
  id: z.string(),
  cseq: z.int(),
  /** Where the message stands in the transcript. */
  seq: Seq,
  /** True if the other side's socket has taken it; it may still be read much later. */
  delivered: z.boolean(),
});

/** Somebody said something. */
export const MessageCreated = z.object({ type: z.literal('message.created'), ...sessionUpdate });

/** The other side has seen everything up to this entry. */
export const MessageReadMark = z.object({
  type: z.literal('message.read'),
  sessionId: SessionId,
  by: ParticipantRole,
  seq: Seq,
});

/** The other side started or stopped typing; valid for 10 s. */
export const TypingChanged = z.object({
  type: z.literal('typing.changed'),
  sessionId: SessionId,
  from: Participant,
  on: z.boolean(),
});

/** An agent joined the session. */
export const ParticipantJoined = z.object({
  type: z.literal('participant.joined'),
  ...sessionUpdate,
  participant: Participant,
});

/**
 * An agent left the session: `released` or `transferred` it, `returned_to_bot`, was lost
 * (`agent_lost`) or did not answer (`agent_silent`). Whoever takes over at once only joins.
 */
export const ParticipantLeft = z.object({
  type: z.literal('participant.left'),
  ...sessionUpdate,
  participant: Participant,
  reason: z.string(),
});

/** The customer's socket went away; the session waits for its return. */
export const ParticipantDisconnected = z.object({
  type: z.literal('participant.disconnected'),
  sessionId: SessionId,
  participant: Participant,
});

/** The customer's socket is back. */
export const ParticipantReturned = z.object({
  type: z.literal('participant.returned'),
  sessionId: SessionId,
  participant: Participant,
});

/** To a waiting customer: their place in the queue, whenever it changes. */
export const QueueUpdated = z.object({
  type: z.literal('queue.updated'),
  sessionId: SessionId,
  version: z.int(),
  ...Wait.shape,
});

/**
 * To a waiting customer: waiting alone may not help, for this reason. They go on waiting unless
 * they choose: `escalation.request` (I wait), `message.leave` or `escalation.cancel` (the bot).
 */
export const EscalationFailed = z.object({
  type: z.literal('escalation.failed'),
  ...sessionUpdate,
  reason: WaitTrouble,
});

/** To one agent: will you take this session? Answered by accepting or rejecting it over HTTP. */
export const OfferCreated = z.object({
  type: z.literal('offer.created'),
  offerId: z.string(),
  card: EscalationCard,
  expiresAt: Timestamp,
});

/** To the agent who let the offer pass: they are `not_responding` until they choose again. */
export const OfferTimedOut = z.object({
  type: z.literal('offer.timed_out'),
  offerId: z.string(),
  sessionId: SessionId,
});

/** To the agent: the session needs no answer from them any more. */
export const OfferRescinded = z.object({
  type: z.literal('offer.rescinded'),
  offerId: z.string(),
  sessionId: SessionId,
});

/** To the agent who passed a session on: somebody has it now. */
export const TransferSucceeded = z.object({
  type: z.literal('transfer.succeeded'),
  sessionId: SessionId,
  to: Participant,
});

/** To the agent who passed a session on to a colleague: they did not take it; it is in the queue. */
export const TransferFailed = z.object({
  type: z.literal('transfer.failed'),
  sessionId: SessionId,
  queue: QueueName,
});

/** To the session's agent: somebody else wrote a note. Never to customers. */
export const NoteCreated = z.object({
  type: z.literal('note.created'),
  sessionId: SessionId,
  note: Note,
});

/** To agents: a session waits (new, back in its queue, or its card changed). */
export const EscalationCreated = z.object({
  type: z.literal('escalation.created'),
  card: EscalationCard,
});

/** To agents: a waiting session was taken. */
export const EscalationAccepted = z.object({
  type: z.literal('escalation.accepted'),
  sessionId: SessionId,
  escalationId: z.string(),
  version: z.int(),
  agent: Participant,
});

/** To agents: a waiting session needs nobody any more. */
export const EscalationCompleted = z.object({
  type: z.literal('escalation.completed'),
  sessionId: SessionId,
  escalationId: z.string(),
  version: z.int(),
  status: EscalationStatus,
});

/** To an agent: a session of theirs was given or taken by somebody or something else. */
export const AssignmentChanged = z.object({
  type: z.literal('assignment.changed'),
  sessionId: SessionId,
  version: z.int(),
  change: AssignmentType,
  reason: z.string(),
});

/** To an agent: how the server sees them. Answer to `agent.heartbeat`. */
export const AgentStatusChanged = z.object({
  type: z.literal('agent.status_changed'),
  agent: Agent,
});

/** The session ended. */
export const SessionClosed = z.object({
  type: z.literal('session.closed'),
  ...sessionUpdate,
  reason: CloseReason,
});

/** Refused; nothing changed. `ref` finds it in the logs. */
export const Problem = z.object({
  type: z.literal('problem'),
  code: z.string(),
  title: z.string(),
  retriable: z.boolean(),
  ref: z.string(),
  /** The session and message the refused frame was about, where it said so. */
  sessionId: z.optional(z.string()),
  id: z.optional(z.string()),
  /** The wrong field, for `invalid_field`. */
  field: z.optional(z.string()),
});

/** Answer to `ping`, given by the gateway. */
export const Pong = z.object({ type: z.literal('pong') });

/** Every frame a server may send. */
export const ServerFrame = z.discriminatedUnion('type', [
  SessionSnapshot,
  SessionStatusChanged,
  SessionSuperseded,
  SessionClosed,
  MessageAck,
  MessageCreated,
  MessageReadMark,
  TypingChanged,
  ParticipantJoined,
  ParticipantLeft,
  ParticipantDisconnected,
  ParticipantReturned,
  QueueUpdated,
  EscalationFailed,
  EscalationCreated,
  EscalationAccepted,
  EscalationCompleted,
  OfferCreated,
  OfferTimedOut,
  OfferRescinded,
  TransferSucceeded,
  TransferFailed,
  NoteCreated,
  AssignmentChanged,
  AgentStatusChanged,
  Problem,
  Pong,
]);
export type ServerFrame = z.infer<typeof ServerFrame>;

/** One kind of server frame by its type name. */
export type ServerFrameOf<T extends ServerFrame['type']> = Extract<ServerFrame, { type: T }>;

/** A frame that carries a session's state and transcript entries. */
export type SessionUpdateFrame = Extract<ServerFrame, { messages: Message[] }>;
