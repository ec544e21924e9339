import {
  type DynamoDBDocumentClient,
  GetCommand,
  QueryCommand,
  UpdateCommand,
  type UpdateCommandInput,
} from '@aws-sdk/lib-dynamodb';
import type { Escalation, EscalationCard } from '../../../protocol/escalation.ts';
import type { Message } from '../../../protocol/message.ts';
import { EMPTY_SIGNALS } from '../../analysis/turn-signals.ts';
import type { Session } from '../../domain/session.ts';
import type { SessionStore } from '../../ports.ts';
import { conditionally, queryAll, reliably } from './client.ts';
import { commitChange } from './commit.ts';
import {
  DUE_SHARDS,
  dueEnd,
  ESCALATION_PREFIX,
  escalationKey,
  headKey,
  MESSAGES_END,
  messageKey,
  pendingPartition,
  sessionIdOf,
} from './keys.ts';
import { fromItem, ttlOf } from './session-item.ts';

/** What one sweep can take on; the rest, being later, is found a minute later. */
const DUE_PER_SHARD = 500;

/** Sessions in the one table. @throws UnavailableError from every method if the table fails. */
export function dynamoSessions(client: DynamoDBDocumentClient, table: string): SessionStore {
  /** Updates the head and raises its version; `null` if the condition did not hold. */
  const touch = async (
    sessionId: string,
    change: { set: string; condition: string; names: string[]; values: Record<string, unknown> },
    returned: 'ALL_NEW' | 'ALL_OLD' = 'ALL_NEW',
  ) => {
    const input: UpdateCommandInput = {
      TableName: table,
      Key: headKey(sessionId),
      UpdateExpression: change.set,
      ConditionExpression: change.condition,
      ExpressionAttributeNames: Object.fromEntries(
        ['version', ...change.names].map((name) => [`#${name}`, name]),
      ),
      ExpressionAttributeValues: { ':one': 1, ...change.values },
      ReturnValues: returned,
    };
    const output = await conditionally(() => client.send(new UpdateCommand(input)));
    return output?.Attributes ? fromItem(output.Attributes) : null;
  };

  const messages = async (sessionId: string, after: number, limit: number, forward: boolean) => {
    const from = messageKey(sessionId, after + 1);
    const { Items = [] } = await reliably(() =>
      client.send(
        new QueryCommand({
          TableName: table,
          KeyConditionExpression: 'pk = :pk AND sk BETWEEN :from AND :end',
          ExpressionAttributeValues: { ':pk': from.pk, ':from': from.sk, ':end': MESSAGES_END },
          ConsistentRead: true,
          Limit: limit,
          ScanIndexForward: forward,
        }),
      ),
    );
    return Items.map(({ pk, sk, ttl, ...message }) => message as Message);
  };

  return {
    async get(sessionId) {
      const { Item } = await reliably(() =>
        client.send(
          new GetCommand({ TableName: table, Key: headKey(sessionId), ConsistentRead: true }),
        ),
      );
      return Item ? fromItem(Item) : null;
    },

    commit: (change, now) => commitChange(client, table, change, now),

    messagesAfter: (sessionId, seq, limit) => messages(sessionId, seq, limit, true),

    lastMessages: async (sessionId, limit) =>
      (await messages(sessionId, 0, limit, false)).reverse(),

    async escalations(sessionId) {
      const { pk } = escalationKey(sessionId, 1);
      const items = await queryAll(client, {
        TableName: table,
        KeyConditionExpression: 'pk = :pk AND begins_with(sk, :prefix)',
        ExpressionAttributeValues: { ':pk': pk, ':prefix': ESCALATION_PREFIX },
        ConsistentRead: true,
      });
      return items.map(
        ({ pk: _pk, sk: _sk, ttl, ...escalation }) => escalation as unknown as Escalation,
      );
    },

    async connectCustomer({ sessionId, keyHash, customer }, connectionId, now) {
      const fresh: Partial<Session> = {
        sessionId,
        status: 'bot',
        seq: 0,
        openedAt: now,
        keyHash,
        customer,
        last: {},
        signals: EMPTY_SIGNALS,
        botSinceSeq: 0,
        escalationCount: 0,
      };
      const names = Object.keys(fresh);
      const { Attributes } = await reliably(() =>
        client.send(
          new UpdateCommand({
            TableName: table,
            Key: headKey(sessionId),
            UpdateExpression: [
              'SET #version = if_not_exists(#version, :zero) + :one',
              '#customerEpoch = if_not_exists(#customerEpoch, :zero) + :one',
              '#customerConnectionId = :connectionId',
              '#ttl = :ttl',
              ...names.map((name) => `#${name} = if_not_exists(#${name}, :${name})`),
            ]
              .join(', ')
              .concat(' REMOVE #customerLostAt'),
            ExpressionAttributeNames: Object.fromEntries(
              [
                'version',
                'customerEpoch',
                'customerConnectionId',
                'customerLostAt',
                'ttl',
                ...names,
              ].map((name) => [`#${name}`, name]),
            ),
            ExpressionAttributeValues: {
              ':zero': 0,
              ':one': 1,
              ':connectionId': connectionId,
              ':ttl': ttlOf(now),
              ...Object.fromEntries(
                Object.entries(fresh).map(([name, value]) => [`:${name}`, value]),
              ),
            },
            ReturnValues: 'ALL_OLD',
          }),
        ),
      );
      const before = Attributes ? fromItem(Attributes) : null;
      return { before, displaced: before?.customerConnectionId ?? null };
    },

    async helloCustomer(sessionId, connectionId) {
      const before = await touch(
        sessionId,
        {
          set: 'SET #version = #version + :one, #customerConnectionId = :connectionId REMOVE #customerLostAt',
          // An address cleared by a push that came before the handshake was done is restored.
          condition:
            'attribute_exists(pk) AND (attribute_not_exists(#customerConnectionId) OR #customerConnectionId = :connectionId)',
          names: ['customerConnectionId', 'customerLostAt'],
          values: { ':connectionId': connectionId },
        },
        'ALL_OLD',
      );
      if (!before) return null;
      const { customerLostAt, ...rest } = before;
      const session = { ...rest, version: before.version + 1, customerConnectionId: connectionId };
      return { session, wasLost: customerLostAt !== undefined };
    },

    async helloAgent(sessionId, agentId, { connectionId, connectedAt }) {
      const session = await touch(sessionId, {
        set: 'SET #version = #version + :one, #agentConnectionId = :connectionId, #agentConnectedAt = :connectedAt',
        condition:
          '#assignment.#agentId = :agentId AND (attribute_not_exists(#agentConnectedAt) OR #agentConnectedAt <= :connectedAt)',
        names: ['agentConnectionId', 'agentConnectedAt', 'assignment', 'agentId'],
        values: { ':connectionId': connectionId, ':connectedAt': connectedAt, ':agentId': agentId },
      });
      if (session) return session;
      const stored = await this.get(sessionId);
      return stored?.assignment?.agentId === agentId ? 'superseded' : 'not_theirs';
    },

    loseCustomer: (sessionId, connectionId, now, seenVersion) =>
      touch(sessionId, {
        set: 'SET #version = #version + :one, #customerLostAt = :now REMOVE #customerConnectionId',
        condition: `#customerConnectionId = :connectionId${seenVersion === undefined ? '' : ' AND #version = :seen'}`,
        names: ['customerConnectionId', 'customerLostAt'],
        values: {
          ':connectionId': connectionId,
          ':now': now,
          ...(seenVersion !== undefined && { ':seen': seenVersion }),
        },
      }),

    async loseAgentAddress(sessionId, connectionId) {
      await touch(sessionId, {
        set: 'SET #version = #version + :one REMOVE #agentConnectionId',
        condition: '#agentConnectionId = :connectionId',
        names: ['agentConnectionId'],
        values: { ':connectionId': connectionId },
      });
    },

    async pending(queue) {
      const items = await queryAll(client, {
        TableName: table,
        IndexName: 'pending',
        KeyConditionExpression: 'pendingQueue = :queue',
        ExpressionAttributeValues: { ':queue': pendingPartition(queue) },
      });
      return items.map(({ card, version }) => ({
        ...(card as EscalationCard),
        version: Number(version),
      }));
    },

    async due(now) {
      const pages = await Promise.all(
        DUE_SHARDS.map((shard) =>
          reliably(() =>
            client.send(
              new QueryCommand({
                TableName: table,
                IndexName: 'due',
                KeyConditionExpression: 'dueShard = :shard AND dueSort < :end',
                ExpressionAttributeValues: { ':shard': shard, ':end': dueEnd(now) },
                Limit: DUE_PER_SHARD,
              }),
            ),
          ),
        ),
      );
      return pages.flatMap(({ Items = [] }) => Items.map(({ pk }) => sessionIdOf(String(pk))));
    },
  };
}
