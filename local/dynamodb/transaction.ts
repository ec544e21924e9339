import db, { type Item, type Store, type Table } from 'dynalite/db/index.js';
import { asDynamoError, validationException } from './errors.ts';

/** A transaction prepares and commits: every item costs twice the units (Developer Guide). */
export const TRANSACTION_COST = 2;

/** Items in one transaction (service quota). */
const MAX_MEMBERS = 100;

/**
 * The members of a transaction, each with the one kind it carries. Throws ValidationException for
 * none, for more than 100, and for a member with no kind or several.
 */
export function membersOf(
  request: Record<string, unknown>,
  kinds: string[],
): { kind: string; input: Record<string, unknown> }[] {
  const members = request.TransactItems;
  if (!Array.isArray(members) || members.length === 0 || members.length > MAX_MEMBERS) {
    throw validationException(
      `1 validation error detected: Value at 'transactItems' failed to satisfy constraint: Member must have length between 1 and ${MAX_MEMBERS}`,
    );
  }
  return members.map((member: unknown) => {
    const present = Object.entries((member ?? {}) as Record<string, unknown>).filter(
      ([, input]) => input != null,
    );
    const [kind, input] = present[0] ?? [];
    if (present.length !== 1 || !kind || !kinds.includes(kind) || typeof input !== 'object') {
      throw validationException(`TransactItems can only contain one of ${kinds.join(', ')}`);
    }
    return { kind, input: input as Record<string, unknown> };
  });
}

/** Throws ValidationException when two members name the same item. */
export async function assertDistinctKeys(
  store: Store,
  members: { tableName: string; input: Record<string, unknown> }[],
): Promise<void> {
  const seen = new Set<string>();
  for (const { tableName, input } of members) {
    const table = await storedTable(store, tableName);
    const key = (input.Key ?? input.Item) as Item;
    const invalid = input.Key ? db.validateKey(key, table) : db.validateItem(key, table);
    // A key that does not fit the table is reported by the member itself.
    if (invalid) continue;
    const address = `${tableName}~${db.createKey(key, table)}`;
    if (seen.has(address)) {
      throw validationException(
        'Transaction request cannot include multiple operations on one item',
      );
    }
    seen.add(address);
  }
}

/** The description of an active table. Throws ResourceNotFoundException. */
export function storedTable(store: Store, name: string): Promise<Table> {
  return new Promise((resolve, reject) => {
    store.getTable(name, (error, table) => {
      if (table && !error) resolve(table);
      else reject(asDynamoError(error));
    });
  });
}
