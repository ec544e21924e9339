import { isDeepStrictEqual } from 'node:util';
import db, {
  type Callback,
  type Item,
  type Operation,
  type Rows,
  type Store,
} from 'dynalite/db/index.js';
import { addUnits, type IndexUnits } from './capacity.ts';

/**
 * A store that reads through to the real one and keeps every write back, so that an item and its
 * index rows, or all items of a transaction, are committed together or not at all.
 */
export interface Overlay {
  store: Store;
  /** The item that was read last, as it is stored: what a failed condition was checked against. */
  itemRead(): Item | undefined;
  /** The writes kept back, for one `Level.batch`. */
  operations(): Operation[];
  /**
   * Write units of index rows per table: one per row written or removed, none for an unchanged row,
   * two when the index key changes (DynamoDB Developer Guide, "Write capacity units for GSIs").
   */
  indexUnits(): Record<string, IndexUnits>;
}

/** Callers serialise overlays of one store: dynalite's row locks do nothing here. */
export function createOverlay(base: Store): Overlay {
  const operations: Operation[] = [];
  const indexUnits: Record<string, IndexUnits> = {};
  let itemRead: Item | undefined;

  function shadow(rows: Rows, prefix: string): Rows {
    return {
      lock: (_key, run) => run((callback) => callback),
      get: (key, callback) =>
        rows.get(key, (error, item) => {
          itemRead = item;
          callback(error, item);
        }),
      put: (key, item, callback) => {
        operations.push({ type: 'put', key: `${prefix}~${key}`, value: item });
        callback(null);
      },
      del: (key, callback) => {
        operations.push({ type: 'del', key: `${prefix}~${key}` });
        callback(null);
      },
    };
  }

  function shadowIndex(rows: Rows, prefix: string, table: string, index: string): Rows {
    const keep = (key: string, item: Item | undefined, callback: Callback<void>) => {
      rows.get(key, (error, existing) => {
        if (error) return callback(error);
        if (!item || !isDeepStrictEqual(stored(item), existing)) {
          const units = Math.max(
            db.capacityUnits(item && stored(item), false, true),
            db.capacityUnits(existing, false, true),
          );
          indexUnits[table] ??= {};
          addUnits(indexUnits[table], index, units);
          operations.push({ type: item ? 'put' : 'del', key: `${prefix}~${key}`, value: item });
        }
        callback(null);
      });
    };
    return {
      lock: (_key, run) => run((callback) => callback),
      get: rows.get,
      put: keep,
      del: (key, callback) => keep(key, undefined, callback),
    };
  }

  return {
    store: {
      ...base,
      getItemDb: (table) => shadow(base.getItemDb(table), `item-${table}`),
      getIndexDb: (indexType, table, index) =>
        shadowIndex(
          base.getIndexDb(indexType, table, index),
          `index-${indexType.toLowerCase()}~${table}~${index}`,
          table,
          index,
        ),
    },
    itemRead: () => itemRead,
    operations: () => operations,
    indexUnits: () => indexUnits,
  };
}

/** The item as it comes back from disk: members that are undefined are gone. */
function stored(item: Item): Item {
  return JSON.parse(JSON.stringify(item)) as Item;
}
