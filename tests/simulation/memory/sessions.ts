import { EMPTY_SIGNALS } from '../../../lambdas/analysis/turn-signals.ts';
import { cardOf } from '../../../lambdas/domain/routing.ts';
import type { Session } from '../../../lambdas/domain/session.ts';
import type { SessionStore } from '../../../lambdas/ports.ts';
import type { ReadMarks } from '../../../protocol/server-frames.ts';
import { commitChange } from './commit.ts';
import { copy, newestFirst } from './copy.ts';
import type { MemoryTable } from './table.ts';

/** Sessions in memory, with the conditions that the table keeps. Each call takes effect at once. */
export function memorySessions(table: MemoryTable): SessionStore {
  const { heads, transcripts } = table;

  /** The index shows the head as it stood at one moment: an old card never has a new version. */
  const project = (after: Session): void => {
    const card = cardOf(after);
    if (card) table.pending.put(after.sessionId, card);
  };

  /** Updates the head and raises its version; `null` if the condition did not hold. */
  const touch = (
    sessionId: string,
    holds: (session: Session) => boolean,
    patch: Partial<Session>,
  ): { before: Session; after: Session } | null => {
    const before = heads.get(sessionId);
    if (!before || !holds(before)) return null;
    const after = copy({ ...before, ...patch, version: before.version + 1 });
    heads.set(sessionId, after);
    project(after);
    table.stream.session({ before, after, messages: [] });
    return { before, after };
  };

  const marksOf = (sessionId: string): ReadMarks => ({
    customer: 0,
    agent: 0,
    ...table.readMarks.get(sessionId),
  });

  return {
    async get(sessionId) {
      return copy(heads.get(sessionId) ?? null);
    },
    async commit(change, now) {
      return commitChange(table, change, now);
    },
    async messagesAfter(sessionId, seq, limit) {
      // Entry number `seq` stands at index `seq - 1`, so those after it start at `seq`.
      return copy((transcripts.get(sessionId) ?? []).slice(seq, seq + limit));
    },
    async lastMessages(sessionId, limit) {
      return copy((transcripts.get(sessionId) ?? []).slice(-limit));
    },
    async page(sessionId, seq, limit) {
      const transcript = transcripts.get(sessionId) ?? [];
      const messages = copy(transcript.slice(seq, seq + limit));
      const isLast = seq + limit >= transcript.length;
      return { messages, read: isLast ? marksOf(sessionId) : { customer: 0, agent: 0 } };
    },
    async readMarks(sessionId) {
      return marksOf(sessionId);
    },
    async markRead(sessionId, by, seq) {
      const stored = table.readMarks.get(sessionId) ?? {};
      if ((stored[by] ?? -1) >= seq) return false;
      table.readMarks.set(sessionId, { ...stored, [by]: seq });
      return true;
    },
    async escalations(sessionId) {
      return copy([...(table.escalations.get(sessionId) ?? [])]);
    },
    async notes(sessionId) {
      return copy([...(table.notes.get(sessionId) ?? [])]);
    },
    async contacts(customerId, since) {
      const rows = [...(table.contacts.get(customerId)?.values() ?? [])];
      return copy(rows.filter(({ at }) => at >= since).sort(newestFirst));
    },
    async connectCustomer(opening, connectionId, now) {
      const { sessionId } = opening;
      const before = heads.get(sessionId) ?? null;
      const fresh: Omit<Session, 'version' | 'customerEpoch'> = {
        ...opening,
        status: 'bot',
        seq: 0,
        openedAt: now,
        last: {},
        signals: EMPTY_SIGNALS,
        botSinceSeq: 0,
        escalationCount: 0,
      };
      const after = copy<Session>({
        ...fresh,
        ...before,
        version: (before?.version ?? 0) + 1,
        customerEpoch: (before?.customerEpoch ?? 0) + 1,
        customerConnectionId: connectionId,
        customerLostAt: undefined,
      });
      heads.set(sessionId, after);
      project(after);
      table.stream.session({ before, after, messages: [] });
      return { before: copy(before), displaced: before?.customerConnectionId ?? null };
    },
    async helloCustomer(sessionId, connectionId) {
      const touched = touch(
        sessionId,
        (head) => (head.customerConnectionId ?? connectionId) === connectionId,
        { customerConnectionId: connectionId, customerLostAt: undefined },
      );
      if (!touched) return null;
      const { before, after } = touched;
      return { session: copy(after), wasLost: before.customerLostAt !== undefined };
    },
    async helloAgent(sessionId, agentId, { connectionId, connectedAt }) {
      const touched = touch(
        sessionId,
        (head) =>
          head.assignment?.agentId === agentId && (head.agentConnectedAt ?? 0) <= connectedAt,
        { agentConnectionId: connectionId, agentConnectedAt: connectedAt },
      );
      if (touched) return copy(touched.after);
      return heads.get(sessionId)?.assignment?.agentId === agentId ? 'superseded' : 'not_theirs';
    },
    async loseCustomer(sessionId, connectionId, now, seenVersion) {
      const touched = touch(
        sessionId,
        (head) =>
          head.customerConnectionId === connectionId &&
          (seenVersion === undefined || head.version === seenVersion),
        { customerConnectionId: undefined, customerLostAt: now },
      );
      return touched && copy(touched.after);
    },
    async loseAgentAddress(sessionId, connectionId) {
      touch(sessionId, (head) => head.agentConnectionId === connectionId, {
        agentConnectionId: undefined,
      });
    },
    async pending(queue) {
      return [...table.pending.entries().values()]
        .filter((card) => card.queue === queue)
        .map(copy)
        .sort((a, b) => a.place - b.place || (a.sessionId < b.sessionId ? -1 : 1));
    },
    async due(now) {
      return [...table.due.entries()].filter(([, at]) => at <= now).map(([id]) => id);
    },
  };
}
