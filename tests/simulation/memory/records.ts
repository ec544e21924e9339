import type { RecordStore } from '../../../lambdas/ports.ts';
import { leftKey } from './commit.ts';
import { copy, newestFirst } from './copy.ts';
import type { MemoryTable } from './table.ts';

/** Left messages, figures and canned replies in memory, with the conditions that the table keeps. */
export function memoryRecords(table: MemoryTable): RecordStore {
  return {
    async leftMessages(queue, limit) {
      const messages = [...table.left.values()].filter((message) => message.queue === queue);
      return copy(messages.sort(newestFirst).slice(0, limit));
    },
    async handleLeft(message, handled) {
      const key = leftKey(message);
      const known = table.left.get(key);
      if (!known) return null;
      const after = { ...known, handled: known.handled ?? copy(handled) };
      table.left.set(key, after);
      return copy(after);
    },
    async count(day, { add, max }) {
      const known = table.tallies.get(day) ?? { add: {}, max: {} };
      const after = { add: { ...known.add }, max: { ...known.max } };
      for (const [name, by] of Object.entries(add)) after.add[name] = (after.add[name] ?? 0) + by;
      for (const [name, value] of Object.entries(max)) {
        after.max[name] = Math.max(after.max[name] ?? value, value);
      }
      table.tallies.set(day, after);
    },
    async totals(day) {
      return copy(table.tallies.get(day) ?? { add: {}, max: {} });
    },
    async cannedReplies() {
      return copy(table.canned);
    },
    async replaceCannedReplies({ version, replies }) {
      if (table.canned.version !== version) return null;
      table.canned = copy({ version: version + 1, replies });
      return copy(table.canned);
    },
  };
}
