import { latest } from '../history.ts';
import type { History, Signal } from '../types.ts';
import { fact } from './words.ts';

/** Score of a single miss, which is tolerated, and of a second one with an answer between. */
const ONE = 0.35;
const TWO_APART = 0.75;

/** The bot did not understand: one miss is weak, two in a row are certain. */
export function repeatedFallback(history: History): Signal | null {
  const inARow = fallbacksInARow(history);
  const total = history.readings.filter(({ bot }) => bot?.fallback).length;
  if (total === 0) return null;
  const last = latest(history);
  if (inARow >= 2) {
    const evidence = [fact(last, `${inARow} fallbacks in a row`)];
    return { code: 'ai.repeated_fallback', score: 1, evidence };
  }
  const text =
    total === 1 ? '1 fallback' : `${total} fallbacks in ${history.readings.length} turns`;
  // A second miss counts when it happens, not again after the next good answer.
  const score = total >= 2 && inARow === 1 ? TWO_APART : ONE;
  return { code: 'ai.repeated_fallback', score, evidence: [fact(last, text)] };
}

/** Fallbacks up to and with the latest turn, without an answer between. */
export function fallbacksInARow(history: Pick<History, 'readings'>): number {
  const { readings } = history;
  return readings.length - 1 - readings.findLastIndex(({ bot }) => !bot?.fallback);
}
