import { isDeepStrictEqual } from 'node:util';
import type { AttributeValue } from 'dynalite/db/index.js';
import { validationException } from '../errors.ts';
import { type Call, isCall, nameOf, type Operand, type ParsedExpressions } from './parsed.ts';
import { typeOf } from './values.ts';

const ORDERING = new Set(['<', '<=', '>', '>=', 'between']);
const ORDERED = new Set(['S', 'N', 'B']);

/**
 * Finds what dynalite's parser lets pass: a literal operand that its operator cannot order, and a
 * path that is compared with itself. Throws ValidationException. What a path leads to is not known
 * yet: an item whose value cannot be ordered does not match.
 */
export function assertOperands({ _condition, _filter }: ParsedExpressions): void {
  if (_condition) visit(_condition.expression, 'ConditionExpression');
  if (_filter) visit(_filter.expression, 'FilterExpression');
}

function visit(call: Call, where: string): void {
  assertDistinct(call, where);
  for (const operand of call.args) {
    if (isCall(operand)) visit(operand, where);
    else if (ORDERING.has(call.type)) assertOrdered(call, operand, where);
  }
}

function assertOrdered(call: Call, operand: Operand, where: string): void {
  if (Array.isArray(operand)) return;
  const type = typeOf(operand as AttributeValue);
  if (ORDERED.has(type)) return;
  throw validationException(
    `Invalid ${where}: Incorrect operand type for operator or function; operator or function: ${nameOf(call)}, operand type: ${type}`,
  );
}

function assertDistinct(call: Call, where: string): void {
  const [first, ...others] = call.args;
  if (!Array.isArray(first) || !others.some((other) => isDeepStrictEqual(first, other))) return;
  const path = first.map((step) => (typeof step === 'number' ? `[${step}]` : step)).join(', ');
  throw validationException(
    `Invalid ${where}: The first operand must be distinct from the remaining operands for this operator or function; operator: ${nameOf(call)}, first operand: [${path}]`,
  );
}
