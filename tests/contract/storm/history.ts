import type { Session } from '../../../lambdas/domain/session.ts';
import type { Escalation } from '../../../protocol/escalation.ts';
import type { Message } from '../../../protocol/message.ts';

/** What one side of a conversation did, was promised and was shown. */
export interface SideHistory {
  /** Ids of its own messages in the order in which they were written. */
  sent: readonly string[];
  /** Each `message.ack` that its sockets carried, repeats included. */
  acks: readonly { id: string; seq: number }[];
  /** Each transcript entry that its sockets carried, in whatever frame, repeats included. */
  heard: readonly Message[];
  /** What its client shows in the end. */
  shown: readonly Message[];
}

/** What came of one agent's click on a waiting session. */
export interface ClaimAnswer {
  agentId: string;
  name: string;
  won: boolean;
  /** With a lost race: the name that the refusal gave. */
  winner?: string;
}

/** One session as the table has it. */
export interface StoredSession {
  head: Pick<Session, 'status' | 'seq' | 'assignment' | 'closeReason' | 'outcome'>;
  /** In the order of their keys. */
  messages: readonly Message[];
  escalations: readonly Escalation[];
}

/** One conversation from all sides. */
export interface ConversationHistory {
  name: string;
  sessionId: string;
  /** False if it stuck somewhere: then only what was acknowledged and told is held to its word. */
  finished: boolean;
  customer: SideHistory;
  /** Of the agent who won it. */
  agent: SideHistory;
  claims: readonly ClaimAnswer[];
  stored: StoredSession;
}

/** What is left of all conversations together. */
export interface Aftermath {
  /** Status by session, of the sessions that were played. */
  statuses: ReadonlyMap<string, string>;
  /** What agents still hold. */
  agents: readonly { agentId: string; sessions: string[]; offers: string[]; parked: string[] }[];
  /** Bodies in the dead-letter queues. */
  deadLetters: readonly { queue: string; body: string }[];
  /** Refusals that clients were told of, by code. */
  refusals: Readonly<Record<string, number>>;
  /** What the cloud itself says went wrong in it, beside its faults. */
  defects: readonly string[];
}

/** A promise that was broken. */
export interface Violation {
  invariant: Invariant;
  /** Which conversation or part, and how. */
  text: string;
}

/** What is promised whatever goes wrong. */
export type Invariant =
  | 'finished'
  | 'acknowledged_is_stored'
  | 'sent_is_stored_once'
  | 'nothing_invented'
  | 'numbered_without_gaps'
  | 'order_of_sender'
  | 'shown_is_stored'
  | 'heard_is_stored'
  | 'one_winner'
  | 'one_escalation'
  | 'told_once'
  | 'bot_is_silent'
  | 'status_history'
  | 'nothing_held'
  | 'no_work_lost'
  | 'nothing_unforeseen';
