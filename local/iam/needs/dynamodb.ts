import type { AccessRequest } from '../access-request.ts';
import { keyOfQuery, keysOfItems } from './leading-keys.ts';
import { type OwnKeys, requestFor, type Setting } from './setting.ts';

type Input = Record<string, unknown>;

/** The action that each part of a transaction is authorized by; the call itself has none. */
const PART_ACTIONS: Record<string, string> = {
  Put: 'PutItem',
  Update: 'UpdateItem',
  Delete: 'DeleteItem',
  ConditionCheck: 'ConditionCheckItem',
  Get: 'GetItem',
};

/** What a call to DynamoDB must be allowed to do. */
export function dynamoNeeds(operation: string, input: Input, setting: Setting): AccessRequest[] {
  switch (operation) {
    case 'Query':
    case 'Scan':
      return [read(operation, input, setting)];
    case 'BatchGetItem':
    case 'BatchWriteItem':
      return Object.entries((input.RequestItems ?? {}) as Input).map(([table, requests]) =>
        about(setting, operation, table, itemsOfBatch(requests)),
      );
    case 'TransactWriteItems':
    case 'TransactGetItems':
      return parts(input).map(([kind, part]) =>
        about(
          setting,
          PART_ACTIONS[kind] ?? kind,
          part?.TableName,
          [itemOf(`${kind}Item`, part ?? {})],
          (key) =>
            key === 'dynamodb:enclosingoperation'
              ? [operation]
              : returnValues(key, part?.ReturnValuesOnConditionCheckFailure),
        ),
      );
    case 'ListTables':
      return [requestFor('dynamodb:ListTables', tableArn('*', setting), setting)];
    default:
      return [
        about(setting, operation, input.TableName, [itemOf(operation, input)], (key) =>
          returnValues(key, input.ReturnValues),
        ),
      ];
  }
}

function read(operation: string, input: Input, setting: Setting): AccessRequest {
  const table = String(input.TableName ?? '');
  const index = typeof input.IndexName === 'string' ? input.IndexName : undefined;
  const arn = tableArn(table, setting);
  const leadingKeys = () => {
    const key = setting.partitionKey(table, index);
    const keys = key === undefined ? [] : keyOfQuery(key, input);
    return keys.length === 0 ? undefined : keys;
  };
  const resource = index === undefined ? arn : `${arn}/index/${index}`;
  return requestFor(`dynamodb:${operation}`, resource, setting, (key) => {
    if (key === 'dynamodb:select') return one(input.Select);
    // A scan reads whatever is there: it has no leading keys to compare.
    return key === 'dynamodb:leadingkeys' && operation === 'Query' ? leadingKeys() : undefined;
  });
}

function about(
  setting: Setting,
  operation: string,
  tableName: unknown,
  items: readonly unknown[],
  own?: OwnKeys,
): AccessRequest {
  const table = String(tableName ?? '');
  const leadingKeys = () => {
    const key = setting.partitionKey(table);
    const keys = key === undefined ? [] : keysOfItems(key, items);
    return keys.length === 0 ? undefined : keys;
  };
  return requestFor(`dynamodb:${operation}`, tableArn(table, setting), setting, (key) =>
    key === 'dynamodb:leadingkeys' ? leadingKeys() : own?.(key),
  );
}

/** What an operation on one item names it by; a member that it does not read says nothing. */
function itemOf(operation: string, { Key, Item }: Input): unknown {
  return operation === 'PutItem' ? Item : Key;
}

/** The parts of a transaction with the kind of each. */
function parts({ TransactItems }: Input): [kind: string, part: Input | null][] {
  return [TransactItems ?? []]
    .flat()
    .flatMap((member) => Object.entries((member ?? {}) as Record<string, Input | null>));
}

/** Keys and items of one table's part of a batch. */
function itemsOfBatch(requests: unknown): unknown[] {
  if (!Array.isArray(requests)) return [(requests as Input | null)?.Keys ?? []].flat();
  return requests.map(
    (request: Record<string, Input | undefined> | null) =>
      request?.PutRequest?.Item ?? request?.DeleteRequest?.Key,
  );
}

/** A table is named by its name or by its ARN. */
function tableArn(table: string, { account, region }: Setting): string {
  return table.startsWith('arn:') ? table : `arn:aws:dynamodb:${region}:${account}:table/${table}`;
}

function returnValues(key: string, value: unknown): string[] | undefined {
  return key === 'dynamodb:returnvalues' ? one(value) : undefined;
}

function one(value: unknown): string[] | undefined {
  return typeof value === 'string' ? [value] : undefined;
}
