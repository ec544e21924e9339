import type { History, Reading } from './types.ts';

/** Turns that an assessment looks back; what is older no longer speaks for a handoff. */
export const WINDOW = 8;

/**
 * The turns that count: the last `WINDOW`, and of these none before the customer last said that
 * the matter was settled. That message itself counts, as it may raise the next matter.
 */
export function historyOf(
  readings: readonly Reading[],
  customerTurns: number,
  requestedPerson: boolean,
): History {
  const recent = readings.slice(-WINDOW);
  const settled = recent.findLastIndex((reading) => reading.settled);
  return { readings: recent.slice(Math.max(0, settled)), customerTurns, requestedPerson };
}

/** The latest reading; null before the first turn. */
export function latest(history: History): Reading | null {
  return history.readings.at(-1) ?? null;
}
