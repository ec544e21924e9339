/** Something that is to happen; can be called off. */
export interface Task {
  readonly at: number;
  cancelled: boolean;
}

/** Virtual time: what is put on it happens in order of time, and nothing waits for real. */
export interface Scheduler {
  now(): number;
  after(ms: number, run: () => void): Task;
  sleep(ms: number): Promise<void>;
  /** Runs all that happens up to this moment. @returns how many tasks ran. */
  runUntil(moment: number): Promise<number>;
}

interface Entry extends Task {
  order: number;
  run: () => void;
}

/** Makes a scheduler that starts at `start`. */
export function createScheduler(start: number): Scheduler {
  let now = start;
  let order = 0;
  const heap: Entry[] = [];
  const after = (ms: number, run: () => void): Task => {
    order += 1;
    const entry = { at: now + Math.max(0, ms), order, run, cancelled: false };
    push(heap, entry);
    return entry;
  };
  return {
    now: () => now,
    after,
    sleep: (ms) => new Promise((resolve) => after(ms, resolve)),
    async runUntil(moment) {
      let steps = 0;
      for (;;) {
        const next = heap[0];
        if (!next || next.at > moment) break;
        pop(heap);
        if (next.cancelled) continue;
        now = next.at;
        next.run();
        steps += 1;
        // All that the task set off runs to its next wait, so that the order is the seed's alone.
        await settled();
      }
      now = Math.max(now, moment);
      return steps;
    },
  };
}

const settled = () => new Promise<void>((resolve) => setImmediate(resolve));

const before = (a: Entry, b: Entry) => a.at < b.at || (a.at === b.at && a.order < b.order);

function push(heap: Entry[], entry: Entry): void {
  let i = heap.length;
  heap.push(entry);
  while (i > 0) {
    const parent = (i - 1) >> 1;
    const above = heap[parent] as Entry;
    if (!before(entry, above)) break;
    heap[i] = above;
    i = parent;
  }
  heap[i] = entry;
}

function pop(heap: Entry[]): void {
  const last = heap.pop();
  if (!last || heap.length === 0) return;
  let i = 0;
  for (;;) {
    let child = 2 * i + 1;
    if (child >= heap.length) break;
    const right = heap[child + 1];
    if (right && before(right, heap[child] as Entry)) child += 1;
    const below = heap[child] as Entry;
    if (!before(below, last)) break;
    heap[i] = below;
    i = child;
  }
  heap[i] = last;
}
