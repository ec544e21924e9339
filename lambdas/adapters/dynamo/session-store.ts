import {
  type DynamoDBDocumentClient,
  GetCommand,
  QueryCommand,
  UpdateCommand,
  type UpdateCommandInput,
} from '@aws-sdk/lib-dynamodb';
import type {
  Escalation,
  EscalationCard,
  Note,
  PreviousContact,
} from '../../../protocol/escalation.ts';
import type { Message } from '../../../protocol/message.ts';
import type { ReadMarks } from '../../../protocol/server-frames.ts';
import type { Session } from '../../domain/session.ts';
import type { SessionStore } from '../../ports.ts';
import { conditionally, queryAll, reliably } from './client.ts';
import { commitChange } from './commit.ts';
import {
  contactKey,
  DUE_SHARDS,
  dueEnd,
  ENTRIES_PER_ITEM,
  ESCALATION_PREFIX,
  headKey,
  MESSAGES_END,
  messageKey,
  NOTE_PREFIX,
  pendingPartition,
  readKey,
  sessionIdOf,
} from './keys.ts';
import { fromItem, ttlOf } from './session-item.ts';

/** What one sweep can take on; the rest, being later, is found a minute later. */
const DUE_PER_SHARD = 500;

/** Earlier sessions of one customer that anybody wants to see. */
const CONTACTS_LIMIT = 20;

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

  /** Items that hold entries after a place, and perhaps a few before it. */
  const items = async (
    sessionId: string,
    after: number,
    limit: number,
    { forward = true, end = MESSAGES_END } = {},
  ) => {
    // The entry may stand in an item that begins before it.
    const from = messageKey(sessionId, after + 2 - ENTRIES_PER_ITEM);
    const { Items = [] } = await reliably(() =>
      client.send(
        new QueryCommand({
          TableName: table,
          KeyConditionExpression: 'pk = :pk AND sk BETWEEN :from AND :end',
          ExpressionAttributeValues: { ':pk': from.pk, ':from': from.sk, ':end': end },
          ConsistentRead: true,
          Limit: limit + ENTRIES_PER_ITEM - 1,
          ScanIndexForward: forward,
        }),
      ),
    );
    return Items;
  };

  const rows = async <T>(sessionId: string, prefix: string): Promise<T[]> => {
    const items = await queryAll(client, {
      TableName: table,
      KeyConditionExpression: 'pk = :pk AND begins_with(sk, :prefix)',
      ExpressionAttributeValues: { ':pk': headKey(sessionId).pk, ':prefix': prefix },
      ConsistentRead: true,
    });
    return items.map(({ pk, sk, ttl, ...row }) => row as T);
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

    messagesAfter: async (sessionId, seq, limit) =>
      entriesAfter(await items(sessionId, seq, limit), seq).slice(0, limit),

    lastMessages: async (sessionId, limit) =>
      entriesAfter((await items(sessionId, 0, limit, { forward: false })).reverse(), 0).slice(
        -limit,
      ),

    async page(sessionId, seq, limit) {
      const { sk } = readKey(sessionId);
      // One more than asked for: the marks follow the last message.
      const found = await items(sessionId, seq, limit + 1, { end: sk });
      const marks = found.find((item) => item.sk === sk);
      return { messages: entriesAfter(found, seq).slice(0, limit), read: toMarks(marks) };
    },

    async readMarks(sessionId) {
      const { Item } = await reliably(() =>
        client.send(
          new GetCommand({ TableName: table, Key: readKey(sessionId), ConsistentRead: true }),
        ),
      );
      return toMarks(Item);
    },

    async markRead(sessionId, by, seq, now) {
      const output = await conditionally(() =>
        client.send(
          new UpdateCommand({
            TableName: table,
            Key: readKey(sessionId),
            UpdateExpression: 'SET #by = :seq, #ttl = :ttl',
            ConditionExpression: 'attribute_not_exists(#by) OR #by < :seq',
            ExpressionAttributeNames: { '#by': by, '#ttl': 'ttl' },
            ExpressionAttributeValues: { ':seq': seq, ':ttl': ttlOf(now) },
          }),
        ),
      );
      return output !== null;
    },

    escalations: (sessionId) => rows<Escalation>(sessionId, ESCALATION_PREFIX),

    notes: (sessionId) => rows<Note>(sessionId, NOTE_PREFIX),

    async contacts(customerId, since) {
      const from = contactKey(customerId, since, '');
      const { Items = [] } = await reliably(() =>
        client.send(
          new QueryCommand({
            TableName: table,
            KeyConditionExpression: 'pk = :pk AND sk >= :from',
            ExpressionAttributeValues: { ':pk': from.pk, ':from': from.sk },
            ConsistentRead: true,
            ScanIndexForward: false,
            Limit: CONTACTS_LIMIT,
          }),
        ),
      );
      return Items.map(({ pk, sk, ttl, ...contact }) => contact as PreviousContact);
    },

    async connectCustomer(opening, connectionId, now) {
      const { sessionId, ...known } = opening;
      const fresh: Partial<Session> = {
        ...known,
        status: 'bot',
        seq: 0,
        openedAt: now,
        last: {},
        botSinceSeq: 0,
        escalationCount: 0,
      };
      const entries = Object.entries(fresh).filter(([, value]) => value !== undefined);
      const names = entries.map(([name]) => name);
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
              ...Object.fromEntries(entries.map(([name, value]) => [`:${name}`, value])),
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
      return items.map(({ card, version, customerLostAt }) => ({
        ...(card as EscalationCard),
        version: Number(version),
        // The head knows it; a lost connection is written without the rest of the card.
        customerPresent: customerLostAt === undefined,
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

function entriesAfter(items: readonly Record<string, unknown>[], seq: number): Message[] {
  return items
    .flatMap(({ entries }) => (entries ?? []) as Message[])
    .filter((message) => message.seq > seq);
}

function toMarks(item: Record<string, unknown> | undefined): ReadMarks {
  return { customer: Number(item?.customer ?? 0), agent: Number(item?.agent ?? 0) };
}
