import type { TablePart } from '../cfn/parts/tables.ts';
import type { Engine } from '../contracts.ts';
import type { ItemsView, KeyView, TableView } from './contracts.ts';
import { ConsoleError } from './errors.ts';

/** Which page of which items. */
export interface ItemsQuestion {
  table: string;
  /** The table's own key without one. */
  index?: string;
  /** All items, in no particular order, without one. */
  partition?: string;
  /** Only sort keys that begin so; numbers must be equal. */
  sortPrefix?: string;
  /** From the greatest sort key down. */
  newestFirst?: boolean;
  next?: string;
}

const PAGE_SIZE = 25;

/** The table and its indexes as ways to query. */
export function tableView({ input }: TablePart): TableView {
  const keyOf = (schema: { AttributeName: string; KeyType: string }[]) => {
    const attribute = (type: string) => {
      const name = schema.find(({ KeyType }) => KeyType === type)?.AttributeName;
      const definition = input.AttributeDefinitions.find((one) => one.AttributeName === name);
      return definition && { name: definition.AttributeName, type: definition.AttributeType };
    };
    const sort = attribute('RANGE');
    return { partition: attribute('HASH') ?? { name: '', type: 'S' }, ...(sort && { sort }) };
  };
  const indexes = (input.GlobalSecondaryIndexes ?? []).map(({ IndexName, KeySchema }) => ({
    index: IndexName,
    ...keyOf(KeySchema),
  }));
  return { name: input.TableName, keys: [keyOf(input.KeySchema), ...indexes] };
}

/** One page of a query or a scan. Throws ConsoleError for what the engine refuses. */
export async function readItems(
  engine: Engine,
  tables: readonly TableView[],
  question: ItemsQuestion,
): Promise<ItemsView> {
  const table = tables.find(({ name }) => name === question.table);
  if (!table) throw new ConsoleError(404, `There is no table ${question.table}`);
  const key = table.keys.find(({ index }) => index === question.index);
  if (!key) throw new ConsoleError(404, `${table.name} has no index ${question.index}`);
  const { status, output } = await engine.handle({
    operation: question.partition === undefined ? 'Scan' : 'Query',
    accessKeyId: 'console',
    input: {
      TableName: table.name,
      Limit: PAGE_SIZE,
      ...(key.index !== undefined && { IndexName: key.index }),
      ...(question.next !== undefined && { ExclusiveStartKey: decodeNext(question.next) }),
      ...(question.partition !== undefined && condition(key, question.partition, question)),
    },
  });
  if (status !== 200) throw new ConsoleError(400, String(output.message ?? 'The query failed'));
  const { Items: items = [], LastEvaluatedKey: last } = output as {
    Items?: Record<string, Attribute>[];
    LastEvaluatedKey?: object;
  };
  return {
    items: items.map(plainItem),
    ...(last && { next: Buffer.from(JSON.stringify(last)).toString('base64url') }),
  };
}

function condition(key: KeyView, partition: string, { sortPrefix, newestFirst }: ItemsQuestion) {
  const sort = sortPrefix ? key.sort : undefined;
  const begins = sort?.type === 'N' ? '#s = :s' : 'begins_with(#s, :s)';
  return {
    KeyConditionExpression: sort ? `#p = :p AND ${begins}` : '#p = :p',
    ExpressionAttributeNames: { '#p': key.partition.name, ...(sort && { '#s': sort.name }) },
    ExpressionAttributeValues: {
      ':p': { [key.partition.type]: partition },
      ...(sort && { ':s': { [sort.type]: sortPrefix } }),
    },
    ...(newestFirst && { ScanIndexForward: false }),
  };
}

function decodeNext(next: string): unknown {
  try {
    return JSON.parse(Buffer.from(next, 'base64url').toString('utf8'));
  } catch {
    throw new ConsoleError(400, 'next is not what the page before gave');
  }
}

type Attribute = Record<string, unknown>;

function plainItem(item: Record<string, Attribute>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(item).map(([name, value]) => [name, plain(value)]));
}

/** A DynamoDB value as JSON people read; numbers too long for one stay text. */
function plain(attribute: Attribute): unknown {
  const [type, value] = Object.entries(attribute)[0] ?? [];
  switch (type) {
    case 'N':
      return String(Number(value)) === value ? Number(value) : value;
    case 'L':
      return (value as Attribute[]).map(plain);
    case 'M':
      return plainItem(value as Record<string, Attribute>);
    case 'NS':
      return (value as string[]).map(Number);
    case 'NULL':
      return null;
    default:
      return value;
  }
}
