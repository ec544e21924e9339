import type { Item, Store } from 'dynalite/db/index.js';
import {
  type CapacityDetail,
  capacityDetail,
  consumedCapacity,
  type IndexUnits,
} from './capacity.ts';
import { matches } from './expressions/condition.ts';
import type { Call, ParsedExpressions } from './expressions/parsed.ts';
import { project } from './expressions/paths.ts';
import { execute, type ValidInput, validate } from './operations.ts';
import { endsWithin } from './range-end.ts';
import { assertReadable } from './read-rules.ts';

type Input = Record<string, unknown>;
type Output = Record<string, unknown>;

/** The operations that read one item or one page. */
export type Read = 'GetItem' | 'Query' | 'Scan';

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
  const output = await executeRead(store, operation, valid);
  const reported = output.ConsumedCapacity as ReportedCapacity | undefined;
  if (!reported) return output;
  const least = valid.ConsistentRead === true ? 1 : 0.5;
  return {
    ...output,
    ConsumedCapacity: readCapacity(reported, least, detail),
  };
}

/** A condition that every item fulfils: no attribute has an empty name. */
const ALWAYS: Call = { type: 'function', name: 'attribute_not_exists', args: [['']] };

/**
 * Carries out a validated read: dynalite finds the rows, and which of them pass the filter, and
 * what of them is shown, is decided here.
 */
export async function executeRead(
  store: Store,
  operation: Read,
  valid: ValidInput,
): Promise<Output> {
  const { _filter, _projection } = valid as ParsedExpressions;
  await assertReadable(store, operation, valid);
  const counting = _filter && valid.Select === 'COUNT';
  const output = await execute(store, operation, {
    ...valid,
    ...(_filter && { _filter: { ..._filter, expression: ALWAYS } }),
    ...(_projection && { _projection: { ..._projection, paths: undefined } }),
    ...(counting && { Select: undefined }),
  });
  if (operation === 'Query' && (await endsWithin(store, valid, output))) {
    delete output.LastEvaluatedKey;
  }
  const shown = (item: Item) => (_projection ? project(_projection.paths, item) : item);
  if (output.Item) return { ...output, Item: shown(output.Item as Item) };
  if (!Array.isArray(output.Items)) return output;
  const kept = (output.Items as Item[]).filter(
    (item) => !_filter || matches(_filter.expression, item),
  );
  const { Items: _, ...rest } = output;
  return { ...rest, Count: kept.length, ...(!counting && { Items: kept.map(shown) }) };
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
