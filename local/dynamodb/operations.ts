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
import { asDynamoError, DynamoError, validationException } from './errors.ts';
import { assertOperands } from './expressions/operands.ts';
import type { ParsedExpressions } from './expressions/parsed.ts';

const rules = {
  BatchGetItem: batchGetItemRules,
  BatchWriteItem: batchWriteItemRules,
  CreateTable: createTableRules,
  DeleteItem: deleteItemRules,
  DeleteTable: deleteTableRules,
  DescribeTable: describeTableRules,
  GetItem: getItemRules,
  ListTables: listTablesRules,
  PutItem: putItemRules,
  Query: queryRules,
  Scan: scanRules,
  UpdateItem: updateItemRules,
};

const actions = {
  BatchWriteItem: batchWriteItem,
  CreateTable: createTable,
  DeleteItem: deleteItem,
  DeleteTable: deleteTable,
  DescribeTable: describeTable,
  GetItem: getItem,
  ListTables: listTables,
  PutItem: putItem,
  Query: query,
  Scan: scan,
  UpdateItem: updateItem,
};

/** An operation whose requests can be checked. */
export type CheckedOperation = keyof typeof rules;

/** An operation dynalite carries out by itself, given a store. */
export type OperationName = keyof typeof actions;

/** A request body that passed the service's own checks, with its expressions parsed. */
export type ValidInput = Record<string, unknown>;

/**
 * Checks a request body as DynamoDB does and parses its expressions. The given object is left as
 * it was. Throws ValidationException or SerializationException.
 */
export function validate(
  store: Store,
  operation: CheckedOperation,
  input: Record<string, unknown>,
): ValidInput {
  const { types, custom } = rules[operation];
  let checked: ValidInput = {};
  try {
    checked = validations.checkTypes({ ...input }, types);
    validations.checkValidations(checked, types, custom, store);
  } catch (error) {
    // Of several faults the one inside an expression is told, even if another was seen first.
    assertOperands(checked as ParsedExpressions);
    throw withTypeSet(asDynamoError(error));
  }
  assertOperands(checked as ParsedExpressions);
  if (
    operation === 'DeleteItem' &&
    !['ALL_OLD', 'NONE'].includes(String(checked.ReturnValues ?? 'NONE'))
  ) {
    throw validationException('Return values set to invalid value');
  }
  return checked;
}

/** DynamoDB ends the message about an operand of ADD and DELETE with what would be allowed. */
function withTypeSet(error: unknown): unknown {
  if (!(error instanceof DynamoError)) return error;
  const operator = /operator: (ADD|DELETE), operand type: \w+$/.exec(error.message)?.[1];
  return operator
    ? validationException(`${error.message}, typeSet: ALLOWED_FOR_${operator}_OPERAND`)
    : error;
}

/** Carries out a validated operation against a store or an overlay of it. */
export function execute(
  store: Store,
  operation: OperationName,
  input: ValidInput,
): Promise<Record<string, unknown>> {
  return new Promise((resolve, reject) => {
    actions[operation](store, input, (error, result) => {
      if (error) reject(asDynamoError(error));
      else resolve(result ?? {});
    });
  });
}
