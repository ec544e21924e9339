import type { Evidence } from '../../../protocol/assessment.ts';
import type { Reading, WordCode } from '../types.ts';

/** Most quotes that one signal shows. */
const MAX_EVIDENCE = 3;
/** Words that say less than this are no evidence. */
const WORTH_QUOTING = 0.3;

/** Quotes of the latest turns whose words spoke for `code`, newest first. */
export function quotesFor(readings: readonly Reading[], code: WordCode | 'restated'): Evidence[] {
  const evidence: Evidence[] = [];
  for (const reading of readings.toReversed()) {
    if (evidence.length === MAX_EVIDENCE) break;
    const said = code === 'restated' ? reading.restated : (reading.words[code] ?? 0);
    const text = said >= WORTH_QUOTING ? reading.quoteFor(code) : null;
    if (text) evidence.push({ seq: reading.seq, text, quote: true });
  }
  return evidence;
}

/** Evidence that states a fact in plain words. */
export function fact(reading: Reading | null, text: string): Evidence {
  return { seq: reading?.seq ?? 0, text, quote: false };
}
