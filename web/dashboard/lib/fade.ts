/** Lets things go a while after they came up. */
export interface Fade {
  /**
   * Takes all that is there now, each with how long it stays, in ms: starts the clock of what is
   * new and stops that of what is gone.
   */
  update(there: Iterable<readonly [name: string, ms: number]>): void;
  /** Ends all timers. */
  close(): void;
}

/** Calls `gone` with each name that was there for its time. */
export function createFade(gone: (name: string) => void): Fade {
  const timers = new Map<string, ReturnType<typeof setTimeout>>();
  const stop = (name: string) => {
    clearTimeout(timers.get(name));
    timers.delete(name);
  };
  return {
    update(there) {
      const times = new Map(there);
      for (const name of [...timers.keys()]) if (!times.has(name)) stop(name);
      for (const [name, ms] of times) {
        if (timers.has(name)) continue;
        const timer = setTimeout(() => {
          timers.delete(name);
          gone(name);
        }, ms);
        timers.set(name, timer);
      }
    },
    close() {
      for (const name of [...timers.keys()]) stop(name);
    },
  };
}
