const FIRST_MS = 500;
const LONGEST_MS = 30_000;

/**
 * Milliseconds to wait before try number `attempt` (0 is the first retry): exponential from 0.5 s
 * to 30 s with full jitter, so that clients cut off together do not return together.
 * `random` gives a number from 0 up to 1.
 */
export function backoff(attempt: number, random: () => number): number {
  return Math.round(random() * Math.min(LONGEST_MS, FIRST_MS * 2 ** attempt));
}
