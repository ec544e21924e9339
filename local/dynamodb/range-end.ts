import type { AttributeValue, Item, Store } from 'dynalite/db/index.js';
import { order } from './expressions/values.ts';
import type { ValidInput } from './operations.ts';
import { storedTable } from './transaction.ts';

interface KeyCondition {
  ComparisonOperator: string;
  AttributeValueList: AttributeValue[];
}

/**
 * Whether a page of a table's query ended on the last key its range can have, so that there is
 * nothing to go on from: the page needs no LastEvaluatedKey even if its limit was reached.
 */
export async function endsWithin(
  store: Store,
  query: ValidInput,
  page: Record<string, unknown>,
): Promise<boolean> {
  const last = page.LastEvaluatedKey as Item | undefined;
  if (!last || query.IndexName !== undefined) return false;
  const table = await storedTable(store, String(query.TableName));
  const sortKey = table.KeySchema[1]?.AttributeName;
  if (sortKey === undefined) return true;
  const condition = (query.KeyConditions as Record<string, KeyCondition>)[sortKey];
  const bound = condition && farBound(condition, query.ScanIndexForward !== false);
  return bound !== undefined && order(last[sortKey] as AttributeValue, bound) === 0;
}

/** The inclusive bound that a query reaches last, if its range has one. */
function farBound(condition: KeyCondition, forward: boolean): AttributeValue | undefined {
  const [first, second] = condition.AttributeValueList;
  switch (condition.ComparisonOperator) {
    case 'BETWEEN':
      return forward ? second : first;
    case 'LE':
      return forward ? first : undefined;
    case 'GE':
      return forward ? undefined : first;
    default:
      return undefined;
  }
}
