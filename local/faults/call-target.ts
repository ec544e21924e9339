import type { Call } from '../front-door/call.ts';
import type { FaultTarget } from './faults.ts';

/** The names by which a fault can be aimed at a call. */
export function callTarget({ caller, service, operation, input, connection }: Call): FaultTarget {
  const { IndexName: index, QueueUrl: queueUrl, QueueName: queueName } = input;
  const tables = tablesOf(input);
  const queue = String(queueUrl ?? queueName ?? '')
    .split('/')
    .at(-1);
  return {
    function: caller,
    service,
    operation,
    ...(tables.length > 0 && { table: tables }),
    ...(typeof index === 'string' && { index }),
    ...(queue && { queue }),
    ...(connection && { connection: connection.connectionId }),
  };
}

/** What a caller does again and again: the stream its chances are drawn from. */
export function callStream({ caller, service, operation }: Call): string {
  return `${caller} ${service}:${operation}`;
}

function tablesOf({ TableName, RequestItems, TransactItems }: Call['input']): string[] {
  if (typeof TableName === 'string') return [TableName];
  if (typeof RequestItems === 'object' && RequestItems !== null) return Object.keys(RequestItems);
  if (!Array.isArray(TransactItems)) return [];
  const names = TransactItems.flatMap((member: unknown) =>
    Object.values((member ?? {}) as Record<string, { TableName?: unknown } | null>),
  ).map((request) => String(request?.TableName ?? ''));
  return [...new Set(names)];
}
