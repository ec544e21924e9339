import { DynamoDBClient, ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, paginateQuery } from '@aws-sdk/lib-dynamodb';
import type { Cloud } from '../../../local/cloud.ts';
import type { Escalation } from '../../../protocol/escalation.ts';
import type { Message } from '../../../protocol/message.ts';
import type { Aftermath, StoredSession } from './history.ts';

type Item = Record<string, unknown> & { sk: string };

/** The table of a cloud, read with a client of its own: no client or function is believed. */
export interface StoredTruth {
  /** A session that is not there looks like one in which nothing has happened. */
  session(sessionId: string): Promise<StoredSession>;
  agents(): Promise<Aftermath['agents']>;
  close(): void;
}

/** Opens the cloud's only table. */
export async function openTable({ urls, credentials }: Cloud): Promise<StoredTruth> {
  const raw = new DynamoDBClient({ endpoint: urls.frontDoor, region: 'us-east-1', credentials });
  const client = DynamoDBDocumentClient.from(raw);
  const { TableNames: [TableName] = [] } = await raw.send(new ListTablesCommand({}));

  const partition = async (pk: string): Promise<Item[]> => {
    const items: Item[] = [];
    const pages = paginateQuery(
      { client },
      {
        TableName,
        KeyConditionExpression: 'pk = :pk',
        ExpressionAttributeValues: { ':pk': pk },
        ConsistentRead: true,
      },
    );
    for await (const { Items = [] } of pages) items.push(...(Items as Item[]));
    return items;
  };

  return {
    async session(sessionId) {
      const items = await partition(`S#${sessionId}`);
      const head = items.find(({ sk }) => sk === 'HEAD') ?? { status: 'bot', seq: 0 };
      return {
        head: head as unknown as StoredSession['head'],
        messages: items
          .filter(({ sk }) => /^M#\d+$/.test(sk))
          .flatMap(({ entries }) => entries as Message[]),
        escalations: items.filter(({ sk }) => sk.startsWith('E#')) as unknown as Escalation[],
      };
    },
    async agents() {
      const items = await partition('AGENTS');
      return items.map(({ sk, sessions, offers, parked }) => ({
        agentId: sk,
        sessions: members(sessions),
        offers: members(offers),
        parked: members(parked),
      }));
    },
    close: () => raw.destroy(),
  };
}

/** A set that was emptied does not exist. */
function members(set: unknown): string[] {
  return set instanceof Set ? [...set] : [];
}
