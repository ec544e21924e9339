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
          ' #queues = if_not_exists(#fixedQueues, :queues), #availability = if_not_exists(#availability, :away),' +
          ' #capacity = if_not_exists(#capacity, :capacity)',
        names: [
          'agentId',
          'name',
          'team',
          'supervisor',
          'queues',
          'fixedQueues',
          'availability',
          'capacity',
        ],
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
      return Item && isSignedIn(Item) ? fromItem(Item) : null;
    },

    async list() {
      const items = await queryAll(client, {
        TableName: table,
        KeyConditionExpression: 'pk = :pk',
        ExpressionAttributeValues: { ':pk': agentKey('').pk },
        ConsistentRead: true,
      });
      return items.filter(isSignedIn).map(fromItem);
    },

    async setAvailability(agentId, availability, now) {
      const output = await update(agentId, {
        set: 'SET #availability = :availability, #idleSince = :now REMOVE #notResponding',
        condition: 'attribute_exists(pk)',
        names: ['availability', 'idleSince', 'notResponding'],
        values: { ':availability': availability, ':now': now },
      });
      return output?.Attributes ? fromItem(output.Attributes) : null;
    },

    async edit(agentId, { capacity, queues }) {
      const sets = [
        ...(capacity === undefined ? [] : ['#capacity = :capacity']),
        ...(queues === undefined ? [] : ['#queues = :queues', '#fixedQueues = :queues']),
      ];
      if (sets.length === 0) return this.get(agentId);
      const output = await update(agentId, {
        set: `SET ${sets.join(', ')}`,
        condition: 'attribute_exists(pk)',
        names: [
          ...(capacity === undefined ? [] : ['capacity']),
          ...(queues === undefined ? [] : ['queues', 'fixedQueues']),
        ],
        values: {
          ...(capacity !== undefined && { ':capacity': capacity }),
          ...(queues !== undefined && { ':queues': queues }),
        },
      });
      return output?.Attributes ? fromItem(output.Attributes) : null;
    },

    async connect(agentId, connectionId, now) {
      const output = await update(agentId, {
        set:
          'SET #connectionId = :connectionId, #seenAt = :now' +
          ' REMOVE #lostAt, #lostConnectionId',
        condition: 'attribute_exists(pk)',
        names: ['connectionId', 'seenAt', 'lostAt', 'lostConnectionId'],
        values: { ':connectionId': connectionId, ':now': now },
        returned: 'ALL_OLD',
      });
      return output?.Attributes ? fromItem(output.Attributes) : null;
    },

    async heartbeat(agentId, connectionId, now) {
      const output = await update(agentId, {
        set: 'SET #seenAt = :now, #connectionId = :connectionId REMOVE #lostAt, #lostConnectionId',
        // An address cleared by a push that came before the handshake was done is restored.
        condition:
          'attribute_exists(pk) AND (#connectionId = :connectionId OR attribute_not_exists(#connectionId))',
        names: ['seenAt', 'connectionId', 'lostAt', 'lostConnectionId'],
        values: { ':now': now, ':connectionId': connectionId },
        returned: 'ALL_OLD',
      });
      if (!output?.Attributes) return null;
      const before = fromItem(output.Attributes);
      const { lostAt, lostConnectionId, ...rest } = before;
      return { before, agent: { ...rest, connectionId, seenAt: now } };
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

/** A transaction that only frees an agent leaves a stub where there is no record. */
function isSignedIn(item: Record<string, unknown>): boolean {
  return item.agentId !== undefined;
}

function fromItem(item: Record<string, unknown>): AgentRecord {
  const { pk, sk, fixedQueues, sessions, parked, offers, ...agent } = item;
  return {
    ...(agent as unknown as Omit<AgentRecord, 'sessions' | 'parked' | 'offers'>),
    sessions: membersOf(sessions),
    parked: membersOf(parked),
    offers: membersOf(offers),
  };
}

/** A set that was emptied does not exist. */
function membersOf(set: unknown): string[] {
  return set instanceof Set ? [...set] : [];
}
