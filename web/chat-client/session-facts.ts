import type { Participant } from '../../protocol/message.ts';
import type {
  ReadMarks,
  ServerFrameOf,
  SessionUpdateFrame,
  Wait,
} from '../../protocol/server-frames.ts';
import type { CloseReason, SessionStatus } from '../../protocol/vocabulary.ts';

/** What is known of a session beside its transcript. */
export interface SessionFacts {
  /** Version that `status` stands for; 0 before the first frame. */
  readonly version: number;
  /** Null before the first frame. */
  readonly status: SessionStatus | null;
  readonly agent: Participant | null;
  /** Version that `agent` stands for. */
  readonly agentVersion: number;
  /** Start of the wait by the server's clock; only a snapshot tells. */
  readonly waitingSince: number | null;
  /** What a waiting customer can know; null while nobody waits or nothing was told. */
  readonly wait: Wait | null;
  /** Version that `wait` stands for. */
  readonly waitVersion: number;
  readonly closeReason: CloseReason | null;
  /** The customer's rating, 1 to 5, once the server has it. */
  readonly csat: number | null;
  /** Id of the chat of which this one is the sequel. */
  readonly continuedFrom: string | null;
  /** The last entry each side has seen; never goes back. */
  readonly read: ReadMarks;
  /** The last own entry that the other side's socket has taken; 0 for none. */
  readonly deliveredSeq: number;
}

/** A session of which nothing is known. */
export const UNKNOWN_SESSION: SessionFacts = {
  version: 0,
  status: null,
  agent: null,
  agentVersion: 0,
  waitingSince: null,
  wait: null,
  waitVersion: 0,
  closeReason: null,
  csat: null,
  continuedFrom: null,
  read: { customer: 0, agent: 0 },
  deliveredSeq: 0,
};

/** A server of an older release leaves out what it does not know yet. */
type Tolerant<Frame, Optional extends keyof Frame> = Omit<Frame, Optional> &
  Partial<Pick<Frame, Optional>>;
type Snapshot = Tolerant<
  ServerFrameOf<'session.snapshot'>,
  'wait' | 'read' | 'closeReason' | 'csat' | 'continuedFrom'
>;

/**
 * Takes what is newer from a frame; frames come in any order. Status, agent and wait keep a version
 * each: a message may overtake the news that the agent joined, and must not make it look stale.
 */
export function updateFacts(facts: SessionFacts, frame: SessionUpdateFrame): SessionFacts {
  const next = { ...facts };
  if (frame.version >= facts.version) {
    next.version = frame.version;
    next.status = frame.status;
    if (frame.type === 'session.closed') next.closeReason = frame.reason;
    if (frame.type === 'session.snapshot') next.waitingSince = frame.waitingSince;
    else if (frame.status !== 'queued') next.waitingSince = null;
  }
  const agent = agentOf(frame);
  if (agent !== undefined && frame.version >= facts.agentVersion) {
    next.agent = agent;
    next.agentVersion = frame.version;
  }
  const wait = waitOf(facts, frame);
  if (wait !== undefined && frame.version >= facts.waitVersion) {
    next.wait = wait;
    next.waitVersion = frame.version;
  }
  if (frame.type === 'session.snapshot') {
    const { closeReason, csat, continuedFrom, read }: Snapshot = frame;
    next.closeReason = closeReason ?? facts.closeReason;
    next.csat = csat ?? facts.csat;
    next.continuedFrom = continuedFrom ?? facts.continuedFrom;
    if (read) next.read = furthest(facts.read, read);
  }
  if (frame.type === 'message.ack' && frame.delivered) {
    next.deliveredSeq = Math.max(facts.deliveredSeq, frame.seq);
  }
  return next;
}

/** Takes the place in line; an older one than known counts for nothing. */
export function updateWait(
  facts: SessionFacts,
  { version, position, estimatedWaitSeconds, trouble }: ServerFrameOf<'queue.updated'>,
): Pick<SessionFacts, 'wait' | 'waitVersion'> {
  const { wait, waitVersion } = facts;
  const over = facts.status !== 'queued' && version <= facts.version;
  if (version < waitVersion || over) return { wait, waitVersion };
  return { wait: { position, estimatedWaitSeconds, trouble }, waitVersion: version };
}

/** The same object if nothing has moved on. */
export function furthest(known: ReadMarks, told: Partial<ReadMarks>): ReadMarks {
  const customer = Math.max(known.customer, told.customer ?? 0);
  const agent = Math.max(known.agent, told.agent ?? 0);
  return customer === known.customer && agent === known.agent ? known : { customer, agent };
}

function waitOf({ wait }: SessionFacts, frame: SessionUpdateFrame): Wait | null | undefined {
  if (frame.status !== 'queued') return null;
  if (frame.type === 'session.snapshot') return (frame as Snapshot).wait ?? null;
  if (frame.type !== 'escalation.failed') return undefined;
  return {
    position: wait?.position ?? null,
    estimatedWaitSeconds: wait?.estimatedWaitSeconds ?? null,
    trouble: frame.reason,
  };
}

function agentOf(frame: SessionUpdateFrame): Participant | null | undefined {
  if (frame.type === 'session.snapshot') return frame.agent;
  if (frame.type === 'participant.joined') return frame.participant;
  if (frame.type === 'participant.left') return null;
  return frame.status === 'bot' || frame.status === 'queued' ? null : undefined;
}

/** True if the session is over for the customer. */
export function isEnded(status: SessionStatus | null): boolean {
  return status === 'wrap_up' || status === 'closed';
}
