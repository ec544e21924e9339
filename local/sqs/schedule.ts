/** Things that become due, kept in order of their time. */
export interface Schedule<T> {
  add(thing: T): void;
  delete(thing: T): void;
  /** Removes and answers everything due at `now`, earliest first. */
  takeDue(now: number): T[];
  /** When the next thing is due. */
  nextTime(): number | undefined;
}

/**
 * `timeOf` is read when a thing is added and must not change while it is scheduled: delete it first.
 * Thousands of delayed messages are normal, so finding a place takes a binary search.
 */
export function createSchedule<T>(timeOf: (thing: T) => number): Schedule<T> {
  const things: T[] = [];

  /** Index of the first thing later than `time`. */
  function after(time: number): number {
    let low = 0;
    let high = things.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (timeOf(things[middle] as T) <= time) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  return {
    add(thing) {
      things.splice(after(timeOf(thing)), 0, thing);
    },
    delete(thing) {
      for (let at = after(timeOf(thing)) - 1; at >= 0; at -= 1) {
        const candidate = things[at] as T;
        if (timeOf(candidate) !== timeOf(thing)) return;
        if (candidate === thing) {
          things.splice(at, 1);
          return;
        }
      }
    },
    takeDue: (now) => things.splice(0, after(now)),
    nextTime: () => (things.length > 0 ? timeOf(things[0] as T) : undefined),
  };
}
