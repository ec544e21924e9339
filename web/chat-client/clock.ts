/** Time as the chat client sees it; tests pass one that they advance by hand. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  setTimeout(run: () => void, ms: number): unknown;
  clearTimeout(handle: unknown): void;
}

/** The clock of the machine. */
export const systemClock: Clock = {
  now: () => Date.now(),
  setTimeout: (run, ms) => globalThis.setTimeout(run, ms),
  // Browsers hand out numbers, Node objects; both take their own kind back.
  clearTimeout: (handle) => globalThis.clearTimeout(handle as number),
};

/** Timers by name: setting a name again replaces it, and all of them end with one call. */
export interface Timers<Name extends string> {
  set(name: Name, ms: number, run: () => void): void;
  has(name: Name): boolean;
  clear(name: Name): void;
  clearAll(): void;
}

/** Makes a set of named timers on `clock`. */
export function createTimers<Name extends string>(clock: Clock): Timers<Name> {
  const handles = new Map<Name, unknown>();
  const clear = (name: Name) => {
    if (!handles.has(name)) return;
    clock.clearTimeout(handles.get(name));
    handles.delete(name);
  };
  return {
    set(name, ms, run) {
      clear(name);
      const handle = clock.setTimeout(() => {
        handles.delete(name);
        run();
      }, ms);
      handles.set(name, handle);
    },
    has: (name) => handles.has(name),
    clear,
    clearAll() {
      for (const name of [...handles.keys()]) clear(name);
    },
  };
}
