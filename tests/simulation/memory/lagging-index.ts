/** How long an index takes to show a write. */
export interface IndexLag {
  now(): number;
  /** Milliseconds for the write that happens now. */
  lagMs(): number;
}

/** An index that shows each write at once. */
export const NO_LAG: IndexLag = { now: () => 0, lagMs: () => 0 };

/**
 * One entry a key, visible some time after its write. Writes of one key show in their order, those
 * of different keys in any.
 */
export interface LaggingIndex<Entry> {
  /** `null` takes the key out. */
  put(key: string, entry: Entry | null): void;
  entries(): ReadonlyMap<string, Entry>;
}

/** Makes an empty index. */
export function createIndex<Entry>(lag: IndexLag): LaggingIndex<Entry> {
  const shown = new Map<string, Entry>();
  const coming: { key: string; entry: Entry | null; at: number }[] = [];
  const lastAt = new Map<string, number>();
  const show = (key: string, entry: Entry | null) => {
    if (entry === null) shown.delete(key);
    else shown.set(key, entry);
  };
  return {
    put(key, entry) {
      const lagMs = lag.lagMs();
      const now = lag.now();
      const at = Math.max(lastAt.get(key) ?? 0, now + lagMs);
      if (at <= now && coming.length === 0) {
        show(key, entry);
        return;
      }
      lastAt.set(key, at);
      coming.push({ key, entry, at });
    },
    entries() {
      const now = lag.now();
      for (let i = 0; i < coming.length; ) {
        const next = coming[i];
        if (!next || next.at > now) {
          i += 1;
          continue;
        }
        show(next.key, next.entry);
        coming.splice(i, 1);
      }
      return shown;
    },
  };
}
