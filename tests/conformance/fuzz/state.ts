import { isDeepStrictEqual } from 'node:util';
import { canonical } from '../compare/canonical.ts';
import type { EnginePair, Side } from '../engines/pair.ts';
import type { Outcome } from '../engines/wire.ts';
import { CHATS, READINGS } from '../tables.ts';
import type { Value } from './alphabet.ts';
import { bodyOf, type Draft } from './draft.ts';

type Item = Record<string, Value>;

/** An item as it was: nothing when there was none. */
export interface Remembered {
  TableName: string;
  Key: Item;
  item: Item | undefined;
}

const KEYS: Record<string, string[]> = {
  [CHATS.TableName]: CHATS.KeySchema.map(({ AttributeName }) => AttributeName),
  [READINGS.TableName]: READINGS.KeySchema.map(({ AttributeName }) => AttributeName),
};

const keyOf = (table: string, item: Item): Item =>
  Object.fromEntries((KEYS[table] ?? []).map((name) => [name, item[name] as Value]));

/** Table and key of every item that a draft may write. */
export function keysWritten(draft: Draft): { TableName: string; Key: Item }[] {
  const { input, members } = draft;
  if (draft.operation === 'BatchWriteItem') {
    return Object.entries(input.RequestItems as Record<string, object[]>).flatMap(
      ([TableName, requests]) =>
        requests.map((request) => {
          const { PutRequest, DeleteRequest } = request as {
            PutRequest?: { Item: Item };
            DeleteRequest?: { Key: Item };
          };
          return {
            TableName,
            Key: keyOf(TableName, (PutRequest?.Item ?? DeleteRequest?.Key) as Item),
          };
        }),
    );
  }
  if (members) return members.flatMap(keysWritten);
  const TableName = String(input.TableName);
  const item = (input.Item ?? input.Key) as Item | undefined;
  return item ? [{ TableName, Key: keyOf(TableName, item) }] : [];
}

/** Reads items from one engine. */
export async function remember(
  { wire }: Side,
  keys: { TableName: string; Key: Item }[],
): Promise<Remembered[]> {
  return Promise.all(
    keys.map(async (key) => {
      const found = await wire.call('GetItem', { ...key, ConsistentRead: true });
      return { ...key, item: 'output' in found ? (found.output.Item as Item) : undefined };
    }),
  );
}

/** Makes the first engine's items those of the second; an item it refuses is dropped from both. */
export async function agree(
  { ours, official }: Pick<EnginePair, 'ours' | 'official'>,
  keys: { TableName: string; Key: Item }[],
): Promise<void> {
  for (const { TableName, Key, item } of await remember(official, keys)) {
    const put = item && (await ours.wire.call('PutItem', { TableName, Item: item }));
    if (put && 'output' in put) continue;
    for (const { wire } of [ours, official]) await wire.call('DeleteItem', { TableName, Key });
  }
}

/** Puts items back as they were. */
export async function restore({ wire }: Side, remembered: Remembered[]): Promise<void> {
  for (const { TableName, Key, item } of remembered) {
    if (item) await wire.call('PutItem', { TableName, Item: item });
    else await wire.call('DeleteItem', { TableName, Key });
  }
}

/** Sends one draft to both engines. */
export async function askBoth(
  { ours, official }: Pick<EnginePair, 'ours' | 'official'>,
  draft: Draft,
): Promise<{ operation: string; body: Record<string, unknown>; ours: Outcome; official: Outcome }> {
  const body = bodyOf(draft);
  const { operation } = draft;
  const [a, b] = await Promise.all([
    ours.wire.call(operation, body),
    official.wire.call(operation, body),
  ]);
  return { operation, body, ours: a, official: b };
}

/** Every row of every table and index, in an order of its own: what both engines must agree on. */
export async function contents({ wire }: Side): Promise<Record<string, unknown[]>> {
  const views = [
    { TableName: CHATS.TableName },
    ...CHATS.GlobalSecondaryIndexes.map(({ IndexName }) => ({
      TableName: CHATS.TableName,
      IndexName,
    })),
    { TableName: READINGS.TableName },
  ];
  const rows: Record<string, unknown[]> = {};
  for (const view of views) {
    const found = await wire.call('Scan', view);
    if ('error' in found) throw new Error(`Scan: ${found.error.message}`);
    const { output } = canonical(found, ['Items']) as { output: { Items: unknown[] } };
    rows[Object.values(view).join('/')] = output.Items;
  }
  return rows;
}

/** Names of the tables and indexes whose rows differ. */
export async function disagreements(
  pair: Pick<EnginePair, 'ours' | 'official'>,
): Promise<{ view: string; ours: unknown[]; official: unknown[] }[]> {
  const [ours, official] = await Promise.all([contents(pair.ours), contents(pair.official)]);
  return Object.keys(ours)
    .filter((view) => !isDeepStrictEqual(ours[view], official[view]))
    .map((view) => ({ view, ours: ours[view] ?? [], official: official[view] ?? [] }));
}
