import type { Participant } from '../../protocol/message.ts';
import type { SessionUpdateFrame } from '../../protocol/server-frames.ts';
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
  readonly closeReason: CloseReason | null;
}

/** A session of which nothing is known. */
export const UNKNOWN_SESSION: SessionFacts = {
  version: 0,
  status: null,
  agent: null,
  agentVersion: 0,
  waitingSince: null,
  closeReason: null,
};

/**
 * Takes what is newer from a frame; frames come in any order. Status and agent keep a version each:
 * a message may overtake the news that the agent joined, and must not make it look stale.
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
  return next;
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
