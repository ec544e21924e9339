import type { AgentWrite, Change } from '../../../lambdas/domain/change.ts';
import { nextLook } from '../../../lambdas/domain/deadlines.ts';
import { cardOf } from '../../../lambdas/domain/routing.ts';
import type { CommitResult } from '../../../lambdas/ports.ts';
import type { Escalation } from '../../../protocol/escalation.ts';
import { refusalOf, written } from './agent-write.ts';
import { copy } from './copy.ts';
import type { MemoryTable } from './table.ts';

/** The transaction: all conditions are checked before anything is stored. */
export function commitChange(table: MemoryTable, change: Change, now: number): CommitResult {
  const { before, messages, agents = [] } = change;
  const { sessionId } = change.after;
  if (table.heads.get(sessionId)?.version !== before.version) return 'conflict';
  const refused = agents
    .map((write) => refusalOf(table.agents.get(write.agentId), write))
    .find((refusal) => refusal !== null);
  if (refused) return refused;
  const transcript = table.transcripts.get(sessionId) ?? [];
  if (messages.some(({ seq }) => transcript.some((entry) => entry.seq === seq))) return 'conflict';
  if (!escalationFits(table.escalations.get(sessionId) ?? [], change)) return 'conflict';

  const stored = copy(change);
  table.heads.set(sessionId, stored.after);
  table.pending.put(sessionId, cardOf(stored.after));
  table.due.put(sessionId, nextLook(stored.after, now));
  table.transcripts.set(sessionId, [...transcript, ...stored.messages]);
  writeEscalation(table, stored);
  writeRows(table, stored);
  for (const write of stored.agents ?? []) writeAgent(table, sessionId, write, now);
  table.stream.session({
    before: stored.before,
    after: stored.after,
    messages: stored.messages,
    change: stored,
  });
  return 'committed';
}

function writeAgent(table: MemoryTable, sessionId: string, write: AgentWrite, now: number): void {
  const before = table.agents.get(write.agentId);
  if (!before) return;
  const after = copy(written(before, write, sessionId, now));
  table.agents.set(write.agentId, after);
  table.stream.agent({ before, after });
}

function writeRows(table: MemoryTable, { after, note, contact, left }: Change): void {
  const { sessionId } = after;
  if (note) table.notes.set(sessionId, [...(table.notes.get(sessionId) ?? []), note]);
  if (left) table.left.set(leftKey(left), left);
  if (contact) {
    const { customerId, ...row } = contact;
    const rows = new Map(table.contacts.get(customerId)).set(row.sessionId, row);
    table.contacts.set(customerId, rows);
  }
}

/** Where a left message stands. */
export function leftKey({
  queue,
  at,
  sessionId,
}: {
  queue: string;
  at: number;
  sessionId: string;
}) {
  return `${queue}#${at}#${sessionId}`;
}

function escalationFits(records: readonly Escalation[], { escalation }: Change): boolean {
  if (!escalation) return true;
  return escalation.kind === 'create'
    ? records.length === escalation.n - 1
    : records[escalation.n - 1] !== undefined;
}

function writeEscalation(table: MemoryTable, { after, escalation }: Change): void {
  if (!escalation) return;
  const records = [...(table.escalations.get(after.sessionId) ?? [])];
  const known = records[escalation.n - 1];
  if (escalation.kind === 'create') {
    records.push(escalation.escalation);
  } else if (known) {
    records[escalation.n - 1] = {
      ...known,
      status: escalation.entry.escalation.to,
      history: [...known.history, escalation.entry],
    };
  }
  table.escalations.set(after.sessionId, records);
}
