import type { Item, Store } from 'dynalite/db/index.js';
import { validationException } from './errors.ts';
import type { ParsedExpressions } from './expressions/parsed.ts';
import { assertKeySize } from './item-rules.ts';
import type { ValidInput } from './operations.ts';
import { storedTable } from './transaction.ts';

/**
 * Throws ValidationException for what dynalite lets a read ask: a key that is too long, a `Select`
 * that contradicts the rest, half of a segment, and of an index what it does not hold.
 */
export async function assertReadable(
  store: Store,
  operation: string,
  valid: ValidInput,
): Promise<void> {
  if (operation === 'GetItem') {
    return assertKeySize(await storedTable(store, String(valid.TableName)), valid.Key as Item);
  }
  const { _filter, _projection } = valid as ParsedExpressions;
  assertSelect(valid, _projection !== undefined);
  if (valid.Segment !== undefined && valid.TotalSegments === undefined) {
    throw validationException('If segment is specified, total segment must also be specified');
  }
  if (typeof valid.IndexName !== 'string') return;
  if (valid.ConsistentRead === true) {
    throw validationException('Consistent reads are not supported on global secondary indexes');
  }
  const held = await attributesHeld(store, String(valid.TableName), valid.IndexName);
  if (!held) return;
  const notKnown = Object.keys(_filter?.pathHeads ?? {}).filter((name) => !held.has(name));
  if (operation === 'Query' && notKnown.length > 0) {
    throw validationException(
      `One or more parameter values were invalid: Secondary index ${valid.IndexName} does not project one or more filter attributes: [${notKnown.join(', ')}]`,
    );
  }
  const shown = _projection?.paths.map(([name]) => String(name)) ?? [];
  const notShown = shown.filter((name) => !held.has(name));
  if (notShown.length > 0) {
    throw validationException(
      `One or more parameter values were invalid: Global secondary index ${valid.IndexName} does not project [${notShown.join(', ')}]`,
    );
  }
}

function assertSelect(valid: ValidInput, projected: boolean): void {
  const { Select, IndexName, AttributesToGet } = valid;
  if (Select === 'COUNT' && projected) {
    throw validationException(
      'Cannot specify the ProjectionExpression when choosing to get only the Count',
    );
  }
  if (Select === 'SPECIFIC_ATTRIBUTES' && !projected && AttributesToGet === undefined) {
    throw validationException(
      'Must specify the AttributesToGet or ProjectionExpression when choosing to get SPECIFIC_ATTRIBUTES',
    );
  }
  if (Select === 'ALL_PROJECTED_ATTRIBUTES' && IndexName === undefined) {
    throw validationException(
      'ALL_PROJECTED_ATTRIBUTES can be used only when Querying using an IndexName',
    );
  }
}

/** Undefined for an index that is not there, which the read reports, and for one with everything. */
async function attributesHeld(
  store: Store,
  tableName: string,
  indexName: string,
): Promise<Set<string> | undefined> {
  const table = await storedTable(store, tableName);
  const index = table.GlobalSecondaryIndexes?.find(({ IndexName }) => IndexName === indexName);
  if (!index || index.Projection.ProjectionType === 'ALL') return undefined;
  const keys = [...table.KeySchema, ...index.KeySchema].map(({ AttributeName }) => AttributeName);
  return new Set([...keys, ...(index.Projection.NonKeyAttributes ?? [])]);
}
