import type { AttributeValue, Item } from 'dynalite/db/index.js';
import { validationException } from '../errors.ts';
import { arithmetic } from './arithmetic.ts';
import { type Call, isCall, type Operand, type Path, type UpdateClause } from './parsed.ts';
import { child, closeUp, dropChild, putChild, valueAt } from './paths.ts';
import { typeOf } from './values.ts';

const WRONG_TYPE = 'An operand in the update expression has an incorrect data type';
const NOT_THERE = 'The provided expression refers to an attribute that does not exist in the item';
const NO_SUCH_PLACE = 'The document path provided in the update expression is invalid for update';

/**
 * The item after an update. Every operand has its value from before the update, and a list index
 * means the element that was there before it; gaps close up at the end. The given item is left as
 * it was. Throws ValidationException, of all faults for a place to write that is not there.
 */
export function updated(clauses: UpdateClause[], before: Item): Item {
  const after = structuredClone(before);
  const lists = new Set<AttributeValue>();
  for (const { type, path } of clauses) if (type !== 'remove') parentOf(path, before);
  const operands = clauses.map(({ val }) => val && structuredClone(operandValue(val, before)));
  for (const [at, { type, path }] of clauses.entries()) {
    const parent = parentOf(path, after);
    if (parent.L) lists.add(parent);
    const step = path.at(-1) as string | number;
    const value = clauseResult(type, child(parent, step), operands[at]);
    if (value) putChild(parent, step, value);
    else dropChild(parent, step);
  }
  for (const list of lists) closeUp(list);
  return after;
}

function parentOf(path: Path, item: Item): AttributeValue {
  const parent = valueAt(path.slice(0, -1), item);
  const fits = typeof path.at(-1) === 'number' ? parent?.L : parent?.M;
  if (!parent || !fits) throw validationException(NO_SUCH_PLACE);
  return parent;
}

/** What a clause leaves at its path; undefined leaves nothing there. */
function clauseResult(
  type: UpdateClause['type'],
  existing: AttributeValue | undefined,
  operand: AttributeValue | undefined,
): AttributeValue | undefined {
  if (type === 'remove' || !operand) return undefined;
  if (type === 'set') return operand;
  if (existing && typeOf(existing) !== typeOf(operand)) throw validationException(WRONG_TYPE);
  if (type === 'delete') return existing && withoutMembers(existing, operand);
  if (!existing) return operand;
  return operand.N ? arithmetic('add', existing, operand) : withMembers(existing, operand);
}

function withMembers(set: AttributeValue, added: AttributeValue): AttributeValue {
  const type = typeOf(set);
  return { [type]: [...new Set([...(set[type] as string[]), ...(added[type] as string[])])] };
}

function withoutMembers(set: AttributeValue, removed: AttributeValue): AttributeValue | undefined {
  const type = typeOf(set);
  const gone = new Set(removed[type] as string[]);
  const left = (set[type] as string[]).filter((member) => !gone.has(member));
  return left.length > 0 ? { [type]: left } : undefined;
}

function operandValue(operand: Operand, item: Item): AttributeValue {
  if (Array.isArray(operand)) {
    const found = valueAt(operand, item);
    if (!found) throw validationException(NOT_THERE);
    return found;
  }
  return isCall(operand) ? callResult(operand, item) : operand;
}

function callResult({ type, name, args }: Call, item: Item): AttributeValue {
  const [first, second] = args as [Operand, Operand];
  if (name === 'if_not_exists') {
    return valueAt(first as Path, item) ?? operandValue(second, item);
  }
  const [left, right] = [operandValue(first, item), operandValue(second, item)];
  if (name !== 'list_append') return arithmetic(type as 'add' | 'subtract', left, right);
  if (!left.L || !right.L) throw validationException(WRONG_TYPE);
  return { L: [...(left.L as AttributeValue[]), ...(right.L as AttributeValue[])] };
}
