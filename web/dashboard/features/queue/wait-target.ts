import type { Priority } from '../../../../protocol/vocabulary.ts';

/**
 * How long a person of each priority should wait at most, in ms, for the colour of the timer. The
 * longest is the time after which waiting customers are asked whether they want to go on waiting.
 */
export const WAIT_TARGET_MS: Record<Priority, number> = {
  urgent: 60_000,
  high: 120_000,
  medium: 300_000,
  low: 600_000,
};
