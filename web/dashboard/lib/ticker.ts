import { useSyncExternalStore } from 'react';

/** One clock for all timers on the page: it ticks once a second, and only while watched. */
export interface Ticker {
  /** The server's time as far as we know it, ms since the epoch. */
  now(): number;
  /** Sets how far the server's clock is ahead of ours, in ms. */
  setOffset(ms: number): void;
  subscribe(listener: () => void): () => void;
  /** The server's time at the last tick. */
  snapshot(): number;
}

/** Makes the page's clock. */
export function createTicker(): Ticker {
  const listeners = new Set<() => void>();
  let offset = 0;
  let ticked = Date.now();
  let interval: ReturnType<typeof setInterval> | null = null;
  const now = () => Date.now() + offset;
  const tick = () => {
    ticked = now();
    for (const listener of listeners) listener();
  };
  return {
    now,
    setOffset(ms) {
      offset = ms;
      tick();
    },
    subscribe(listener) {
      listeners.add(listener);
      if (interval === null) {
        ticked = now();
        interval = setInterval(tick, 1000);
      }
      return () => {
        listeners.delete(listener);
        if (listeners.size > 0 || interval === null) return;
        clearInterval(interval);
        interval = null;
      };
    },
    snapshot: () => ticked,
  };
}

/** The server's time, renewed once a second. */
export function useNow(ticker: Ticker): number {
  return useSyncExternalStore(ticker.subscribe, ticker.snapshot);
}
