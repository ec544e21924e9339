import db, { type Item, type Store } from 'dynalite/db/index.js';
import { capacityDetail, createUnitsByTable, type UnitsByTable } from './capacity.ts';
import { DynamoError, validationException } from './errors.ts';
import { itemBytes } from './item-size.ts';
import { type ValidInput, validate } from './operations.ts';
import { createOverlay, type Overlay } from './overlay.ts';
import { executeWrite, type SingleWrite } from './single-write.ts';
import { assertDistinctKeys, membersOf, TRANSACTION_COST } from './transaction.ts';
import { wantsItemOnFailure } from './writes.ts';

type Input = Record<string, unknown>;
type Output = Record<string, unknown>;
type Reason = { Code: string; Message?: string; Item?: Item };

/** A condition check is a delete whose writes are dropped: same condition, same key rules. */
const OPERATIONS: Record<string, { operation: SingleWrite; required?: string }> = {
  Put: { operation: 'PutItem' },
  Update: { operation: 'UpdateItem', required: 'UpdateExpression' },
  Delete: { operation: 'DeleteItem' },
  ConditionCheck: { operation: 'DeleteItem', required: 'ConditionExpression' },
};

/** All items of one request together, in bytes (service quota of TransactWriteItems). */
const MAX_TRANSACTION_BYTES = 4 * 1024 * 1024;

interface Member {
  kind: string;
  operation: SingleWrite;
  input: ValidInput;
  tableName: string;
  returnItem: boolean;
  overlay: Overlay;
}

/**
 * Applies all members or none. Throws TransactionCanceledException with one reason per member, in
 * request order, when a condition fails or an update cannot be applied; ValidationException when
 * two members name the same item or a member is malformed.
 */
export async function transactWriteItems(store: Store, request: Input): Promise<Output> {
  const members = membersOf(request, Object.keys(OPERATIONS)).map(({ kind, input }) =>
    prepare(store, kind, input),
  );
  assertTotalSize(members);
  await assertDistinctKeys(store, members);

  const units = createUnitsByTable('write');
  const reasons: Reason[] = [];
  for (const member of members) reasons.push(await attempt(member, units));
  const ConsumedCapacity = units.report(capacityDetail(request));

  if (reasons.some((reason) => reason.Code !== 'None')) {
    const codes = reasons.map((reason) => reason.Code).join(', ');
    throw new DynamoError(
      'TransactionCanceledException',
      `Transaction cancelled, please refer cancellation reasons for specific reasons [${codes}]`,
      { CancellationReasons: reasons, ConsumedCapacity },
    );
  }
  const written = members.filter((member) => member.kind !== 'ConditionCheck');
  await store.db.batch(written.flatMap((member) => member.overlay.operations()));
  return { ConsumedCapacity };
}

function prepare(store: Store, kind: string, input: Input): Member {
  const { operation, required } = OPERATIONS[kind] as {
    operation: SingleWrite;
    required?: string;
  };
  if (required && typeof input[required] !== 'string') {
    throw validationException(
      `1 validation error detected: Value null at '${required}' of a transaction's ${kind} failed to satisfy constraint: Member must not be null`,
    );
  }
  const returnItem = wantsItemOnFailure(input);
  const valid = validate(store, operation, input);
  return {
    kind,
    operation,
    input: { ...valid, ReturnConsumedCapacity: 'TOTAL' },
    tableName: String(valid.TableName),
    returnItem,
    overlay: createOverlay(store),
  };
}

async function attempt(member: Member, units: UnitsByTable): Promise<Reason> {
  const { kind, overlay, tableName } = member;
  try {
    const output = await executeWrite(overlay.store, member.operation, member.input);
    const { CapacityUnits } = output.ConsumedCapacity as { CapacityUnits: number };
    // Indexes follow after the commit as ordinary writes: they are not paid twice.
    const indexes = kind === 'ConditionCheck' ? {} : overlay.indexUnits()[tableName];
    units.add(tableName, CapacityUnits * TRANSACTION_COST, indexes);
    return { Code: 'None' };
  } catch (error) {
    const item = overlay.itemRead();
    units.add(tableName, db.capacityUnits(item, false, true) * TRANSACTION_COST);
    return reasonFor(error, member.returnItem ? item : undefined);
  }
}

function reasonFor(error: unknown, item: Item | undefined): Reason {
  const type = error instanceof DynamoError ? error.type : undefined;
  const message = error instanceof Error ? error.message : '';
  if (type === 'ConditionalCheckFailedException') {
    return { Code: 'ConditionalCheckFailed', Message: message, ...(item && { Item: item }) };
  }
  if (type === 'ValidationException') return { Code: 'ValidationError', Message: message };
  throw error;
}

function assertTotalSize(members: Member[]): void {
  const bytes = members.reduce(
    (sum, { input }) => sum + itemBytes((input.Item ?? input.Key) as Item),
    0,
  );
  if (bytes > MAX_TRANSACTION_BYTES) {
    throw validationException('The items of one transaction cannot exceed 4 MB together');
  }
}
