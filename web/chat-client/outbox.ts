import type { Store } from './store.ts';

/** A message that the transcript does not hold yet. */
export interface Pending {
  /** UUIDv7, kept through every retry. */
  readonly id: string;
  readonly text: string;
  readonly state: 'sending' | 'failed';
  /** With `failed`: the problem code. */
  readonly code?: string;
}

/** Messages on their way, oldest first; what is stored survives a reload and other tabs. */
export interface Outbox {
  /** A new array on each change. */
  readonly entries: readonly Pending[];
  /** The oldest one that waits to be sent and was not acknowledged. */
  next(): Pending | undefined;
  add(id: string, text: string): void;
  /** Stored by the server, but not seen in the transcript yet. */
  acknowledge(id: string): void;
  fail(id: string, code: string): void;
  /** Puts a failed one back in line, in its old place. */
  retry(id: string): void;
  remove(id: string): void;
  /** Takes all out, oldest first; those of other tabs stay. */
  drain(): readonly Pending[];
}

/** Opens the outbox kept under `key`. */
export function openOutbox(store: Store, key: string): Outbox {
  let entries = restore(store.get(key));
  const acknowledged = new Set<string>();
  const known = new Set(entries.map(({ id }) => id));
  const write = (next: readonly Pending[]) => {
    entries = next;
    for (const { id } of next) known.add(id);
    // Another tab keeps its own messages under the same key.
    const others = restore(store.get(key)).filter(({ id }) => !known.has(id));
    const all = [...others, ...next];
    if (all.length === 0) store.remove(key);
    else store.set(key, JSON.stringify(all));
  };
  const replace = (id: string, change: (entry: Pending) => Pending) =>
    write(entries.map((entry) => (entry.id === id ? change(entry) : entry)));
  return {
    get entries() {
      return entries;
    },
    next: () => entries.find((entry) => entry.state === 'sending' && !acknowledged.has(entry.id)),
    add: (id, text) => write([...entries, { id, text, state: 'sending' }]),
    acknowledge: (id) => {
      acknowledged.add(id);
    },
    fail: (id, code) => replace(id, (entry) => ({ ...entry, state: 'failed', code })),
    retry: (id) => replace(id, ({ text }) => ({ id, text, state: 'sending' })),
    remove: (id) => write(entries.filter((entry) => entry.id !== id)),
    drain() {
      const all = entries;
      write([]);
      return all;
    },
  };
}

function restore(stored: string | null): readonly Pending[] {
  if (stored === null) return [];
  try {
    const value: unknown = JSON.parse(stored);
    return Array.isArray(value) ? value.filter(isPending) : [];
  } catch {
    // Somebody else wrote under this key; there is nothing to save.
    return [];
  }
}

function isPending(value: unknown): value is Pending {
  const entry = value as Partial<Pending> | null;
  return (
    typeof entry?.id === 'string' &&
    typeof entry.text === 'string' &&
    (entry.state === 'sending' || entry.state === 'failed')
  );
}
