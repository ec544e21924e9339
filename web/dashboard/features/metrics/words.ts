import type { QueueName, ReasonCode } from '../../../../protocol/vocabulary.ts';
import { orDash } from '../../lib/format.ts';
import { stopwatch } from '../../lib/time.ts';
import { QUEUE_WORDS, REASON_WORDS } from '../../lib/words.ts';

/** All queues, in the order in which they are listed. */
export const QUEUES = Object.keys(QUEUE_WORDS) as QueueName[];

/** A duration such as `1:05`; a dash where there is none. */
export function duration(ms: number | null): string {
  return orDash(ms, stopwatch);
}

/** A share such as `82 %`; a dash where there is none. */
export function percent(share: number | null): string {
  return orDash(share, (value) => `${Math.round(value * 100)} %`);
}

/** A rating such as `4.3`; a dash where there is none. */
export function rating(csat: number | null): string {
  return orDash(csat, (value) => value.toFixed(1));
}

/** A reason in words; one we do not know is shown as it is. */
export function reasonWords(code: string): string {
  return Object.hasOwn(REASON_WORDS, code) ? REASON_WORDS[code as ReasonCode] : code;
}
