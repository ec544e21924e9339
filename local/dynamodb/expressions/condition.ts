import type { AttributeValue, Item } from 'dynalite/db/index.js';
import { type Call, isCall, type Operand } from './parsed.ts';
import { valueAt } from './paths.ts';
import { beginsWith, contains, order, sameValue, sizeOf, typeOf } from './values.ts';

/**
 * Whether an item fulfils a condition or filter. What an operator cannot compare is not fulfilled;
 * a missing operand only differs (`<>`).
 */
export function matches(expression: Call, item: Item): boolean {
  const [first, second] = expression.args;
  switch (expression.type) {
    case 'and':
      return matches(first as Call, item) && matches(second as Call, item);
    case 'or':
      return matches(first as Call, item) || matches(second as Call, item);
    case 'not':
      return !matches(first as Call, item);
    default:
      return test(
        expression,
        expression.args.map((operand) => resolved(operand, item)),
      );
  }
}

function test(call: Call, [value, ...others]: (AttributeValue | undefined)[]): boolean {
  const [other, upper] = others;
  const name = call.type === 'function' ? call.name : call.type;
  if (name === 'attribute_exists') return value !== undefined;
  if (name === 'attribute_not_exists') return value === undefined;
  if (name === '<>') return !(value && other && sameValue(value, other));
  if (!value) return false;
  if (name === 'in') return others.some((each) => each && sameValue(value, each));
  if (!other) return false;
  switch (name) {
    case '=':
      return sameValue(value, other);
    case 'between':
      return upper !== undefined && atLeast(value, other) && atLeast(upper, value);
    case 'begins_with':
      return beginsWith(value, other);
    case 'contains':
      return contains(value, other);
    case 'attribute_type':
      return typeOf(value) === other.S;
    default:
      return compares(name ?? '', order(value, other));
  }
}

function compares(operator: string, result: number | undefined): boolean {
  if (result === undefined) return false;
  switch (operator) {
    case '<':
      return result < 0;
    case '<=':
      return result <= 0;
    case '>':
      return result > 0;
    case '>=':
      return result >= 0;
    default:
      throw new Error(`Unknown operator in a condition: ${operator}`);
  }
}

function atLeast(value: AttributeValue, bound: AttributeValue): boolean {
  return compares('>=', order(value, bound));
}

function resolved(operand: Operand, item: Item): AttributeValue | undefined {
  if (Array.isArray(operand)) return valueAt(operand, item);
  if (!isCall(operand)) return operand;
  // The parser lets no other function stand where a value is needed.
  const value = resolved(operand.args[0] as Operand, item);
  const size = value && sizeOf(value);
  return size === undefined ? undefined : { N: String(size) };
}
