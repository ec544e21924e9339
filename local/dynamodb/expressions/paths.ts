import type { AttributeValue, Item } from 'dynalite/db/index.js';
import type { Path } from './parsed.ts';

/** The value at a path, or undefined when the item has none there. */
export function valueAt(path: Path, item: Item): AttributeValue | undefined {
  let value: AttributeValue | undefined = { M: item };
  for (const step of path) {
    if (!value) return undefined;
    value = child(value, step);
  }
  return value;
}

/** One step down: an element of a list by its index, a member of a map by its name. */
export function child(value: AttributeValue, step: string | number): AttributeValue | undefined {
  if (typeof step === 'number') return (value.L as AttributeValue[] | undefined)?.[step];
  const map = value.M as Item | undefined;
  return map && Object.hasOwn(map, step) ? map[step] : undefined;
}

/** The parts of an item that the paths name, in their place; list elements close up. */
export function project(paths: Path[], item: Item): Item {
  const root: AttributeValue = { M: {} };
  const lists: AttributeValue[] = [];
  for (const path of paths) {
    const found = valueAt(path, item);
    if (found) place(root, path, found, lists);
  }
  for (const list of lists) closeUp(list);
  return root.M as Item;
}

function place(root: AttributeValue, path: Path, found: AttributeValue, lists: AttributeValue[]) {
  let at = root;
  for (const [depth, step] of path.entries()) {
    const next = path[depth + 1];
    const held: AttributeValue =
      next === undefined
        ? found
        : (child(at, step) ?? (typeof next === 'number' ? { L: [] } : { M: {} }));
    putChild(at, step, held);
    if (typeof next === 'number' && !lists.includes(held)) lists.push(held);
    at = held;
  }
}

/** Sets one member or element; an element past the end leaves a gap before it. */
export function putChild(parent: AttributeValue, step: string | number, value: AttributeValue) {
  if (typeof step === 'number') (parent.L as AttributeValue[])[step] = value;
  else (parent.M as Item)[step] = value;
}

/** Takes one member or element away; a list keeps a gap in its place. */
export function dropChild(parent: AttributeValue, step: string | number) {
  if (typeof step === 'number') delete (parent.L as AttributeValue[])[step];
  else delete (parent.M as Item)[step];
}

/** Removes the gaps of a list. */
export function closeUp(list: AttributeValue) {
  list.L = (list.L as AttributeValue[]).filter(() => true);
}
