import { randomUUID } from 'node:crypto';
import {
  type AttributeValue,
  BatchWriteItemCommand,
  DynamoDBClient,
  GetItemCommand,
  ListTablesCommand,
} from '@aws-sdk/client-dynamodb';
import type { BenchCloud } from './bench-cloud.ts';
import { createStage } from './stage.ts';
import { QUESTIONS } from './texts.ts';

/** Who is there besides the people of a benchmark. */
export interface Crowd {
  /** Open sessions that nobody writes in: four of five with the bot, one with an agent. */
  open?: number;
  /** Sessions that wait in the queue `billing`. */
  waiting?: number;
  /** Agents who have signed in before and are not connected. */
  staff?: number;
}

type Item = Record<string, AttributeValue>;

/** DynamoDB takes so many items at once. */
const BATCH = 25;

/** Characters of an id that a copy keeps. */
const KEPT = 4;

const HOUR_MS = 3_600_000;

/** Sessions of which one is with an agent. */
const ONE_WITH_AGENT = 5;

/** Puts a crowd into the table: copies of sessions that were played, under ids of their own. */
export async function gather(cloud: BenchCloud, crowd: Crowd): Promise<void> {
  const { open = 0, waiting = 0, staff = 0 } = crowd;
  const table = await tableOf(cloud);
  const models = await playModels(cloud, table);
  const copies = (model: Item, id: string, count: number) =>
    Array.from({ length: count }, () => copyOf(model, id));
  const withAgent = Math.floor(open / ONE_WITH_AGENT);
  await table.put([
    ...copies(models.bot.item, models.bot.id, open - withAgent),
    ...copies(models.active.item, models.active.id, withAgent),
    ...copies(models.queued.item, models.queued.id, waiting),
    ...copies(models.agent.item, models.agent.id, staff),
  ]);
}

/** One session of each kind as it is stored, and the record of an agent who is not there. */
async function playModels(cloud: BenchCloud, table: Table) {
  const stage = createStage(cloud, () => {});
  const agent = await stage.agent('meera', 'busy');
  const head = async (id: string) => ({ id, item: await table.get(`S#${id}`, 'HEAD') });

  const chatting = await stage.customer();
  await stage.play(null, ['message'], () => chatting.say(QUESTIONS[0]));
  const bot = await head(chatting.sessionId());
  await stage.finish(chatting);

  const { customer: inLine } = await stage.waiting();
  const queued = await head(inLine.sessionId());
  await stage.finish(inLine);

  const { customer: served, sessionId } = await stage.served(agent);
  await stage.play(null, ['message'], () => agent.say(sessionId, 'Hello!'));
  const active = await head(sessionId);
  await stage.finish(served, agent);
  await stage.play(null, ['disconnect'], () => agent.wire().close());
  return { bot, queued, active, agent: { id: 'meera', item: await table.get('AGENTS', 'meera') } };
}

/** Under another id, of which the end stays: it chooses the partition of an index. */
function copyOf(model: Item, id: string): Item {
  const other = `${randomUUID().slice(0, -KEPT)}${id.slice(-KEPT)}`;
  const item = JSON.parse(JSON.stringify(model).replaceAll(id, other)) as Item;
  // The sweep is to find those that are played, and no copies.
  if (item.dueSort) item.dueSort = { S: `${Date.now() + HOUR_MS}#${other}` };
  return item;
}

interface Table {
  get(pk: string, sk: string): Promise<Item>;
  put(items: readonly Item[]): Promise<void>;
}

async function tableOf({ frontDoorUrl, credentials }: BenchCloud): Promise<Table> {
  const client = new DynamoDBClient({
    endpoint: frontDoorUrl,
    region: 'us-east-1',
    credentials,
  });
  const { TableNames: [name = ''] = [] } = await client.send(new ListTablesCommand({}));
  return {
    async get(pk, sk) {
      const Key = { pk: { S: pk }, sk: { S: sk } };
      const { Item } = await client.send(new GetItemCommand({ TableName: name, Key }));
      if (!Item) throw new Error(`There is no item ${pk} ${sk}.`);
      return Item;
    },
    async put(items) {
      const left = [...items];
      while (left.length > 0) {
        const requests = left.splice(0, BATCH).map((Item) => ({ PutRequest: { Item } }));
        await client.send(new BatchWriteItemCommand({ RequestItems: { [name]: requests } }));
      }
    },
  };
}
