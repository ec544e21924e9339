import type { Escalation, HistoryEntry, Note, PreviousContact } from '../../protocol/escalation.ts';
import type { LeftMessage } from '../../protocol/http.ts';
import type { Message, Participant, SystemEvent } from '../../protocol/message.ts';
import type { EscalationStatus, SessionStatus } from '../../protocol/vocabulary.ts';
import { StateError } from './errors.ts';
import { ESCALATION_TRANSITIONS } from './escalation.ts';
import { POLICY } from './policy.ts';
import { SESSION_TRANSITIONS, type Session, SYSTEM } from './session.ts';

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
  if (to !== before.status && !SESSION_TRANSITIONS[before.status].includes(to)) {
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
    lookAt: nextLookAt(before, to, lastAt, now),
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
  if (to !== from && !ESCALATION_TRANSITIONS[from].includes(to)) {
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
