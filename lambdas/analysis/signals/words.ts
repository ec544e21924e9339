import type { Evidence } from '../../../protocol/assessment.ts';
import type { Reading, WordCode } from '../types.ts';

/** Most quotes that one signal shows. */
const MAX_EVIDENCE = 3;

/** Quotes of the latest turns whose words spoke for `code`, newest first. */
export function quotesFor(readings: readonly Reading[], code: WordCode | 'restated'): Evidence[] {
  const evidence: Evidence[] = [];
  for (const { seq, quotes } of readings.toReversed()) {
    const text = quotes[code];
    if (text && evidence.length < MAX_EVIDENCE) evidence.push({ seq, text, quote: true });
  }
  return evidence;
}

/** Evidence that states a fact in plain words. */
export function fact(reading: Reading | null, text: string): Evidence {
  return { seq: reading?.seq ?? 0, text, quote: false };
}
