import Big from 'big.js';
import type { AttributeValue } from 'dynalite/db/index.js';

/** The type letters of a value, e.g. `S` or `NS`. */
export function typeOf(value: AttributeValue): string {
  return Object.keys(value)[0] as string;
}

/** Deep equality: sets without order, numbers by value. */
export function sameValue(a: AttributeValue, b: AttributeValue): boolean {
  const type = typeOf(a);
  if (type !== typeOf(b)) return false;
  const [left, right] = [a[type], b[type]];
  switch (type) {
    case 'N':
      return new Big(left as string).eq(right as string);
    case 'SS':
    case 'NS':
    case 'BS':
      return sameMembers(left as string[], right as string[]);
    case 'L':
      return sameList(left as AttributeValue[], right as AttributeValue[]);
    case 'M':
      return sameMap(
        left as Record<string, AttributeValue>,
        right as Record<string, AttributeValue>,
      );
    default:
      return left === right;
  }
}

/** Below, at or above zero; undefined when the two are not ordered: other types, other than S, N, B. */
export function order(a: AttributeValue, b: AttributeValue): number | undefined {
  const type = typeOf(a);
  if (type !== typeOf(b)) return undefined;
  const [left, right] = [a[type] as string, b[type] as string];
  if (type === 'N') return new Big(left).cmp(right);
  if (type === 'S') return Buffer.compare(Buffer.from(left), Buffer.from(right));
  if (type === 'B') return Buffer.compare(bytes(left), bytes(right));
  return undefined;
}

/** Characters, bytes or members, as `size()` counts; undefined for what has no size. */
export function sizeOf(value: AttributeValue): number | undefined {
  const type = typeOf(value);
  const held = value[type];
  if (type === 'S') return (held as string).length;
  if (type === 'B') return bytes(held as string).length;
  if (type === 'M') return Object.keys(held as object).length;
  return Array.isArray(held) ? held.length : undefined;
}

/** Whether the value starts with the other, both text or both bytes. */
export function beginsWith(value: AttributeValue, start: AttributeValue): boolean {
  const pair = sequences(value, start);
  return pair?.[0].subarray(0, pair[1].length).equals(pair[1]) ?? false;
}

/** Whether the value has the other as a part, a member of a set or an element of a list. */
export function contains(value: AttributeValue, part: AttributeValue): boolean {
  const pair = sequences(value, part);
  if (pair) return pair[0].includes(pair[1]);
  const type = typeOf(value);
  if (type === 'L') return (value.L as AttributeValue[]).some((each) => sameValue(each, part));
  const member = typeOf(part);
  return (
    type === `${member}S` &&
    (value[type] as string[]).some((each) => sameValue({ [member]: each }, part))
  );
}

function sequences(a: AttributeValue, b: AttributeValue): [Buffer, Buffer] | undefined {
  if (typeof a.S === 'string' && typeof b.S === 'string')
    return [Buffer.from(a.S), Buffer.from(b.S)];
  if (typeof a.B === 'string' && typeof b.B === 'string') return [bytes(a.B), bytes(b.B)];
  return undefined;
}

function bytes(base64: string): Buffer {
  return Buffer.from(base64, 'base64');
}

/** Numbers are stored normalised, so that the members of a set compare as text. */
function sameMembers(a: string[], b: string[]): boolean {
  const members = new Set(b);
  return a.length === b.length && a.every((member) => members.has(member));
}

function sameList(a: AttributeValue[], b: AttributeValue[]): boolean {
  return (
    a.length === b.length && a.every((element, at) => sameValue(element, b[at] as AttributeValue))
  );
}

function sameMap(a: Record<string, AttributeValue>, b: Record<string, AttributeValue>): boolean {
  const names = Object.keys(a);
  return (
    names.length === Object.keys(b).length &&
    names.every((name) => {
      const [left, right] = [a[name], b[name]];
      return left !== undefined && right !== undefined && sameValue(left, right);
    })
  );
}
