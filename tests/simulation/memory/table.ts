import type { AgentRecord } from '../../../lambdas/domain/agent.ts';
import type { Change } from '../../../lambdas/domain/change.ts';
import type { FeedbackRecord } from '../../../lambdas/domain/feedback.ts';
import type { Session } from '../../../lambdas/domain/session.ts';
import type { Tally } from '../../../lambdas/domain/tally.ts';
import type { TicketHolder } from '../../../lambdas/ports.ts';
import type {
  Escalation,
  EscalationCard,
  Note,
  PreviousContact,
} from '../../../protocol/escalation.ts';
import type { CannedReplies, LeftMessage } from '../../../protocol/http.ts';
import type { Message } from '../../../protocol/message.ts';
import type { ReadMarks } from '../../../protocol/server-frames.ts';
import type { QueueName } from '../../../protocol/vocabulary.ts';
import { createIndex, type IndexLag, type LaggingIndex, NO_LAG } from './lagging-index.ts';

/** One write of a session's head, with what was stored in the same transaction. */
export interface SessionWrite {
  before: Session | null;
  after: Session;
  /** Entries of the transcript; empty for a write of the head alone. */
  messages: readonly Message[];
  /** The use case's own change, unless it was one of the store's address updates. */
  change?: Change;
}

/** One write of an agent's item. */
export interface AgentItemWrite {
  before: AgentRecord | null;
  after: AgentRecord;
}

/** Told of every write in the order in which the table took them, as a stream would be. */
export interface TableStream {
  session(write: SessionWrite): void;
  agent(write: AgentItemWrite): void;
}

/** A ticket as stored. */
export interface StoredTicket {
  holder: TicketHolder;
  origin: string;
  expiresAt: number;
  usedBy?: string;
}

/** The one table: its items, its indexes and its stream. Items are replaced, never changed. */
export interface MemoryTable {
  heads: Map<string, Session>;
  transcripts: Map<string, readonly Message[]>;
  escalations: Map<string, readonly Escalation[]>;
  notes: Map<string, readonly Note[]>;
  /** A side that has read nothing yet has no mark. */
  readMarks: Map<string, Partial<ReadMarks>>;
  /** By customer, then by session. */
  contacts: Map<string, ReadonlyMap<string, PreviousContact>>;
  agents: Map<string, AgentRecord>;
  /** Queues that a supervisor has fixed, by agent. */
  fixedQueues: Map<string, QueueName[]>;
  tickets: Map<string, StoredTicket>;
  counts: Map<string, number>;
  /** By queue, time and session. */
  left: Map<string, LeftMessage>;
  /** By day, then by session and escalation. */
  feedback: Map<string, ReadonlyMap<string, FeedbackRecord>>;
  /** By day. */
  tallies: Map<string, Tally>;
  canned: CannedReplies;
  /** Index `pending`: the cards of waiting sessions. */
  pending: LaggingIndex<EscalationCard>;
  /** Index `due`: when to look at a session. */
  due: LaggingIndex<number>;
  stream: TableStream;
}

const NOBODY: TableStream = { session: () => undefined, agent: () => undefined };

/** Makes an empty table. */
export function createTable(lag: IndexLag = NO_LAG, stream: TableStream = NOBODY): MemoryTable {
  return {
    heads: new Map(),
    transcripts: new Map(),
    escalations: new Map(),
    notes: new Map(),
    readMarks: new Map(),
    contacts: new Map(),
    agents: new Map(),
    fixedQueues: new Map(),
    tickets: new Map(),
    counts: new Map(),
    left: new Map(),
    feedback: new Map(),
    tallies: new Map(),
    canned: { version: 0, replies: [] },
    pending: createIndex(lag),
    due: createIndex(lag),
    stream,
  };
}
