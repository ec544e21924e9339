import type { Clock } from '../../local/sqs/clock.ts';

/** Time that stands still until a test moves it. */
export interface ManualClock extends Clock {
  /** Moves time on and runs what becomes due, in order. */
  advance(ms: number): void;
  /** How many timers are set. */
  pending(): number;
}

export function createManualClock(startMs = Date.UTC(2026, 10, 1)): ManualClock {
  let now = startMs;
  const timers = new Set<{ at: number; run: () => void }>();
  return {
    now: () => now,
    setTimeout(run, ms) {
      const timer = { at: now + ms, run };
      timers.add(timer);
      return timer;
    },
    clearTimeout(timer) {
      timers.delete(timer as { at: number; run: () => void });
    },
    advance(ms) {
      const until = now + ms;
      for (;;) {
        const [next] = [...timers].filter(({ at }) => at <= until).sort((a, b) => a.at - b.at);
        if (!next) break;
        timers.delete(next);
        now = Math.max(now, next.at);
        next.run();
      }
      now = until;
    },
    pending: () => timers.size,
  };
}
