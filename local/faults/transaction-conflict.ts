import type { EngineResponse } from '../contracts.ts';
import type { Call } from '../front-door/call.ts';
import type { Schedule } from './schedule.ts';

const REASON = 'Transaction is ongoing for the item';
const SINGLE_WRITES = new Set(['PutItem', 'UpdateItem', 'DeleteItem']);
const TRANSACTIONS = new Set(['TransactWriteItems', 'TransactGetItems']);

/** Whether DynamoDB would refuse this call while a transaction holds one of its items. */
export function canConflict({ service, operation }: Call): boolean {
  return service === 'dynamodb' && (SINGLE_WRITES.has(operation) || TRANSACTIONS.has(operation));
}

/**
 * A single write is refused as such; a transaction is cancelled with one item, chosen by chance, in
 * conflict and no reason for the others (Developer Guide, "Transaction conflict handling"). The SDK
 * for JavaScript retries neither.
 */
export function conflict({ operation, input }: Call, schedule: Schedule): EngineResponse {
  if (SINGLE_WRITES.has(operation)) return refusal('TransactionConflictException', REASON);
  const members = Array.isArray(input.TransactItems) ? input.TransactItems.length : 0;
  const held = Math.floor(schedule.next('conflicting item') * members);
  const reasons = Array.from({ length: members }, (_, member) =>
    member === held ? { Code: 'TransactionConflict', Message: REASON } : { Code: 'None' },
  );
  const codes = reasons.map(({ Code }) => Code).join(', ');
  return refusal(
    'TransactionCanceledException',
    `Transaction cancelled, please refer cancellation reasons for specific reasons [${codes}]`,
    { CancellationReasons: reasons },
  );
}

function refusal(errorType: string, message: string, fields = {}): EngineResponse {
  return { status: 400, errorType, output: { message, ...fields } };
}
