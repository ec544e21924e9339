import * as z from 'zod/mini';
import { Label, MessageId, MessageText, Seq, SessionId } from './primitives.ts';

/** Opens or resumes a session on this socket; answered by `session.snapshot`. */
export const SessionHello = z.object({
  type: z.literal('session.hello'),
  sessionId: SessionId,
  /** Last transcript entry the client holds without a gap before it; 0 for none. */
  lastSeq: Seq,
});

/** Says something; answered by `message.ack`. At most one unacknowledged per session. */
export const MessageSend = z.object({
  type: z.literal('message.send'),
  sessionId: SessionId,
  id: MessageId,
  /** 1, 2, 3 … per sender and session. */
  cseq: z.int().check(z.positive()),
  text: MessageText,
});

/** Shows or hides "is typing" to the other side; never stored, no answer. */
export const TypingSet = z.object({
  type: z.literal('typing.set'),
  sessionId: SessionId,
  on: z.boolean(),
});

/** The reader has seen everything up to this entry; no answer. */
export const MessageRead = z.object({
  type: z.literal('message.read'),
  sessionId: SessionId,
  seq: Seq,
});

/**
 * The customer asks for a person by a button; answered by `session.status_changed`. Asked again
 * while waiting, it means "I keep waiting".
 */
export const EscalationRequest = z.object({
  type: z.literal('escalation.request'),
  sessionId: SessionId,
});

/** The customer leaves the line; answered by `session.status_changed`. */
export const EscalationCancel = z.object({
  type: z.literal('escalation.cancel'),
  sessionId: SessionId,
});

/** The customer ends the chat; answered by `session.closed`. */
export const SessionEnd = z.object({ type: z.literal('session.end'), sessionId: SessionId });

/**
 * The customer leaves a message instead of waiting; answered by `session.closed`. Stored for the
 * agents of the queue, with the contact under which to answer.
 */
export const MessageLeave = z.object({
  type: z.literal('message.leave'),
  sessionId: SessionId,
  contact: Label,
  text: MessageText,
});

/** What the customer thinks of the chat, after its end; answered by `session.status_changed`. */
export const CsatSubmit = z.object({
  type: z.literal('csat.submit'),
  sessionId: SessionId,
  score: z.int().check(z.gte(1), z.lte(5)),
  comment: z.optional(z.string().check(z.maxLength(1000))),
});

/** An agent's socket lives; every 30 s; answered by `agent.status_changed`. */
export const AgentHeartbeat = z.object({ type: z.literal('agent.heartbeat') });

/** Keeps the socket open; answered `pong` by the gateway itself, without a Lambda. */
export const Ping = z.object({ type: z.literal('ping') });

/** Every frame a client may send. */
export const ClientFrame = z.discriminatedUnion('type', [
  SessionHello,
  MessageSend,
  TypingSet,
  MessageRead,
  EscalationRequest,
  EscalationCancel,
  SessionEnd,
  MessageLeave,
  CsatSubmit,
  AgentHeartbeat,
  Ping,
]);
export type ClientFrame = z.infer<typeof ClientFrame>;

/** One kind of client frame by its type name. */
export type ClientFrameOf<T extends ClientFrame['type']> = Extract<ClientFrame, { type: T }>;

/** Every type name a client may send. */
export const CLIENT_FRAME_TYPES: readonly ClientFrame['type'][] = [
  'session.hello',
  'message.send',
  'typing.set',
  'message.read',
  'escalation.request',
  'escalation.cancel',
  'session.end',
  'message.leave',
  'csat.submit',
  'agent.heartbeat',
  'ping',
];
