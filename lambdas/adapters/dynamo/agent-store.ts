import { type DynamoDBDocumentClient, GetCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { AgentRecord } from '../../domain/agent.ts';
import { POLICY } from '../../domain/policy.ts';
import type { AgentStore } from '../../ports.ts';
import { conditionally, queryAll, reliably } from './client.ts';
import { agentKey } from './keys.ts';

/** Agents in the one table. @throws UnavailableError from every method if the table fails. */
export function dynamoAgents(client: DynamoDBDocumentClient, table: string): AgentStore {
  const update = (
    agentId: string,
    change: {
      set: string;
      condition?: string;
      names: string[];
      values?: Record<string, unknown>;
      returned?: 'ALL_NEW' | 'ALL_OLD';
    },
  ) =>
    conditionally(() =>
      client.send(
        new UpdateCommand({
          TableName: table,
          Key: agentKey(agentId),
          UpdateExpression: change.set,
          ConditionExpression: change.condition,
          ExpressionAttributeNames: Object.fromEntries(
            change.names.map((name) => [`#${name}`, name]),
          ),
          ExpressionAttributeValues: change.values,
          ReturnValues: change.returned ?? 'ALL_NEW',
        }),
      ),
    );

  return {
    async signIn({ agentId, name, team, supervisor, queues }) {
      const output = await update(agentId, {
        set:
          'SET #agentId = :agentId, #name = :name, #team = :team, #supervisor = :supervisor,' +
          ' #queues = :queues, #availability = if_not_exists(#availability, :away),' +
          ' #capacity = if_not_exists(#capacity, :capacity)',
        names: ['agentId', 'name', 'team', 'supervisor', 'queues', 'availability', 'capacity'],
        values: {
          ':agentId': agentId,
          ':name': name,
          ':team': team,
          ':supervisor': supervisor,
          ':queues': queues,
          // Signing in is no promise to take chats; the agent makes it by choosing "available".
          ':away': 'away',
          ':capacity': POLICY.capacity,
        },
      });
      return fromItem(output?.Attributes ?? {});
    },

    async get(agentId) {
      const { Item } = await reliably(() =>
        client.send(
          new GetCommand({ TableName: table, Key: agentKey(agentId), ConsistentRead: true }),
        ),
      );
      return Item ? fromItem(Item) : null;
    },

    async list() {
      const items = await queryAll(client, {
        TableName: table,
        KeyConditionExpression: 'pk = :pk',
        ExpressionAttributeValues: { ':pk': agentKey('').pk },
        ConsistentRead: true,
      });
      return items.map(fromItem);
    },

    async setAvailability(agentId, availability) {
      const output = await update(agentId, {
        set: 'SET #availability = :availability',
        condition: 'attribute_exists(pk)',
        names: ['availability'],
        values: { ':availability': availability },
      });
      return output?.Attributes ? fromItem(output.Attributes) : null;
    },

    async connect(agentId, connectionId, now) {
      const output = await update(agentId, {
        set:
          'SET #connectionId = :connectionId, #seenAt = :now' +
          ' REMOVE #lostAt, #lostConnectionId',
        names: ['connectionId', 'seenAt', 'lostAt', 'lostConnectionId'],
        values: { ':connectionId': connectionId, ':now': now },
        returned: 'ALL_OLD',
      });
      return { displaced: output?.Attributes?.connectionId ?? null };
    },

    async heartbeat(agentId, connectionId, now) {
      const output = await update(agentId, {
        set: 'SET #seenAt = :now, #connectionId = :connectionId REMOVE #lostAt, #lostConnectionId',
        // An address cleared by a push that came before the handshake was done is restored.
        condition: '#connectionId = :connectionId OR attribute_not_exists(#connectionId)',
        names: ['seenAt', 'connectionId', 'lostAt', 'lostConnectionId'],
        values: { ':now': now, ':connectionId': connectionId },
      });
      return output?.Attributes ? fromItem(output.Attributes) : null;
    },

    async disconnect(agentId, connectionId, now) {
      const output = await update(agentId, {
        set: 'SET #lostAt = :now, #lostConnectionId = :connectionId REMOVE #connectionId',
        condition: '#connectionId = :connectionId',
        names: ['lostAt', 'lostConnectionId', 'connectionId'],
        values: { ':now': now, ':connectionId': connectionId },
      });
      return output !== null;
    },
  };
}

function fromItem(item: Record<string, unknown>): AgentRecord {
  const { pk, sk, sessions, ...agent } = item;
  return {
    ...(agent as unknown as Omit<AgentRecord, 'sessions'>),
    sessions: sessions instanceof Set ? [...sessions] : [],
  };
}
