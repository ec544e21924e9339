import type { Customer, Details, PreviousContact } from '../../protocol/escalation.ts';
import type { SubmitWrapUp } from '../../protocol/http.ts';
import type { Participant } from '../../protocol/message.ts';
import type { CloseReason, DetailName, SessionStatus } from '../../protocol/vocabulary.ts';
import type { TurnSignals } from '../analysis/turn-signals.ts';
import type { OpenEscalation } from './escalation.ts';

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
  /** Stands for the person across linked sessions: the id of their first one. */
  customerId?: string;
  continuedFrom?: string;
  previous?: PreviousContact;
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
  noteCount?: number;
  /** When something last entered the transcript. */
  lastAt?: number;
  /** When the sweep looks at a chat in progress; not moved by every message. */
  lookAt?: number;
  /** The customer waits for the agent's answer since then. */
  awaitingReplySince?: number;
  /** The agent spoke last, at that time. */
  idleSince?: number;
  idleWarnedAt?: number;
  heldAt?: number;
  details?: Details;
  /** What the bot asked for while the customer waits, and what they would not say. */
  intake?: { asking?: DetailName; done: DetailName[] };
  csat?: { score: number; comment?: string };
  wrapUp?: { at: number; capacityHeld: boolean };
  closeReason?: CloseReason;
  /** What the agent said came of it. */
  outcome?: SubmitWrapUp;
  closedAt?: number;
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

/** True while an agent owns the session and the customer can talk to them. */
export function isHeld(session: Session): boolean {
  return session.status === 'active' || session.status === 'on_hold';
}

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
