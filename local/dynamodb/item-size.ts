import Big from 'big.js';
import type { AttributeValue, Item } from 'dynalite/db/index.js';
import { typeOf } from './expressions/values.ts';

/** Lists and maps cost 3 bytes, and one for every element (Developer Guide, "Item sizes"). */
const CONTAINER_BYTES = 3;
const ELEMENT_BYTES = 1;

/** Bytes of an item: names and values, text as UTF-8 (Developer Guide, "Item sizes and formats"). */
export function itemBytes(item: Item): number {
  return Object.entries(item).reduce(
    (sum, [name, value]) => sum + Buffer.byteLength(name) + valueBytes(value),
    0,
  );
}

/** Bytes of one value, without its name. */
export function valueBytes(value: AttributeValue): number {
  const type = typeOf(value);
  const held = value[type];
  switch (type) {
    case 'S':
      return Buffer.byteLength(held as string);
    case 'B':
      return Buffer.byteLength(held as string, 'base64');
    case 'N':
      return numberBytes(held as string);
    case 'SS':
    case 'NS':
    case 'BS':
      return sumOf(held as string[], (member) => valueBytes({ [type.charAt(0)]: member }));
    case 'L':
      return (
        CONTAINER_BYTES +
        sumOf(held as AttributeValue[], (element) => ELEMENT_BYTES + valueBytes(element))
      );
    case 'M':
      return (
        CONTAINER_BYTES + Object.keys(held as Item).length * ELEMENT_BYTES + itemBytes(held as Item)
      );
    default:
      return 1;
  }
}

/** About one byte for two digits, one more, and one for a sign. */
function numberBytes(text: string): number {
  const number = new Big(text);
  return Math.ceil(number.c.length / 2) + 1 + (number.s < 0 ? 1 : 0);
}

function sumOf<T>(list: T[], bytes: (each: T) => number): number {
  return list.reduce((sum, each) => sum + bytes(each), 0);
}
