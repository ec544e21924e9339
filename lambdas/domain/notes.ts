import type { Participant } from '../../protocol/message.ts';
import type { Change } from './change.ts';

/** Adds a note for colleagues to a step. Customers never see it. */
export function noted(change: Change, by: Participant, text: string, now: number): Change {
  const n = (change.before.noteCount ?? 0) + 1;
  return {
    ...change,
    after: { ...change.after, noteCount: n },
    note: { n, at: now, by, text },
  };
}
