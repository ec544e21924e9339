import {
  type DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  QueryCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import type { CannedReplies, LeftMessage } from '../../../protocol/http.ts';
import type { Tally } from '../../domain/tally.ts';
import type { RecordStore } from '../../ports.ts';
import { conditionally, queryAll, reliably } from './client.ts';
import { cannedKey, leftKey, maximaKey, STATS_SHARDS, statsKey } from './keys.ts';

/** What is kept beside the sessions. @throws UnavailableError from every method if the table fails. */
export function dynamoRecords(client: DynamoDBDocumentClient, table: string): RecordStore {
  const raise = ([name, value]: [string, number], day: string) =>
    conditionally(() =>
      client.send(
        new UpdateCommand({
          TableName: table,
          Key: maximaKey(day),
          UpdateExpression: 'SET #name = :value',
          ConditionExpression: 'attribute_not_exists(#name) OR #name < :value',
          ExpressionAttributeNames: { '#name': name },
          ExpressionAttributeValues: { ':value': value },
        }),
      ),
    );

  const increase = (day: string, add: Tally['add']) => {
    const names = Object.keys(add);
    return reliably(() =>
      client.send(
        new UpdateCommand({
          TableName: table,
          Key: statsKey(day, Math.floor(Math.random() * STATS_SHARDS)),
          UpdateExpression: `ADD ${names.map((_, i) => `#n${i} :v${i}`).join(', ')}`,
          ExpressionAttributeNames: Object.fromEntries(names.map((name, i) => [`#n${i}`, name])),
          ExpressionAttributeValues: Object.fromEntries(
            names.map((name, i) => [`:v${i}`, add[name]]),
          ),
        }),
      ),
    );
  };

  return {
    async leftMessages(queue, limit) {
      const { Items = [] } = await reliably(() =>
        client.send(
          new QueryCommand({
            TableName: table,
            KeyConditionExpression: 'pk = :pk',
            ExpressionAttributeValues: { ':pk': leftKey(queue, 0, '').pk },
            ScanIndexForward: false,
            Limit: limit,
          }),
        ),
      );
      return Items.map(toLeft);
    },

    async handleLeft({ queue, at, sessionId }, handled) {
      const output = await conditionally(() =>
        client.send(
          new UpdateCommand({
            TableName: table,
            Key: leftKey(queue, at, sessionId),
            UpdateExpression: 'SET #handled = if_not_exists(#handled, :handled)',
            ConditionExpression: 'attribute_exists(pk)',
            ExpressionAttributeNames: { '#handled': 'handled' },
            ExpressionAttributeValues: { ':handled': handled },
            ReturnValues: 'ALL_NEW',
          }),
        ),
      );
      return output?.Attributes ? toLeft(output.Attributes) : null;
    },

    async count(day, { add, max }) {
      if (Object.keys(add).length > 0) await increase(day, add);
      await Promise.all(Object.entries(max).map((entry) => raise(entry, day)));
    },

    async totals(day) {
      const items = await queryAll(client, {
        TableName: table,
        KeyConditionExpression: 'pk = :pk',
        ExpressionAttributeValues: { ':pk': maximaKey(day).pk },
      });
      const tally: Tally = { add: {}, max: {} };
      for (const { pk, sk, ...counters } of items) {
        for (const [name, value] of Object.entries(counters)) {
          if (sk === maximaKey(day).sk) tally.max[name] = Number(value);
          else tally.add[name] = (tally.add[name] ?? 0) + Number(value);
        }
      }
      return tally;
    },

    async cannedReplies() {
      const { Item } = await reliably(() =>
        client.send(new GetCommand({ TableName: table, Key: cannedKey, ConsistentRead: true })),
      );
      return Item ? toCanned(Item) : { version: 0, replies: [] };
    },

    async replaceCannedReplies({ version, replies }) {
      const stored = { version: version + 1, replies };
      const output = await conditionally(() =>
        client.send(
          new PutCommand({
            TableName: table,
            Item: { ...cannedKey, ...stored },
            ConditionExpression: version === 0 ? 'attribute_not_exists(pk)' : '#version = :version',
            ...(version > 0 && {
              ExpressionAttributeNames: { '#version': 'version' },
              ExpressionAttributeValues: { ':version': version },
            }),
          }),
        ),
      );
      return output && stored;
    },
  };
}

function toLeft({ pk, sk, ttl, ...message }: Record<string, unknown>): LeftMessage {
  return { handled: null, ...message } as unknown as LeftMessage;
}

function toCanned({ version, replies }: Record<string, unknown>): CannedReplies {
  return { version, replies } as CannedReplies;
}
