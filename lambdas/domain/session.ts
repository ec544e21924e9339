import type { Assessment, Reason } from '../../protocol/assessment.ts';
import type { Customer, Escalation, HistoryEntry } from '../../protocol/escalation.ts';
import type { SubmitWrapUp } from '../../protocol/http.ts';
import type { Message, Participant, SystemEvent } from '../../protocol/message.ts';
import type {
  CloseReason,
  EscalationStatus,
  Priority,
  QueueName,
  SessionStatus,
} from '../../protocol/vocabulary.ts';
import type { TurnSignals } from '../analysis/turn-signals.ts';
import { StateError } from './errors.ts';

/** The last message stored from one sender; what makes a retry recognisable. */
export interface Sent {
  cseq: number;
  id: string;
  seq: number;
}

/** A turn that might need a person and has not been assessed. */
export interface PendingCandidate {
  /** Transcript length at that turn. */
  seq: number;
  at: number;
  /** The customer asked for a person, in words or by the button. */
  explicit: boolean;
}

/** The session's single owner. */
export interface Assignment {
  assignmentId: string;
  agentId: string;
  name: string;
  team: string;
  at: number;
}

/** The session's one non-final escalation, as far as the pending list needs it. */
export interface OpenEscalation {
  escalationId: string;
  /** Counts the escalations of this session from 1. */
  n: number;
  status: EscalationStatus;
  priority: Priority;
  queue: QueueName;
  score: number;
  reasons: Reason[];
  /** Set once; no bot text, transfer or agent drop moves it. */
  waitingSince: number;
  excerpt: string;
}

/** One customer's chat: everything a decision about it needs. Times in ms since the epoch. */
export interface Session {
  sessionId: string;
  /** Raised by every write. */
  version: number;
  status: SessionStatus;
  /** Length of the transcript. */
  seq: number;
  openedAt: number;
  /** SHA-256 of the session key, hex. */
  keyHash: string;
  customer: Customer;
  customerConnectionId?: string;
  /** Counts the customer's connections. */
  customerEpoch: number;
  customerLostAt?: number;
  agentConnectionId?: string;
  /** When that connection was opened, by the gateway; the newest one wins. */
  agentConnectedAt?: number;
  assignment?: Assignment;
  /** By sender: `customer` or as `agentSender` names it. */
  last: Record<string, Sent>;
  signals: TurnSignals;
  candidate?: PendingCandidate;
  /** Entries after this one count for the assessment: the session came (back) to the bot here. */
  botSinceSeq: number;
  escalation?: OpenEscalation;
  escalationCount: number;
  wrapUp?: { at: number; capacityHeld: boolean };
  closeReason?: CloseReason;
  /** What the agent said came of it. */
  outcome?: SubmitWrapUp;
  closedAt?: number;
}

/** What happens to the session's escalation record in the same commit. */
export type EscalationWrite =
  | { kind: 'create'; n: number; escalation: Escalation }
  | { kind: 'append'; n: number; entry: HistoryEntry };

/** What happens to an agent's set of sessions in the same commit. */
export type AgentWrite =
  | { kind: 'take'; agentId: string; seenAfter: number }
  | { kind: 'leave'; agentId: string };

/** One atomic step: all of it is stored, on condition that `before` still stands, or none. */
export interface Change {
  before: Session;
  after: Session;
  messages: Message[];
  escalation?: EscalationWrite;
  agent?: AgentWrite;
}

const NEXT: Record<SessionStatus, readonly SessionStatus[]> = {
  bot: ['queued', 'closed'],
  queued: ['active', 'bot', 'closed'],
  active: ['queued', 'bot', 'on_hold', 'wrap_up'],
  on_hold: ['active', 'queued', 'bot', 'wrap_up'],
  wrap_up: ['closed'],
  closed: [],
};

/** The session state machine: where each status may go. */
export const SESSION_TRANSITIONS: Readonly<Record<SessionStatus, readonly SessionStatus[]>> = NEXT;

/** True once the chat is over for the customer. */
export function hasEnded(session: Session): boolean {
  return session.status === 'wrap_up' || session.status === 'closed';
}

/** The customer, bot and system as they appear in the transcript. */
export const BOT: Participant = { role: 'bot', name: 'Assistant' };
export const SYSTEM: Participant = { role: 'system' };

/** The customer as they appear in the transcript. */
export function customerOf(session: Session): Participant {
  return { role: 'customer', ...(session.customer.name && { name: session.customer.name }) };
}

/** The owner as they appear in the transcript, or null. */
export function agentOf(session: Session): Participant | null {
  const { assignment } = session;
  return assignment
    ? { role: 'agent', id: assignment.agentId, name: assignment.name, team: assignment.team }
    : null;
}

/** A transcript entry that has no place yet. */
export type Draft = Omit<Message, 'seq' | 'at'>;

/** A system entry; `from` is the bot where it speaks for itself. */
export const says = (text: string, event: SystemEvent, from: Participant = SYSTEM): Draft => ({
  from,
  text,
  event,
});

/**
 * Builds one step from `before`: raises the version, numbers the drafts and applies the patch.
 * A field set to `undefined` is removed.
 *
 * @throws StateError `session_closed` if the patch asks for a status that cannot follow.
 */
export function step(
  before: Session,
  now: number,
  patch: Partial<Session>,
  drafts: readonly Draft[] = [],
): Change {
  const to = patch.status ?? before.status;
  if (to !== before.status && !NEXT[before.status].includes(to)) {
    throw new StateError('session_closed', { details: { from: before.status, to } });
  }
  const messages = drafts.map((draft, i) => ({ ...draft, seq: before.seq + 1 + i, at: now }));
  const after = {
    ...before,
    ...patch,
    version: before.version + 1,
    seq: before.seq + messages.length,
  };
  return { before, after: withoutUndefined(after), messages };
}

function withoutUndefined<T extends object>(value: T): T {
  return Object.fromEntries(
    Object.entries(value).filter(([, field]) => field !== undefined),
  ) as unknown as T;
}

/** The history entry for a step, given what the escalation does in it. */
export function historyOf(
  change: Pick<Change, 'before' | 'after'>,
  entry: { at: number; actor: Participant; cause: string; to: EscalationStatus },
): HistoryEntry {
  return {
    at: entry.at,
    actor: entry.actor,
    cause: entry.cause,
    session: { from: change.before.status, to: change.after.status },
    escalation: { from: change.before.escalation?.status ?? null, to: entry.to },
  };
}

/** The escalation record as it is first stored. */
export function escalationRecord(
  open: OpenEscalation,
  assessment: Assessment,
  entry: HistoryEntry,
): Escalation {
  return {
    escalationId: open.escalationId,
    status: open.status,
    priority: open.priority,
    queue: open.queue,
    assessment,
    createdAt: entry.at,
    history: [entry],
  };
}
