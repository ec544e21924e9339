import type { Random } from '../../simulation/random.ts';
import { CHATS, READINGS } from '../tables.ts';
import {
  ANY_VALUE,
  ATTRIBUTES,
  PARTITIONS,
  QUEUES,
  RANKS,
  SORTS,
  VALUES,
  type Value,
} from './alphabet.ts';
import type { Draft } from './draft.ts';
import { conditionOf, projectionOf, updateOf } from './expressions.ts';

const { TableName } = CHATS;
const sample = (token: string): Value => structuredClone(VALUES[token] as Value);

/** One request, mostly a valid one; seven in ten change something. */
export function requestOf(random: Random): Draft {
  const kind = random.int(0, 99);
  if (kind < 14) return putOf(random);
  if (kind < 48) return updateItemOf(random);
  if (kind < 52) return deleteOf(random);
  if (kind < 57) return getOf(random);
  if (kind < 76) return queryOf(random);
  if (kind < 80) return scanOf(random);
  if (kind < 92) return transactWriteOf(random);
  if (kind < 94) return transactGetOf(random);
  if (kind < 96) return batchWriteOf(random);
  if (kind < 97) return batchGetOf(random);
  return random.chance(0.7) ? readingPutOf(random) : readingQueryOf(random);
}

const keyOf = (random: Random) => ({
  pk: { S: random.pick(PARTITIONS) },
  sk: { S: random.pick(SORTS) },
});

function itemOf(random: Random): Record<string, Value> {
  const item: Record<string, Value> = keyOf(random);
  for (const [name, usual] of Object.entries(ATTRIBUTES)) {
    if (random.chance(0.6)) {
      item[name] = sample(random.chance(0.92) ? random.pick(usual) : random.pick(ANY_VALUE));
    }
  }
  if (random.chance(0.5)) item.q = sample(random.pick(QUEUES));
  if (random.chance(0.6)) item.r = sample(random.pick(RANKS));
  if (random.chance(0.02)) item.r = sample(':a');
  return item;
}

function flawOf(random: Random): Pick<Draft, 'flaw'> {
  return random.chance(0.02)
    ? { flaw: random.pick(['unusedName', 'unusedValue', 'noValues'] as const) }
    : {};
}

/** Members that a single write and a member of a transaction share. */
function conditional(random: Random, chance: number): Pick<Draft, 'condition'> {
  return random.chance(chance) ? { condition: conditionOf(random) } : {};
}

const onFailure = (random: Random) =>
  random.chance(0.3) ? { ReturnValuesOnConditionCheckFailure: 'ALL_OLD' } : {};

const capacity = (random: Random) =>
  random.chance(0.1) ? { ReturnConsumedCapacity: random.pick(['TOTAL', 'INDEXES']) } : {};

function putOf(random: Random): Draft {
  return {
    operation: 'PutItem',
    input: {
      TableName,
      Item: itemOf(random),
      ...(random.chance(0.3) && { ReturnValues: random.pick(['ALL_OLD', 'NONE']) }),
      ...onFailure(random),
      ...capacity(random),
    },
    ...conditional(random, 0.35),
    ...flawOf(random),
  };
}

const RETURN_VALUES = ['ALL_NEW', 'ALL_OLD', 'UPDATED_NEW', 'UPDATED_OLD', 'NONE'];

function updateItemOf(random: Random): Draft {
  return {
    operation: 'UpdateItem',
    input: {
      TableName,
      Key: keyOf(random),
      ...(random.chance(0.7) && { ReturnValues: random.pick(RETURN_VALUES) }),
      ...onFailure(random),
      ...capacity(random),
    },
    update: updateOf(random),
    ...conditional(random, 0.3),
    ...flawOf(random),
  };
}

function deleteOf(random: Random): Draft {
  return {
    operation: 'DeleteItem',
    input: {
      TableName,
      Key: keyOf(random),
      ...(random.chance(0.5) && { ReturnValues: 'ALL_OLD' }),
      ...onFailure(random),
    },
    ...conditional(random, 0.5),
  };
}

function getOf(random: Random): Draft {
  return {
    operation: 'GetItem',
    input: { TableName, Key: keyOf(random), ConsistentRead: true, ...capacity(random) },
    ...(random.chance(0.8) && { projection: projectionOf(random) }),
  };
}

const RANGES = ['=', '<', '<=', '>', '>='];

function rangeOf(random: Random, name: string, values: string[], text: boolean): string {
  const kind = random.int(0, 7);
  if (kind === 0) return `${name} BETWEEN ${random.pick(values)} AND ${random.pick(values)}`;
  if (kind <= 2 && text) return `begins_with(${name}, ${random.pick(values)})`;
  return `${name} ${random.pick(RANGES)} ${random.pick(values)}`;
}

function queryOf(random: Random): Draft {
  const where = random.pick(['table', 'table', 'pending', 'kinds', 'ranks']);
  const keyCondition: string[] = [];
  if (where === 'table') {
    keyCondition.push(`pk = :p${random.int(1, 3)}`);
    if (random.chance(0.6)) keyCondition.push(rangeOf(random, 'sk', [':a', ':ab', ':b'], true));
  } else if (where === 'ranks') {
    keyCondition.push(`sk = ${random.pick([':a', ':ab', ':b'])}`);
    if (random.chance(0.6)) keyCondition.push(rangeOf(random, 'r', RANKS, false));
  } else {
    keyCondition.push(`q = ${random.pick(QUEUES)}`);
    if (where === 'pending' && random.chance(0.6)) {
      keyCondition.push(rangeOf(random, 'r', RANKS, false));
    }
  }
  return {
    operation: 'Query',
    input: {
      TableName,
      ...(where !== 'table' && { IndexName: where }),
      ...(random.chance(0.6) && { ScanIndexForward: random.chance(0.5) }),
      ...(random.chance(0.5) && { Limit: random.int(1, 4) }),
      ...(random.chance(0.1) && { Select: 'COUNT' }),
      ...(random.chance(0.05) && { ConsistentRead: true }),
      ...capacity(random),
    },
    keyCondition: random.chance(0.1) ? keyCondition.reverse() : keyCondition,
    ...(random.chance(0.4) && { filter: conditionOf(random) }),
    ...(random.chance(0.3) && { projection: projectionOf(random) }),
    ...flawOf(random),
  };
}

function scanOf(random: Random): Draft {
  return {
    operation: 'Scan',
    input: {
      TableName,
      ...(random.chance(0.3) && { IndexName: random.pick(['pending', 'kinds', 'ranks']) }),
      ...(random.chance(0.2) && { Select: 'COUNT' }),
    },
    ...(random.chance(0.9) && { filter: conditionOf(random) }),
    ...(random.chance(0.3) && { projection: projectionOf(random) }),
  };
}

function memberOf(random: Random): Draft {
  const kind = random.pick(['Put', 'Update', 'Update', 'Delete', 'ConditionCheck']);
  const on = { TableName, ...onFailure(random) };
  switch (kind) {
    case 'Put':
      return {
        operation: kind,
        input: { ...on, Item: itemOf(random) },
        ...conditional(random, 0.3),
      };
    case 'Update':
      return {
        operation: kind,
        input: { ...on, Key: keyOf(random) },
        update: updateOf(random),
        ...conditional(random, 0.3),
      };
    case 'Delete':
      return { operation: kind, input: { ...on, Key: keyOf(random) }, ...conditional(random, 0.3) };
    default:
      return {
        operation: kind,
        input: { ...on, Key: keyOf(random) },
        condition: conditionOf(random),
      };
  }
}

function transactWriteOf(random: Random): Draft {
  const members = Array.from({ length: random.int(1, 4) }, () => memberOf(random));
  return {
    operation: 'TransactWriteItems',
    input: capacity(random),
    members: random.chance(0.97) ? onDistinctItems(members) : members,
  };
}

/** The first member for every item. */
function onDistinctItems(members: Draft[]): Draft[] {
  const addressOf = ({ input }: Draft) => {
    const { pk, sk } = (input.Item ?? input.Key) as Record<string, Value>;
    return JSON.stringify([pk, sk]);
  };
  return members.filter(
    (member, at) => members.findIndex((other) => addressOf(other) === addressOf(member)) === at,
  );
}

function transactGetOf(random: Random): Draft {
  return {
    operation: 'TransactGetItems',
    input: {},
    members: Array.from({ length: random.int(1, 3) }, () => ({
      operation: 'Get',
      input: { TableName, Key: keyOf(random) },
      ...(random.chance(0.6) && { projection: projectionOf(random) }),
    })),
  };
}

function batchWriteOf(random: Random): Draft {
  const requests = Array.from({ length: random.int(1, 5) }, () =>
    random.chance(0.7)
      ? { PutRequest: { Item: itemOf(random) } }
      : { DeleteRequest: { Key: keyOf(random) } },
  );
  return {
    operation: 'BatchWriteItem',
    input: { RequestItems: { [TableName]: requests }, ...capacity(random) },
  };
}

function batchGetOf(random: Random): Draft {
  const keys = Array.from({ length: random.int(1, 4) }, () => keyOf(random));
  return {
    operation: 'BatchGetItem',
    input: { RequestItems: { [TableName]: { Keys: keys } }, ...capacity(random) },
  };
}

const READING_TIMES = ['0', '1', '-1', '10', '2', '1.5', '-0.001', '1e20', '-1e20', '100'];
const READING_IDS = ['AA==', '/w=='];

function readingPutOf(random: Random): Draft {
  return {
    operation: 'PutItem',
    input: {
      TableName: READINGS.TableName,
      Item: {
        id: { B: random.pick(READING_IDS) },
        at: { N: random.pick(READING_TIMES) },
        n: sample(random.pick(ATTRIBUTES.n ?? [])),
      },
    },
  };
}

function readingQueryOf(random: Random): Draft {
  return {
    operation: 'Query',
    input: {
      TableName: READINGS.TableName,
      ScanIndexForward: random.chance(0.5),
      ...(random.chance(0.5) && { Limit: random.int(1, 3) }),
    },
    keyCondition: ['id = :b255', rangeOf(random, 'at', RANKS, false)],
  };
}
