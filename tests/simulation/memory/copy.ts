/** The order in which a table lists rows by their time, backwards. */
export function newestFirst(
  a: { at: number; sessionId: string },
  b: { at: number; sessionId: string },
): number {
  return b.at - a.at || (a.sessionId < b.sessionId ? 1 : -1);
}

/**
 * What a table makes of a value on its way in or out: a copy that shares nothing with it, without
 * fields that are `undefined`. For plain JSON values.
 */
export function copy<T>(value: T): T {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(copy) as T;
  const result: Record<string, unknown> = {};
  for (const name in value) {
    const field = value[name];
    if (field !== undefined) result[name] = typeof field === 'object' ? copy(field) : field;
  }
  return result as T;
}
