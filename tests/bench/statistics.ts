/** `count` different items in random order. @throws RangeError when there are fewer. */
export function sample<T>(items: readonly T[], count: number, random: () => number): T[] {
  if (count > items.length) throw new RangeError(`There are only ${items.length} items.`);
  const left = [...items];
  return Array.from({ length: count }, () =>
    left.splice(Math.floor(random() * left.length), 1),
  ).flat();
}

/** The nearest-rank percentile: the least value that `percent` of all do not exceed. */
export function percentile(values: readonly number[], percent: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  const value = sorted[Math.max(0, Math.ceil((percent / 100) * sorted.length) - 1)];
  if (value === undefined) throw new RangeError('There are no values.');
  return value;
}
