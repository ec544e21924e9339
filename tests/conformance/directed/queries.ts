import { PutItemCommand, QueryCommand, ScanCommand } from '@aws-sdk/client-dynamodb';
import { QueryCommand as DocumentQuery } from '@aws-sdk/lib-dynamodb';
import { placeholders } from '../fuzz/draft.ts';
import { CHATS, READINGS } from '../tables.ts';
import { type Caller, type Scenario, using } from './suite.ts';

const { TableName } = CHATS;

async function page(
  call: Caller['call'],
  query: ConstructorParameters<typeof QueryCommand>[0],
): Promise<void> {
  let from: unknown;
  for (let count = 0; count < 20; count += 1) {
    const output = await call(
      new QueryCommand({
        ...query,
        ...(from !== undefined && { ExclusiveStartKey: from as never }),
      }),
    );
    from = output.LastEvaluatedKey;
    if (from === undefined) return;
  }
}

const RANGES = [
  'pk = :p1',
  'pk = :p1 AND sk = :ab',
  'pk = :p1 AND sk < :ab',
  'pk = :p1 AND sk <= :ab',
  'pk = :p1 AND sk > :ab',
  'pk = :p1 AND sk >= :ab',
  'pk = :p1 AND sk BETWEEN :a AND :b',
  'pk = :p1 AND begins_with(sk, :a)',
  'sk >= :ab AND pk = :p1',
  '(pk = :p1) AND (sk = :ab)',
];

const WRONG = [
  'sk = :a',
  'pk > :p1',
  'pk = :n1',
  'pk = :p1 AND n = :n1',
  'pk = :p1 OR sk = :a',
  'pk = :p1 AND sk <> :a',
  'pk = :p1 AND sk IN (:a)',
  'pk = :p1 AND contains(sk, :a)',
  'pk = :p1 AND sk = :n1',
  'pk = :p1 AND sk BETWEEN :b AND :a',
  'pk = :p1 AND pk = :p2',
  'NOT pk = :p1',
  '',
  'pk = :p1 AND size(sk) = :n1',
  'pk = :p1 AND begins_with(sk, :n1)',
];

/** Queries and scans of tables and indexes, page by page and both ways. */
export const queries: Scenario[] = [
  {
    name: 'ranges of a sort key, both ways, page by page',
    run: async ({ call }) => {
      for (const sk of ['a', 'ab', 'abc', 'b', 'B', 'é', '👍']) {
        await call(
          new PutItemCommand({
            TableName,
            Item: { pk: { S: 'P1' }, sk: { S: sk }, n: { N: '1' } },
          }),
        );
      }
      for (const KeyConditionExpression of RANGES) {
        for (const ScanIndexForward of [true, false]) {
          for (const Limit of [undefined, 1, 2, 3]) {
            await page(call, {
              TableName,
              KeyConditionExpression,
              ScanIndexForward,
              ...(Limit && { Limit }),
              ...using(KeyConditionExpression),
            });
          }
        }
      }
    },
  },
  {
    name: 'malformed key conditions',
    run: async ({ call }) => {
      for (const KeyConditionExpression of WRONG) {
        await call(
          new QueryCommand({ TableName, KeyConditionExpression, ...using(KeyConditionExpression) }),
        );
      }
      await call(new QueryCommand({ TableName }));
    },
  },
  {
    name: 'filters, projections, Select and counts',
    run: async ({ call, document }) => {
      const KeyConditionExpression = 'pk = :p1';
      const base = { TableName, KeyConditionExpression };
      for (const FilterExpression of ['n = :n1', 'n > :n1', 'attribute_exists(s)', 'sk = :a']) {
        const filtered = {
          ...base,
          FilterExpression,
          ...using(KeyConditionExpression, FilterExpression),
        };
        await call(new QueryCommand(filtered));
        await call(new QueryCommand({ ...filtered, Limit: 2 }));
        await call(new QueryCommand({ ...filtered, Select: 'COUNT' }));
      }
      for (const Select of [
        'ALL_ATTRIBUTES',
        'COUNT',
        'SPECIFIC_ATTRIBUTES',
        'ALL_PROJECTED_ATTRIBUTES',
      ] as const) {
        await call(new QueryCommand({ ...base, Select, ...using(KeyConditionExpression) }));
      }
      await call(new QueryCommand({ ...base, Limit: 0, ...using(KeyConditionExpression) }));
      await document(
        new DocumentQuery({
          ...base,
          ExpressionAttributeValues: { ':p1': 'P1' },
          ProjectionExpression: 'sk',
        }),
      );
    },
  },
  {
    name: 'a sparse index with a projection, its order and its paging',
    run: async ({ call }) => {
      const ranks = ['3', '-1', '10', '2.5', '0', '1e2'];
      for (const [at, rank] of ranks.entries()) {
        await call(
          new PutItemCommand({
            TableName,
            Item: {
              pk: { S: 'indexed' },
              sk: { S: `${at}` },
              q: { S: 'sparse' },
              r: { N: rank },
              s: { S: `card ${at}` },
              n: { N: '1' },
            },
          }),
        );
      }
      await call(
        new PutItemCommand({
          TableName,
          Item: { pk: { S: 'indexed' }, sk: { S: 'no rank' }, q: { S: 'sparse' } },
        }),
      );
      await call(
        new PutItemCommand({
          TableName,
          Item: { pk: { S: 'indexed' }, sk: { S: 'no queue' }, r: { N: '1' } },
        }),
      );
      for (const range of ['', ' AND r > :n0', ' AND r BETWEEN :minus AND :n10', ' AND r <= :n0']) {
        const KeyConditionExpression = `q = :q${range}`;
        const { values } = placeholders(KeyConditionExpression);
        for (const ScanIndexForward of [true, false]) {
          for (const Limit of [undefined, 2]) {
            await page(call, {
              TableName,
              IndexName: 'pending',
              KeyConditionExpression,
              ExpressionAttributeValues: { ...values, ':q': { S: 'sparse' } } as never,
              ScanIndexForward,
              ReturnConsumedCapacity: 'INDEXES',
              ...(Limit && { Limit }),
            });
          }
        }
      }
    },
  },
  {
    name: 'what an index refuses',
    run: async ({ call }) => {
      const indexed = {
        TableName,
        IndexName: 'pending',
        KeyConditionExpression: 'q = :a',
        ...using(':a'),
      };
      await call(new QueryCommand({ ...indexed, ConsistentRead: true }));
      await call(new QueryCommand({ ...indexed, ProjectionExpression: 'n' }));
      await call(new QueryCommand({ ...indexed, ProjectionExpression: 's, pk, r' }));
      await call(new QueryCommand({ ...indexed, FilterExpression: 'attribute_exists(n)' }));
      await call(new QueryCommand({ ...indexed, Select: 'ALL_ATTRIBUTES' }));
      await call(new QueryCommand({ ...indexed, Select: 'ALL_PROJECTED_ATTRIBUTES' }));
      await call(new QueryCommand({ ...indexed, IndexName: 'nowhere' }));
      await call(new QueryCommand({ ...indexed, KeyConditionExpression: 'pk = :a' }));
      await call(new QueryCommand({ ...indexed, KeyConditionExpression: 'q = :a AND sk = :a' }));
      await call(
        new QueryCommand({ ...indexed, ExclusiveStartKey: { pk: { S: 'x' }, sk: { S: 'y' } } }),
      );
      await call(new QueryCommand({ ...indexed, FilterExpression: 'r = :a' }));
    },
  },
  {
    name: 'starting keys that do not fit',
    run: async ({ call }) => {
      const base = { TableName, KeyConditionExpression: 'pk = :p1', ...using(':p1') };
      const pk = { S: 'P1' };
      await call(new QueryCommand({ ...base, ExclusiveStartKey: { pk, sk: { S: 'nobody' } } }));
      await call(new QueryCommand({ ...base, ExclusiveStartKey: { pk } }));
      await call(new QueryCommand({ ...base, ExclusiveStartKey: { pk, sk: { N: '1' } } }));
      await call(
        new QueryCommand({ ...base, ExclusiveStartKey: { pk: { S: 'P9' }, sk: { S: 'a' } } }),
      );
    },
  },
  {
    name: 'number and binary keys have their own order',
    run: async ({ call }) => {
      const id = Buffer.from([255]);
      for (const at of [
        '0',
        '1',
        '-1',
        '10',
        '2',
        '1.5',
        '-0.001',
        '1e20',
        '-1e20',
        '100',
        '-10',
      ]) {
        await call(
          new PutItemCommand({
            TableName: READINGS.TableName,
            Item: { id: { B: id }, at: { N: at } },
          }),
        );
      }
      for (const KeyConditionExpression of [
        'id = :b255',
        'id = :b255 AND at > :minus',
        'id = :b255 AND at BETWEEN :n0 AND :n10',
      ]) {
        for (const ScanIndexForward of [true, false]) {
          await page(call, {
            TableName: READINGS.TableName,
            KeyConditionExpression,
            ScanIndexForward,
            Limit: 3,
            ...using(KeyConditionExpression),
          });
        }
      }
    },
  },
  {
    name: 'scans with filters and segments',
    run: async ({ call }) => {
      await call(new ScanCommand({ TableName }));
      await call(new ScanCommand({ TableName, IndexName: 'pending' }));
      await call(new ScanCommand({ TableName, IndexName: 'kinds', Select: 'COUNT' }));
      await call(new ScanCommand({ TableName, FilterExpression: 'r > :n1', ...using(':n1') }));
      await call(new ScanCommand({ TableName, ProjectionExpression: 'pk, q' }));
      await call(new ScanCommand({ TableName, Segment: 2, TotalSegments: 2 }));
      await call(new ScanCommand({ TableName, Segment: 0 }));
      await call(new ScanCommand({ TableName: 'nowhere' }));
    },
  },
];
