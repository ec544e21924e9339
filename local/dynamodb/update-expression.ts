interface Section {
  type: 'set' | 'remove' | 'add' | 'delete';
  path: (string | number)[];
  val?: unknown;
}

/**
 * Makes dynalite apply a parsed update expression as DynamoDB does. All operands are values from
 * before the update, but dynalite stores references to them, so that a later clause of the same
 * expression changes an earlier one's result; and it removes list elements one by one, so that the
 * first removal shifts the indexes of the next.
 */
export function prepareUpdate(input: Record<string, unknown>): void {
  const updates = input._updates as { sections: Section[] } | undefined;
  if (!updates) return;
  for (const section of updates.sections) if (section.type === 'set') detachOperand(section);
  updates.sections.sort(removalsLast);
}

function detachOperand(section: Section): void {
  let operand = section.val;
  Object.defineProperty(section, 'val', {
    get: () => operand,
    set: (resolved: unknown) => {
      operand = structuredClone(resolved);
    },
  });
}

function removalsLast(a: Section, b: Section): number {
  const removals = Number(a.type === 'remove') - Number(b.type === 'remove');
  if (removals !== 0 || a.type !== 'remove') return removals;
  return highestIndexFirst(a.path, b.path);
}

function highestIndexFirst(a: Section['path'], b: Section['path']): number {
  for (const [depth, left] of a.entries()) {
    const right = b[depth];
    if (right === undefined || left === right) continue;
    if (typeof left === 'number' && typeof right === 'number') return right - left;
    return String(left) < String(right) ? -1 : 1;
  }
  return 0;
}
