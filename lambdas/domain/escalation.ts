import type { Reason } from '../../protocol/assessment.ts';
import type { WaitEstimate } from '../../protocol/server-frames.ts';
import type {
  EscalationStatus,
  Priority,
  QueueName,
  WaitTrouble,
} from '../../protocol/vocabulary.ts';

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
