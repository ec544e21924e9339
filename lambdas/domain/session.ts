import type { Reason } from '../../protocol/assessment.ts';
import type {
  Customer,
  Details,
  Escalation,
  HistoryEntry,
  Note,
  PreviousContact,
} from '../../protocol/escalation.ts';
import type { LeftMessage, SubmitWrapUp } from '../../protocol/http.ts';
import type { Message, Participant, SystemEvent } from '../../protocol/message.ts';
import type { WaitEstimate } from '../../protocol/server-frames.ts';
import type {
  CloseReason,
  DetailName,
  EscalationStatus,
  Priority,
  QueueName,
  SessionStatus,
  WaitTrouble,
} from '../../protocol/vocabulary.ts';
import type { TurnSignals } from '../analysis/turn-signals.ts';
import { StateError } from './errors.ts';
import { POLICY } from './policy.ts';

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

/** A waiting session is shown to one agent for acceptance. */
export interface Offer {
  offerId: string;
  agentId: string;
  name: string;
  at: number;
  until: number;
  /** The agent who passed the session on to this colleague, if that is how it came about. */
  from?: string;
}

/** Why an agent's time with a session was over. */
export type SpellEnd =
  | 'released'
  | 'agent_lost'
  | 'agent_silent'
  | 'transferred'
  | 'reassigned'
  | 'returned_to_bot'
  | 'ended';

/** One agent's time with the session. */
export interface Spell {
  agentId: string;
  ms: number;
  end: SpellEnd;
}

/** What is counted once the escalation is over. */
export interface EscalationRecordSoFar {
  /** First time that an agent joined. */
  acceptedAt?: number;
  /** First time that an agent said something. */
  firstReplyAt?: number;
  /** Finished spells, at most {@link MAX_SPELLS}. */
  spells: Spell[];
  /** Agents who let an offer run out, once for each time, at most {@link MAX_SPELLS}. */
  missedBy: string[];
}

/** Most spells and missed offers remembered for the figures; the history has all. */
export const MAX_SPELLS = 20;

/** The session's latest escalation, as far as decisions need it. */
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
  /** Stands while `status` is `offered`. */
  offer?: Offer;
  /** Agents who let it pass or gave it up in this pass; it is not offered to them again. */
  passedBy: string[];
  preferredAgent?: string;
  /** An agent had it and it came back: it stands at the head of its queue. */
  requeued?: boolean;
  trouble?: WaitTrouble;
  /** The customer knows that nobody is there and waits all the same. */
  patient?: boolean;
  /** Start of this pass: the longest promised wait counts from here. */
  passSince: number;
  /** What the customer was last told of their place. */
  position?: number;
  estimate?: WaitEstimate;
  /** Who passed it on last and is to hear what became of it. */
  passedOnBy?: string;
  record: EscalationRecordSoFar;
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

/** What happens to the session's escalation record in the same commit. */
export type EscalationWrite =
  | { kind: 'create'; n: number; escalation: Escalation }
  | { kind: 'append'; n: number; entry: HistoryEntry };

/** What happens to one agent's record in the same commit. */
export interface AgentWrite {
  agentId: string;
  /** Adds the session to their set, if they are there, not offline and below capacity. */
  take?: { seenAfter: number };
  /** Removes the session from their set; they are idle from now. */
  leave?: true;
  /** Only if they have shown no sign of life since: a lost agent may be back this moment. */
  unseenSince?: number;
  /**
   * Notes an open offer, if they can take it now: available, there, below capacity and not being
   * asked already. `directed` by a colleague, only offline and full agents refuse.
   */
  offer?: { offerId: string; seenAfter: number; directed: boolean };
  /** Forgets an open offer. */
  withdraw?: string;
  /** Whether they still owe this session's wrap-up, which no longer counts. */
  parked?: boolean;
  /** Sets or clears "not responding". */
  notResponding?: boolean;
}

/** The row that links this session to its customer. */
export interface ContactWrite extends PreviousContact {
  customerId: string;
}

/** One atomic step: all of it is stored, on condition that `before` still stands, or none. */
export interface Change {
  before: Session;
  after: Session;
  messages: Message[];
  escalation?: EscalationWrite;
  /** At most one for each agent. */
  agents?: AgentWrite[];
  note?: Note;
  contact?: ContactWrite;
  left?: LeftMessage;
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

const ESCALATION_NEXT: Record<EscalationStatus, readonly EscalationStatus[]> = {
  pending: ['offered', 'accepted', 'cancelled', 'expired', 'abandoned', 'failed'],
  offered: ['pending', 'accepted', 'cancelled', 'expired', 'abandoned', 'failed'],
  accepted: ['pending', 'offered', 'resolved', 'returned_to_bot'],
  resolved: [],
  cancelled: [],
  expired: [],
  abandoned: [],
  returned_to_bot: [],
  failed: [],
};

/** The escalation state machine: where each status may go. Those that go nowhere are final. */
export const ESCALATION_TRANSITIONS: Readonly<
  Record<EscalationStatus, readonly EscalationStatus[]>
> = ESCALATION_NEXT;

/** True while the escalation is not decided for good. */
export function isOpen(escalation: Pick<OpenEscalation, 'status'> | undefined): boolean {
  return escalation !== undefined && ESCALATION_NEXT[escalation.status].length > 0;
}

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
  const lastAt = messages.length > 0 ? now : before.lastAt;
  const after = {
    ...before,
    ...patch,
    version: before.version + 1,
    seq: before.seq + messages.length,
    lastAt,
    lookAt: nextLookAt(before, patch.status ?? before.status, lastAt, now),
  };
  return { before, after: withoutUndefined(after), messages };
}

/**
 * When the sweep looks at a session that its messages keep busy. Moving it with every message
 * would write the index entry each time, so it stands until it has passed or the status changes.
 */
function nextLookAt(
  before: Session,
  status: SessionStatus,
  lastAt: number | undefined,
  now: number,
): number {
  if (status === before.status && (before.lookAt ?? 0) > now) return before.lookAt ?? now;
  return status === 'bot' ? (lastAt ?? now) + POLICY.botIdleMs : now + POLICY.agentReplyMs;
}

function withoutUndefined<T extends object>(value: T): T {
  return Object.fromEntries(
    Object.entries(value).filter(([, field]) => field !== undefined),
  ) as unknown as T;
}

/**
 * Adds to a step what the escalation does in it.
 *
 * @throws StateError `session_not_active` if the escalation cannot go there.
 */
export function recorded(
  change: Change,
  entry: { at: number; actor: Participant; cause: string; to?: EscalationStatus },
): Change {
  const { before, after } = change;
  const escalation = before.escalation;
  if (!escalation) throw new StateError('session_not_active');
  const from = escalation.status;
  const to = entry.to ?? from;
  if (to !== from && !ESCALATION_NEXT[from].includes(to)) {
    throw new StateError('session_not_active', { details: { from, to } });
  }
  return {
    ...change,
    escalation: {
      kind: 'append',
      n: escalation.n,
      entry: {
        at: entry.at,
        actor: entry.actor,
        cause: entry.cause,
        session: { from: before.status, to: after.status },
        escalation: { from, to },
      },
    },
  };
}

/** Adds what happens to agents; several writes of one agent become one. */
export function withAgents(change: Change, ...writes: readonly AgentWrite[]): Change {
  const merged = new Map<string, AgentWrite>();
  for (const write of [...(change.agents ?? []), ...writes]) {
    merged.set(write.agentId, { ...merged.get(write.agentId), ...write });
  }
  return merged.size > 0 ? { ...change, agents: [...merged.values()] } : change;
}
