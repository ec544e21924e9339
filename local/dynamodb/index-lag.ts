import { Readable } from 'node:stream';
import type { Callback, Operation, Range, Store } from 'dynalite/db/index.js';

/** Asked by the engine how far behind its indexes are. */
export interface IndexLag {
  /** The greatest lag that can be asked for now, in ms; while it is 0 nothing is kept for it. */
  longestMs(): number;
  /** How far behind the index is for one query or scan, in ms. */
  lagMs(read: { operation: string; caller: string; table: string; index: string }): number;
}

/** Keys of index rows in dynalite's database begin like this. */
const INDEX_PREFIX = 'index-';

interface Change {
  at: number;
  key: string;
  /** The row before the change; undefined when there was none. */
  before: unknown;
}

/**
 * Remembers what index rows were like, and shows a store whose indexes are as they were. It cannot
 * see back to before the lag was first asked for: until then indexes have kept up.
 */
export interface IndexHistory {
  /** The store whose indexes are `ms` behind. */
  behind(ms: number): Store;
}

/** Watches every commit of the store. */
export function keepIndexHistory(store: Store, lag: IndexLag, now = Date.now): IndexHistory {
  let changes: Change[] = [];
  const commit = store.db.batch.bind(store.db);

  // All writes of items and index rows are one batch each, one after another.
  async function commitAndRemember(operations: Operation[]): Promise<void> {
    const longest = lag.longestMs();
    const rows = longest > 0 ? operations.filter(({ key }) => key.startsWith(INDEX_PREFIX)) : [];
    const before = await Promise.all(rows.map(({ key }) => store.db.get(key)));
    await commit(operations);
    const at = now();
    changes = changes.filter((change) => change.at > at - longest);
    changes.push(...rows.map(({ key }, i) => ({ at, key, before: before[i] })));
  }

  // dynalite waits for its own batches, of a table that is deleted, by callback.
  store.db.batch = async (operations: Operation[], callback?: Callback<void>) => {
    const committed = commitAndRemember(operations);
    if (!callback) return committed;
    await committed.then(() => callback(null), callback);
  };

  function rowsAt(time: number): Map<string, unknown> {
    const rows = new Map<string, unknown>();
    for (const { at, key, before } of changes.toReversed()) {
      if (at <= time) break;
      rows.set(key, before);
    }
    return rows;
  }

  return {
    behind(ms) {
      const earlier = rowsAt(now() - ms);
      return {
        ...store,
        getIndexDb(indexType, table, index) {
          const prefix = `${INDEX_PREFIX}${indexType.toLowerCase()}~${table}~${index}~`;
          return {
            ...store.getIndexDb(indexType, table, index),
            createValueStream: (range) =>
              Readable.from(valuesOf(store, prefix, range, earlier), { objectMode: true }),
          };
        },
      };
    },
  };
}

/** The rows of a range in order, with those that have changed as they were; the reader stops. */
async function* valuesOf(
  store: Store,
  prefix: string,
  range: Range,
  earlier: ReadonlyMap<string, unknown>,
): AsyncGenerator<unknown> {
  const bounds = prefixed(prefix, range);
  const rows: [string, unknown][] = [];
  for await (const [key, value] of store.db.iterator(bounds)) {
    if (!earlier.has(key)) rows.push([key, value]);
  }
  for (const [key, value] of earlier) {
    if (value !== undefined && isWithin(bounds, key)) rows.push([key, value]);
  }
  rows.sort(([a], [b]) => compareKeys(a, b));
  if (range.reverse) rows.reverse();
  for (const [, value] of rows) yield value;
}

type Bounds = Pick<Range, 'gt' | 'gte' | 'lt' | 'lte'>;

function prefixed(prefix: string, { gt, gte, lt, lte }: Range): Bounds {
  const lower = gte ? { gte: prefix + gte } : gt ? { gt: prefix + gt } : { gte: prefix };
  const upper = lte ? { lte: prefix + lte } : lt ? { lt: prefix + lt } : { lt: `${prefix}\xff` };
  return { ...lower, ...upper };
}

function isWithin({ gt, gte, lt, lte }: Bounds, key: string): boolean {
  return (
    (gt === undefined || compareKeys(key, gt) > 0) &&
    (gte === undefined || compareKeys(key, gte) >= 0) &&
    (lt === undefined || compareKeys(key, lt) < 0) &&
    (lte === undefined || compareKeys(key, lte) <= 0)
  );
}

/** The database sorts keys by their UTF-8 bytes. */
function compareKeys(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}
