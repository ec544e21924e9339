import type { AttributeValue, Item, KeySchemaElement, Table } from 'dynalite/db/index.js';
import { validationException } from './errors.ts';
import { typeOf } from './expressions/values.ts';
import { itemBytes, valueBytes } from './item-size.ts';

/** Service quotas: bytes of an item, of a partition key and of a sort key. */
const MAX_ITEM_BYTES = 400 * 1024;
const MAX_KEY_BYTES = { HASH: 2048, RANGE: 1024 };

/** Throws ValidationException for a primary key above its size, counted in bytes. */
export function assertKeySize(table: Table, key: Item): void {
  const [partition, sort] = table.KeySchema;
  if (partition && exceeds(key, partition)) {
    throw validationException(
      'One or more parameter values were invalid: Size of hashkey has exceeded the maximum size limit of2048 bytes',
    );
  }
  if (sort && exceeds(key, sort)) {
    throw validationException(
      'One or more parameter values were invalid: Aggregated size of all range keys has exceeded the size limit of 1024 bytes',
    );
  }
}

/**
 * Throws ValidationException for an item that cannot be stored: above 400 KB, or with an index key
 * that is empty, too long or of another type. Messages differ for what is put and what an update
 * comes to.
 */
export function assertStorable(table: Table, item: Item, how: 'put' | 'update'): void {
  assertKeySize(table, item);
  for (const index of table.GlobalSecondaryIndexes ?? []) {
    for (const key of index.KeySchema) assertIndexKey(table, index.IndexName, key, item, how);
  }
  if (itemBytes(item) <= MAX_ITEM_BYTES) return;
  throw validationException(
    how === 'put'
      ? 'Item size has exceeded the maximum allowed size'
      : 'Item size to update has exceeded the maximum allowed size',
  );
}

function assertIndexKey(
  table: Table,
  indexName: string,
  key: KeySchemaElement,
  item: Item,
  how: 'put' | 'update',
): void {
  const name = key.AttributeName;
  const value = item[name];
  if (!value) return;
  const expected = table.AttributeDefinitions.find(({ AttributeName }) => AttributeName === name);
  if (expected && typeOf(value) !== expected.AttributeType) {
    throw validationException(wrongType(value, expected.AttributeType, name, indexName, how));
  }
  if (value.S === '' || value.B === '') {
    const kind = value.S === '' ? 'string' : 'binary';
    throw validationException(
      how === 'put'
        ? `One or more parameter values are not valid. A value specified for a secondary index key is not supported. The AttributeValue for a key attribute cannot contain an empty ${kind} value. IndexName: ${indexName}, IndexKey: ${name}`
        : `One or more parameter values are not valid. The update expression attempted to update a secondary index key to a value that is not supported. The AttributeValue for a key attribute cannot contain an empty ${kind} value.`,
    );
  }
  if (exceeds(item, key)) {
    throw validationException(
      how === 'put'
        ? 'One or more parameter values were invalid: Size limit exceeded'
        : 'The update expression attempted to update the secondary index key beyond allowed size limits',
    );
  }
}

function wrongType(
  value: AttributeValue,
  expected: string,
  name: string,
  indexName: string,
  how: 'put' | 'update',
): string {
  return how === 'put'
    ? `One or more parameter values were invalid: Type mismatch for Index Key ${name} Expected: ${expected} Actual: ${typeOf(value)} IndexName: ${indexName}`
    : 'The update expression attempted to update the secondary index key to unsupported type';
}

/** Numbers always fit. */
function exceeds(item: Item, { AttributeName, KeyType }: KeySchemaElement): boolean {
  const value = item[AttributeName];
  return value !== undefined && value.N === undefined && valueBytes(value) > MAX_KEY_BYTES[KeyType];
}
