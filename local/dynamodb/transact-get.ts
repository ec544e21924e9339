import type { Store } from 'dynalite/db/index.js';
import { capacityDetail, createUnitsByTable } from './capacity.ts';
import { validate } from './operations.ts';
import { executeRead } from './reads.ts';
import { assertDistinctKeys, membersOf, TRANSACTION_COST } from './transaction.ts';

/** Reads all items as of one moment; the caller keeps writes out meanwhile. */
export async function transactGetItems(
  store: Store,
  request: Record<string, unknown>,
): Promise<Record<string, unknown>> {
  const gets = membersOf(request, ['Get']).map(({ input }) =>
    validate(store, 'GetItem', {
      ...input,
      ConsistentRead: true,
      ReturnConsumedCapacity: 'TOTAL',
    }),
  );
  await assertDistinctKeys(
    store,
    gets.map((input) => ({ tableName: String(input.TableName), input })),
  );
  const units = createUnitsByTable('read');
  const responses: Record<string, unknown>[] = [];
  for (const get of gets) {
    const output = await executeRead(store, 'GetItem', get);
    const { TableName, CapacityUnits } = output.ConsumedCapacity as {
      TableName: string;
      CapacityUnits: number;
    };
    units.add(TableName, CapacityUnits * TRANSACTION_COST);
    responses.push(output.Item ? { Item: output.Item } : {});
  }
  return { Responses: responses, ConsumedCapacity: units.report(capacityDetail(request)) };
}
