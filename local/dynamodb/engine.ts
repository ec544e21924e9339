import db, { type Store } from 'dynalite/db/index.js';
import type { Closable, Engine, EngineRequest } from '../contracts.ts';
import { batchGetItem } from './batch-get.ts';
import { DataInUseError, isLocked } from './data-in-use.ts';
import { DynamoError, errorResponse } from './errors.ts';
import { createIdempotencyTokens, type IdempotencyTokens } from './idempotency.ts';
import { type IndexLag, keepIndexHistory } from './index-lag.ts';
import { createMutex } from './mutex.ts';
import { execute, validate } from './operations.ts';
import { read } from './reads.ts';
import {
  assertSameShape,
  type CreateTableInputLike,
  createActiveTable,
  deleteWholeTable,
  findKeptTable,
  findTable,
} from './tables.ts';
import {
  describeTimeToLive,
  forgetTimeToLive,
  sweepTable,
  updateTimeToLive,
} from './time-to-live.ts';
import { transactGetItems } from './transact-get.ts';
import { transactWriteItems } from './transact-write.ts';
import { batchWriteItem, writeItem } from './writes.ts';

/** Where a DynamoDB engine keeps its data and what it calls itself. */
export interface DynamoEngineOptions {
  /** A directory for the data; in memory without one. */
  path?: string;
  /** Twelve digits, for ARNs. */
  accountId?: string;
  region?: string;
  /** Wall clock in milliseconds, for the life of transaction tokens. */
  now?: () => number;
  /** Makes indexes lag behind their table, as on AWS they always may. */
  indexLag?: IndexLag;
}

/** A DynamoDB that serves its wire protocol's operations from this process. */
export interface DynamoEngine extends Engine, Closable {
  /** Answers once the data can be used. Throws DataInUseError when another process has them. */
  open(): Promise<void>;
  /**
   * Makes a table, answering once it is ACTIVE. A table kept from an earlier run is taken over;
   * throws an Error if its keys or indexes differ.
   */
  createTable(
    input: CreateTableInputLike,
    ttlAttribute?: string,
  ): Promise<{ arn: string; name: string }>;
  /** Deletes every item whose table's TTL attribute is before `nowMs`; answers how many. */
  sweepExpired(nowMs: number): Promise<number>;
}

interface Context {
  store: Store;
  tokens: IdempotencyTokens<Output>;
  now: () => number;
}
type Input = Record<string, unknown>;
type Output = Record<string, unknown>;
type Handler = (context: Context, input: Input) => Promise<Output>;

/** These never wait: they see the last commit. */
const reads: Record<string, Handler> = {
  GetItem: ({ store }, input) => read(store, 'GetItem', input),
  Query: ({ store }, input) => read(store, 'Query', input),
  Scan: ({ store }, input) => read(store, 'Scan', input),
  BatchGetItem: ({ store }, input) => batchGetItem(store, input),
  DescribeTable: ({ store }, input) =>
    execute(store, 'DescribeTable', validate(store, 'DescribeTable', input)),
  ListTables: ({ store }, input) =>
    execute(store, 'ListTables', validate(store, 'ListTables', input)),
  DescribeTimeToLive: ({ store }, input) => describeTimeToLive(store, input),
};

/** These run one at a time. */
const exclusives: Record<string, Handler> = {
  PutItem: ({ store }, input) => writeItem(store, 'PutItem', input),
  UpdateItem: ({ store }, input) => writeItem(store, 'UpdateItem', input),
  DeleteItem: ({ store }, input) => writeItem(store, 'DeleteItem', input),
  BatchWriteItem: ({ store }, input) => batchWriteItem(store, input),
  TransactWriteItems: transactOnce,
  TransactGetItems: ({ store }, input) => transactGetItems(store, input),
  CreateTable: ({ store }, input) => createActiveTable(store, input),
  DeleteTable: async ({ store }, input) => {
    const output = await deleteWholeTable(store, input);
    await forgetTimeToLive(store, String(input.TableName));
    return output;
  },
  UpdateTimeToLive: ({ store }, input) => updateTimeToLive(store, input),
};

async function transactOnce({ store, tokens, now }: Context, input: Input): Promise<Output> {
  const { ClientRequestToken: token, TransactItems: request } = input;
  if (typeof token !== 'string') return transactWriteItems(store, input);
  const earlier = tokens.recall(token, request, now());
  if (earlier) return earlier;
  // The store keeps parts of what it is given; the token must remember what was asked.
  const output = await transactWriteItems(store, structuredClone(input));
  tokens.remember(token, request, output, now());
  return output;
}

/** Opens the store; data on disk is that of the last run. */
export function createDynamoEngine(options: DynamoEngineOptions = {}): DynamoEngine {
  const store: Store = db.create({
    ...(options.path && { path: options.path }),
    createTableMs: 0,
    deleteTableMs: 0,
    updateTableMs: 0,
  });
  store.tableDb.awsAccountId = options.accountId ?? '000000000000';
  store.tableDb.awsRegion = options.region ?? 'us-east-1';
  const exclusively = createMutex();
  // A read that meets a closed store throws where nobody can catch it, so closing waits for these.
  const reading = new Set<Promise<unknown>>();
  const awaited = async <T>(work: Promise<T>): Promise<T> => {
    reading.add(work);
    return work.finally(() => reading.delete(work));
  };
  let closed = false;
  const { indexLag } = options;
  const history = indexLag && keepIndexHistory(store, indexLag, options.now);
  const context: Context = {
    store,
    tokens: createIdempotencyTokens(),
    now: options.now ?? Date.now,
  };

  async function sweepAll(nowMs: number): Promise<number> {
    const { TableNames } = await execute(store, 'ListTables', {});
    let deleted = 0;
    for (const name of TableNames as string[]) {
      deleted += await sweepTable(store, name, nowMs, exclusively);
    }
    return deleted;
  }

  /** The context as this request may see it. */
  function seenBy({ operation, input, accessKeyId: caller }: EngineRequest): Context {
    const { TableName: table, IndexName: index } = input;
    if (!indexLag || !history || typeof index !== 'string') return context;
    const ms = indexLag.lagMs({ operation, caller, table: String(table), index });
    return ms > 0 ? { ...context, store: history.behind(ms) } : context;
  }

  return {
    async open() {
      try {
        await store.db.open();
      } catch (error) {
        throw options.path && isLocked(error) ? new DataInUseError(options.path) : error;
      }
    },

    async handle(request: EngineRequest) {
      const { operation, input } = request;
      try {
        if (closed) throw new DynamoError('InternalServerError', 'The engine is closed');
        const plain = reads[operation];
        if (plain) return { status: 200, output: await awaited(plain(seenBy(request), input)) };
        const exclusive = exclusives[operation];
        if (!exclusive) throw new DynamoError('UnknownOperationException', '');
        return { status: 200, output: await exclusively(() => exclusive(context, input)) };
      } catch (error) {
        return errorResponse(error);
      }
    },

    createTable: (input, ttlAttribute) =>
      exclusively(async () => {
        const name = input.TableName;
        const kept = await findKeptTable(store, input);
        if (kept) assertSameShape(kept, input);
        else await createActiveTable(store, { BillingMode: 'PAY_PER_REQUEST', ...input });
        await forgetTimeToLive(store, name);
        if (ttlAttribute) {
          await updateTimeToLive(store, {
            TableName: name,
            TimeToLiveSpecification: { AttributeName: ttlAttribute, Enabled: true },
          });
        }
        const table = kept ?? (await findTable(store, name));
        return { arn: table?.TableArn ?? '', name };
      }),

    sweepExpired: (nowMs) => (closed ? Promise.resolve(0) : awaited(sweepAll(nowMs))),

    async close() {
      closed = true;
      await Promise.allSettled(reading);
      await exclusively(() => store.db.close());
    },
  };
}
