import type { Store } from 'dynalite/db/index.js';
import {
  type CapacityDetail,
  capacityDetail,
  consumedCapacity,
  type IndexUnits,
} from './capacity.ts';
import { execute, validate } from './operations.ts';

type Input = Record<string, unknown>;
type Output = Record<string, unknown>;

/** The operations that read outside a transaction. */
export type Read = 'GetItem' | 'Query' | 'Scan' | 'BatchGetItem';

interface ReportedCapacity {
  TableName: string;
  CapacityUnits: number;
  Table?: { CapacityUnits: number };
  GlobalSecondaryIndexes?: Record<string, { CapacityUnits: number }>;
}

/** Reads without waiting for writes: a commit is one step, so no half of it can be seen. */
export async function read(store: Store, operation: Read, input: Input): Promise<Output> {
  const valid = validate(store, operation, input);
  const detail = capacityDetail(valid);
  const output = await execute(store, operation, valid);
  const reported = output.ConsumedCapacity as ReportedCapacity | ReportedCapacity[] | undefined;
  if (!reported) return output;
  const least = valid.ConsistentRead === true ? 1 : 0.5;
  return {
    ...output,
    ConsumedCapacity: Array.isArray(reported)
      ? reported.map((one) => readCapacity(one, 0, detail))
      : readCapacity(reported, least, detail),
  };
}

/** A query that finds nothing still costs the smallest read. */
function readCapacity(reported: ReportedCapacity, least: number, detail: CapacityDetail) {
  const indexes: IndexUnits = {};
  for (const [name, units] of Object.entries(reported.GlobalSecondaryIndexes ?? {})) {
    indexes[name] = Math.max(units.CapacityUnits, least);
  }
  const onIndexOnly = Object.keys(indexes).length > 0;
  const table = reported.Table?.CapacityUnits ?? reported.CapacityUnits;
  return consumedCapacity(
    reported.TableName,
    { kind: 'read', table: onIndexOnly ? table : Math.max(table, least), indexes },
    detail,
  );
}
