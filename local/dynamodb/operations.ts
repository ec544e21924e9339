import batchGetItem from 'dynalite/actions/batchGetItem.js';
import batchWriteItem from 'dynalite/actions/batchWriteItem.js';
import createTable from 'dynalite/actions/createTable.js';
import deleteItem from 'dynalite/actions/deleteItem.js';
import deleteTable from 'dynalite/actions/deleteTable.js';
import describeTable from 'dynalite/actions/describeTable.js';
import getItem from 'dynalite/actions/getItem.js';
import listTables from 'dynalite/actions/listTables.js';
import putItem from 'dynalite/actions/putItem.js';
import query from 'dynalite/actions/query.js';
import scan from 'dynalite/actions/scan.js';
import updateItem from 'dynalite/actions/updateItem.js';
import type { Store } from 'dynalite/db/index.js';
import batchGetItemRules from 'dynalite/validations/batchGetItem.js';
import batchWriteItemRules from 'dynalite/validations/batchWriteItem.js';
import createTableRules from 'dynalite/validations/createTable.js';
import deleteItemRules from 'dynalite/validations/deleteItem.js';
import deleteTableRules from 'dynalite/validations/deleteTable.js';
import describeTableRules from 'dynalite/validations/describeTable.js';
import getItemRules from 'dynalite/validations/getItem.js';
import validations from 'dynalite/validations/index.js';
import listTablesRules from 'dynalite/validations/listTables.js';
import putItemRules from 'dynalite/validations/putItem.js';
import queryRules from 'dynalite/validations/query.js';
import scanRules from 'dynalite/validations/scan.js';
import updateItemRules from 'dynalite/validations/updateItem.js';
import { assertComparable } from './comparisons.ts';
import { asDynamoError } from './errors.ts';
import { prepareUpdate } from './update-expression.ts';

const operations = {
  BatchGetItem: { action: batchGetItem, rules: batchGetItemRules },
  BatchWriteItem: { action: batchWriteItem, rules: batchWriteItemRules },
  CreateTable: { action: createTable, rules: createTableRules },
  DeleteItem: { action: deleteItem, rules: deleteItemRules },
  DeleteTable: { action: deleteTable, rules: deleteTableRules },
  DescribeTable: { action: describeTable, rules: describeTableRules },
  GetItem: { action: getItem, rules: getItemRules },
  ListTables: { action: listTables, rules: listTablesRules },
  PutItem: { action: putItem, rules: putItemRules },
  Query: { action: query, rules: queryRules },
  Scan: { action: scan, rules: scanRules },
  UpdateItem: { action: updateItem, rules: updateItemRules },
};

/** An operation dynalite carries out by itself, given a store. */
export type OperationName = keyof typeof operations;

/** A request body that passed the service's own checks, with its expressions parsed. */
export type ValidInput = Record<string, unknown>;

/**
 * Checks a request body as DynamoDB does and parses its expressions. The given object is left as
 * it was. Throws ValidationException or SerializationException.
 */
export function validate(
  store: Store,
  operation: OperationName,
  input: Record<string, unknown>,
): ValidInput {
  const { types, custom } = operations[operation].rules;
  try {
    const checked = validations.checkTypes({ ...input }, types);
    validations.checkValidations(checked, types, custom, store);
    assertComparable(checked);
    if (operation === 'UpdateItem') prepareUpdate(checked);
    return checked;
  } catch (error) {
    throw asDynamoError(error);
  }
}

/** Carries out a validated operation against a store or an overlay of it. */
export function execute(
  store: Store,
  operation: OperationName,
  input: ValidInput,
): Promise<Record<string, unknown>> {
  return new Promise((resolve, reject) => {
    operations[operation].action(store, input, (error, result) => {
      if (error) reject(asDynamoError(error));
      else resolve(result ?? {});
    });
  });
}
