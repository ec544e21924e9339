import type { FeedbackPlace, FeedbackStore } from '../../../lambdas/ports.ts';
import { copy } from './copy.ts';
import type { MemoryTable } from './table.ts';

/** What agents say of escalations in memory, with the conditions that the table keeps. */
export function memoryFeedback(table: MemoryTable): FeedbackStore {
  return {
    async put(record) {
      const { sessionId, n, feedback, escalatedAt } = record;
      const records = table.escalations.get(sessionId) ?? [];
      const known = records[n - 1];
      if (!known) return 'gone';
      const after = records.with(n - 1, { ...known, feedback: copy(feedback) });
      table.escalations.set(sessionId, after);
      const day = new Date(escalatedAt).toISOString().slice(0, 10);
      const ofDay = new Map(table.feedback.get(day)).set(placeOf(record), copy(record));
      table.feedback.set(day, ofDay);
      return 'stored';
    },
    async ofDay(day, after, limit) {
      const start = after ? placeOf(after) : '';
      return [...(table.feedback.get(day) ?? [])]
        .filter(([place]) => place > start)
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .slice(0, limit)
        .map(([, record]) => copy(record));
    },
  };
}

function placeOf({ sessionId, n }: FeedbackPlace): string {
  return `${sessionId}#${String(n).padStart(4, '0')}`;
}
