import * as z from 'zod/mini';
import { Agent } from './agent.ts';
import { EscalationCard } from './escalation.ts';
import { Message, Participant } from './message.ts';
import { Seq, SessionId, Timestamp } from './primitives.ts';
import { CloseReason, EscalationStatus, SessionStatus } from './vocabulary.ts';

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
});

/** Somebody said something. */
export const MessageCreated = z.object({ type: z.literal('message.created'), ...sessionUpdate });

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

/** An agent left the session: released it, returned it to the bot, or was lost. */
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

/** To agents: a session waits (new, or back in its queue). */
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
  change: z.enum(['assigned', 'unassigned']),
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
  TypingChanged,
  ParticipantJoined,
  ParticipantLeft,
  ParticipantDisconnected,
  ParticipantReturned,
  EscalationCreated,
  EscalationAccepted,
  EscalationCompleted,
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
