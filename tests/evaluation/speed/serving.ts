import { percentile } from '../../bench/statistics.ts';
import type { Figures } from '../figures.ts';
import type { AnsweredTurn, Subject } from '../judges.ts';

/** Calls before the clock runs: the engine compiles what is hot. */
const WARM_UP = 3000;
/** Picks them from all over the messages; a prime, so that few come twice. */
const STRIDE = 7919;

/**
 * Milliseconds per message for bot and analyzer, each call measured by itself: 50th and 99th
 * percentile over all messages.
 */
export function measureServing(
  subject: Pick<Subject, 'serving'>,
  messages: readonly (readonly AnsweredTurn[])[],
): Figures {
  const calls = messages.map((turns) => subject.serving(turns));
  for (let at = 0; at < WARM_UP; at++) calls[(at * STRIDE) % calls.length]?.();
  const times = calls.map((call) => {
    const start = performance.now();
    call();
    return performance.now() - start;
  });
  return { p50Ms: percentile(times, 50), p99Ms: percentile(times, 99) };
}
