/**
 * The parts of dynalite 4.0.0 the engine is built from. They are internals of that release, so the
 * version is pinned; only what is used here is described.
 */

declare module 'dynalite/db/index.js' {
  type AttributeValue = Record<string, unknown>;
  type Item = Record<string, AttributeValue>;
  type Callback<T> = (error: Error | null | undefined, result?: T) => void;

  interface KeySchemaElement {
    AttributeName: string;
    KeyType: 'HASH' | 'RANGE';
  }

  interface Table {
    TableName: string;
    TableArn: string;
    TableStatus: string;
    KeySchema: KeySchemaElement[];
    AttributeDefinitions: { AttributeName: string; AttributeType: string }[];
    GlobalSecondaryIndexes?: {
      IndexName: string;
      KeySchema: KeySchemaElement[];
      Projection: { ProjectionType: string; NonKeyAttributes?: string[] };
    }[];
  }

  /** Part of the sorted keys. */
  interface Range {
    gt?: string;
    gte?: string;
    lt?: string;
    lte?: string;
    reverse?: boolean;
  }

  /** One table's or one index's rows, addressed by dynalite's sortable key strings. */
  interface Rows {
    createValueStream?(range: Range): import('node:stream').Readable;
    lock(key: string, run: (release: <F>(callback: F) => F) => void): void;
    get(key: string, callback: Callback<Item>): void;
    put(key: string, item: Item, callback: Callback<void>): void;
    del(key: string, callback: Callback<void>): void;
  }

  interface Operation {
    type: 'put' | 'del';
    key: string;
    value?: unknown;
  }

  /** The Level database underneath: every row of every table, under prefixed keys. */
  interface Level {
    open(): Promise<void>;
    batch(operations: Operation[], callback?: Callback<void>): Promise<void>;
    get(key: string): Promise<unknown>;
    put(key: string, value: unknown): Promise<void>;
    values(range: { gte: string; lt: string }): AsyncIterable<unknown>;
    iterator(range: Range): AsyncIterable<[string, unknown]>;
    close(): Promise<void>;
  }

  interface Store {
    db: Level;
    tableDb: {
      awsAccountId: string;
      awsRegion: string;
      put(name: string, table: object, callback: Callback<void>): void;
    };
    getItemDb(table: string): Rows;
    getIndexDb(indexType: string, table: string, index: string): Rows;
    getTable(name: string, callback: Callback<Table>): void;
    getTable(name: string, checkStatus: boolean, callback: Callback<Table>): void;
  }

  const db: {
    create(options: {
      path?: string;
      createTableMs: number;
      deleteTableMs: number;
      updateTableMs: number;
    }): Store;
    createKey(item: Item, table: Table): string;
    validateKey(key: Item, table: Table): Error | undefined | null;
    validateItem(item: Item, table: Table): Error | undefined | null;
    validateUpdates(
      attributeUpdates: undefined,
      expressionUpdates: object,
      table: Table,
    ): Error | undefined | null;
    validateKeyPaths(nestedPaths: object, table: Table): Error | undefined | null;
    capacityUnits(item: Item | undefined, isRead: boolean, isConsistent: boolean): number;
  };
  export default db;
  export type {
    AttributeValue,
    Callback,
    Item,
    KeySchemaElement,
    Operation,
    Range,
    Rows,
    Store,
    Table,
  };
}

declare module 'dynalite/validations/index.js' {
  import type { Store } from 'dynalite/db/index.js';

  const validations: {
    checkTypes(input: object, types: object): Record<string, unknown>;
    checkValidations(
      input: object,
      types: object,
      custom: ((input: object, store: Store) => string | undefined) | undefined,
      store: Store,
    ): void;
  };
  export default validations;
}

declare module 'dynalite/validations/*.js' {
  import type { Store } from 'dynalite/db/index.js';

  const validation: {
    types: object;
    custom?: (input: object, store: Store) => string | undefined;
  };
  export default validation;
}

declare module 'dynalite/actions/*.js' {
  import type { Callback, Store } from 'dynalite/db/index.js';

  const action: (
    store: Store,
    input: Record<string, unknown>,
    callback: Callback<Record<string, unknown>>,
  ) => void;
  export default action;
}
