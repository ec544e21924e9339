import { GetItemCommand, PutItemCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { VALUES } from '../fuzz/alphabet.ts';
import { CHATS } from '../tables.ts';
import { type Scenario, using } from './suite.ts';

const { TableName } = CHATS;
const Key = { pk: { S: 'expressions' }, sk: { S: 'probe' } };
const ITEM = {
  ...Key,
  n: VALUES[':n2'],
  s: VALUES[':ab'],
  b: VALUES[':bab'],
  t: VALUES[':ssab'],
  ns: VALUES[':ns12'],
  bs: VALUES[':bs'],
  l: VALUES[':lmix'],
  m: VALUES[':mdeep'],
  f: VALUES[':yes'],
  nil: VALUES[':nil'],
  text: VALUES[':umlaut'],
} as never;

const OPERATORS = ['=', '<>', '<', '<=', '>', '>='];
const PATHS = ['n', 's', 'b', 't', 'l', 'm', 'f', 'nil', 'missing', 'l[1]', 'm.x.y[0]', 'l[9]'];
const LITERALS = [
  ':n1',
  ':n2',
  ':n10',
  ':a',
  ':ab',
  ':empty',
  ':bab',
  ':b255',
  ':yes',
  ':nil',
  ':ssba',
  ':ns12',
  ':lmix',
  ':l0',
  ':mdeep',
  ':m0',
];

const comparisons = PATHS.flatMap((path) =>
  OPERATORS.flatMap((operator) => LITERALS.map((literal) => `${path} ${operator} ${literal}`)),
);

const FUNCTIONS = [
  ...PATHS.flatMap((path) => [
    `attribute_exists(${path})`,
    `attribute_not_exists(${path})`,
    `size(${path}) > :n1`,
    `size(${path}) = n`,
    ...[':tS', ':tN', ':tL', ':tSS', ':tNULL'].map((type) => `attribute_type(${path}, ${type})`),
    ...LITERALS.map((literal) => `contains(${path}, ${literal})`),
    ...[':a', ':ab', ':empty', ':bab', ':ba'].map((start) => `begins_with(${path}, ${start})`),
    `${path} BETWEEN :n1 AND :n10`,
    `${path} BETWEEN :a AND :b`,
    `${path} IN (:n1, :n2)`,
    `${path} IN (:ab)`,
    `${path} IN (:ssba, :lmix, :mdeep, :yes, :nil)`,
  ]),
  'size(text) = :n2',
  'contains(s, missing)',
  'begins_with(s, s)',
  'n = n',
  'n IN (n, :n1)',
  'n BETWEEN n AND :n10',
];

const COMBINED = [
  'n = :n2 AND s = :ab',
  'n = :n1 OR s = :ab',
  'NOT n = :n1',
  'NOT (n = :n1 OR n = :n2)',
  'n = :n1 OR n = :n2 AND s = :a',
  '(n = :n1 OR n = :n2) AND s = :ab',
  'attribute_exists(n) AND NOT attribute_exists(missing)',
  'm.x.y[1] = :n2 AND l[2].x = :n1',
  '#status = :a',
  'n < :n10 and s > :a or not f = :yes',
];

const MALFORMED = [
  '',
  'n =',
  'n == :n1',
  'n = :nowhere',
  '#nowhere = :n1',
  'status = :a',
  'size = :n1',
  'n = :n1 AND',
  '((n = :n1))',
  'unknown(n)',
  'attribute_exists(:n1)',
  'attribute_exists(n, s)',
  'attribute_type(n, :a)',
  'attribute_type(n, :n1)',
  'begins_with(s, :n1)',
  'size(n) = :n1 AND size(:n1) = :n1',
  'n BETWEEN :n10 AND :n1',
  'n BETWEEN :a AND :n1',
  'n IN ()',
  'attribute_exists(n) = :yes',
  'size(s)',
  'pk.x = :a',
  'n',
];

const UPDATES = [
  'SET n = :n1',
  'SET n = n + :n1',
  'SET n = n - :half',
  'SET n = :n1 + n',
  'SET n = if_not_exists(missing, :n1) + :n1',
  'SET n = if_not_exists(n, :n1)',
  'SET missing = if_not_exists(missing, :ab)',
  'SET l = list_append(l, :l1)',
  'SET l = list_append(:l1, l)',
  'SET l[1] = :ab',
  'SET l[9] = :ab, l[7] = :a',
  'SET l[1] = :a, l2 = list_append(l, :l1)',
  'SET m.x.y[1] = :a, m.z = :b',
  'SET m.x = m.y, m.y = m.x',
  'SET n = s, s = n',
  'SET l[0] = l[1], l[1] = l[0]',
  'SET t = :ns12',
  'SET q = :a, r = :n1',
  'SET q = :ab REMOVE r',
  'REMOVE n',
  'REMOVE missing',
  'REMOVE l[0], l[1]',
  'REMOVE l[1], l[0], l[9]',
  'REMOVE l[0] SET l[2].x = :a',
  'REMOVE m.x.y, m.y',
  'REMOVE q, r',
  'ADD n :n2',
  'ADD missing :n2',
  'ADD missing2 :ssab',
  'ADD t :ssab',
  'ADD ns :ns1',
  'ADD bs :bs',
  'ADD m.counter :n1',
  'DELETE t :ssa',
  'DELETE t :ssab',
  'DELETE missing3 :ssa',
  'DELETE ns :ns1',
  'SET n = :n1 REMOVE s ADD r :n1 DELETE t :ssa',
  'SET #status = :a',
];

/** One fault each, so that both engines must find the same one. */
const IMPOSSIBLE = [
  'SET n = missing9',
  'SET n = s + :n1',
  'SET n = n + :a',
  'SET n = list_append(l, :a)',
  'SET n = list_append(s, :l1)',
  'SET missing9.x = :n1',
  'SET n.x = :n1',
  'SET s[0] = :n1',
  'SET l.x = :n1',
  'SET pk = :a',
  'SET status = :a',
  'SET n = :n1, n = :n2',
  'SET m = :m1, m.x = :n1',
  'SET n = :n1 SET s = :a',
  'SET n = unknown(n)',
  'SET n = if_not_exists(:n1, n)',
  'SET n = :nowhere',
  'SET #nowhere = :n1',
  'SET',
  'REMOVE pk',
  'REMOVE missing9.x',
  'ADD n :ssa',
  'ADD s :n1',
  'ADD n :a',
  'ADD n :lmix',
  'ADD t :ns1',
  'DELETE n :ssa',
  'DELETE t :n1',
  'DELETE t :ns1',
  'SET r = :lmix',
  'SET n = :huge + :half',
  'SET pk.x = :a',
];

const PROJECTIONS = [
  'n',
  'n, s, missing',
  'm.x',
  'm.x.y[1], m.y',
  'l[0], l[2].x',
  'l[3], l[1]',
  'l[9]',
  'm.missing',
  '#n, #s',
  'pk, sk',
  'm, m.x',
  'n, n',
  'status',
  'n,',
  '',
  '#nowhere',
  'l[0].x.y',
];

/** Every operator, function and clause against every type of value. */
export const expressions: Scenario[] = [
  ...[
    { name: 'comparisons of every type with every type', texts: comparisons },
    { name: 'functions, BETWEEN and IN', texts: FUNCTIONS },
    { name: 'connectives and their precedence', texts: COMBINED },
    { name: 'malformed conditions', texts: MALFORMED },
  ].map(
    ({ name, texts }): Scenario => ({
      name,
      run: async ({ call }) => {
        await call(new PutItemCommand({ TableName, Item: ITEM }));
        for (const ConditionExpression of texts) {
          await call(
            new PutItemCommand({
              TableName,
              Item: ITEM,
              ConditionExpression,
              ...using(ConditionExpression),
            }),
          );
        }
      },
    }),
  ),
  ...[
    { name: 'clauses of an update', texts: UPDATES },
    { name: 'updates that cannot be applied', texts: IMPOSSIBLE },
  ].map(
    ({ name, texts }): Scenario => ({
      name,
      run: async ({ call }) => {
        for (const UpdateExpression of texts) {
          await call(new PutItemCommand({ TableName, Item: ITEM }));
          await call(
            new UpdateItemCommand({
              TableName,
              Key,
              UpdateExpression,
              ReturnValues: 'UPDATED_NEW',
              ...using(UpdateExpression),
            }),
          );
          await call(new GetItemCommand({ TableName, Key, ConsistentRead: true }));
        }
      },
    }),
  ),
  {
    name: 'projections',
    run: async ({ call }) => {
      await call(new PutItemCommand({ TableName, Item: ITEM }));
      for (const ProjectionExpression of PROJECTIONS) {
        const { ExpressionAttributeNames } = using(ProjectionExpression);
        await call(
          new GetItemCommand({
            TableName,
            Key,
            ProjectionExpression,
            ...(ExpressionAttributeNames && { ExpressionAttributeNames }),
          }),
        );
      }
    },
  },
];
