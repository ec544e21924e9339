import {
  type DynamoDBDocumentClient,
  PutCommand,
  TransactWriteCommand,
  type TransactWriteCommandInput,
} from '@aws-sdk/lib-dynamodb';
import type { AgentWrite, Change, EscalationWrite } from '../../domain/session.ts';
import type { CommitResult } from '../../ports.ts';
import { conditionally, errorName, unavailable } from './client.ts';
import { agentKey, escalationKey, messageKey } from './keys.ts';
import { toItem, ttlOf } from './session-item.ts';

type Write = NonNullable<TransactWriteCommandInput['TransactItems']>[number];

/**
 * Stores a change in one transaction on condition that the session's version still stands; a
 * change of the head alone is a plain conditional write at half the price.
 *
 * @throws UnavailableError if the table did not answer or refused for another reason.
 */
export async function commitChange(
  client: DynamoDBDocumentClient,
  table: string,
  change: Change,
  now: number,
): Promise<CommitResult> {
  const head = {
    TableName: table,
    Item: toItem(change.after, now),
    ConditionExpression: '#version = :version',
    ExpressionAttributeNames: { '#version': 'version' },
    ExpressionAttributeValues: { ':version': change.before.version },
  };
  const rest = [
    ...messageWrites(table, change, now),
    ...escalationWrites(table, change, change.escalation, now),
    ...agentWrites(table, change, change.agent),
  ];
  if (rest.length === 0) {
    const done = await conditionally(() => client.send(new PutCommand(head)));
    return done ? 'committed' : 'conflict';
  }
  try {
    await client.send(new TransactWriteCommand({ TransactItems: [{ Put: head }, ...rest] }));
    return 'committed';
  } catch (error) {
    return refusal(error, change.agent);
  }
}

function messageWrites(table: string, change: Change, now: number): Write[] {
  const { sessionId } = change.after;
  return change.messages.map((message) => ({
    Put: {
      TableName: table,
      Item: { ...messageKey(sessionId, message.seq), ...message, ttl: ttlOf(now) },
      // Entries are immutable; the version guards this too, but here it costs nothing.
      ConditionExpression: 'attribute_not_exists(pk)',
    },
  }));
}

function escalationWrites(
  table: string,
  { after }: Change,
  write: EscalationWrite | undefined,
  now: number,
): Write[] {
  if (!write) return [];
  const Key = escalationKey(after.sessionId, write.n);
  if (write.kind === 'create') {
    const Item = { ...Key, ...write.escalation, ttl: ttlOf(now) };
    return [{ Put: { TableName: table, Item, ConditionExpression: 'attribute_not_exists(pk)' } }];
  }
  return [
    {
      Update: {
        TableName: table,
        Key,
        UpdateExpression: 'SET #status = :status, #history = list_append(#history, :entry)',
        ConditionExpression: 'attribute_exists(pk)',
        ExpressionAttributeNames: { '#status': 'status', '#history': 'history' },
        ExpressionAttributeValues: {
          ':status': write.entry.escalation.to,
          ':entry': [write.entry],
        },
      },
    },
  ];
}

function agentWrites(table: string, { after }: Change, write: AgentWrite | undefined): Write[] {
  if (!write) return [];
  const Key = agentKey(write.agentId);
  const sessions = new Set([after.sessionId]);
  if (write.kind === 'leave') {
    return [
      {
        Update: {
          TableName: table,
          Key,
          UpdateExpression: 'DELETE #sessions :sessions',
          ExpressionAttributeNames: { '#sessions': 'sessions' },
          ExpressionAttributeValues: { ':sessions': sessions },
        },
      },
    ];
  }
  return [
    {
      Update: {
        TableName: table,
        Key,
        UpdateExpression: 'ADD #sessions :sessions',
        ConditionExpression:
          '#availability <> :offline AND attribute_exists(#connectionId) AND #seenAt > :seenAfter' +
          ' AND (attribute_not_exists(#sessions) OR size(#sessions) < #capacity)',
        ExpressionAttributeNames: {
          '#sessions': 'sessions',
          '#availability': 'availability',
          '#connectionId': 'connectionId',
          '#seenAt': 'seenAt',
          '#capacity': 'capacity',
        },
        ExpressionAttributeValues: {
          ':sessions': sessions,
          ':offline': 'offline',
          ':seenAfter': write.seenAfter,
        },
        ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
      },
    },
  ];
}

/** The document client leaves the item of a cancellation in wire form. */
interface Cancellation {
  CancellationReasons?: {
    Code?: string;
    Item?: { sessions?: { SS?: string[] }; capacity?: { N?: string } };
  }[];
}

function refusal(error: unknown, agent: AgentWrite | undefined): CommitResult {
  const name = errorName(error);
  if (name === 'TransactionInProgressException') return 'conflict';
  if (name !== 'TransactionCanceledException') throw unavailable(error);
  const reasons = (error as Cancellation).CancellationReasons ?? [];
  const codes = reasons.map(({ Code }) => Code);
  if (codes[0] === 'ConditionalCheckFailed' || codes.includes('TransactionConflict')) {
    return 'conflict';
  }
  if (agent?.kind === 'take' && codes.at(-1) === 'ConditionalCheckFailed') {
    const item = reasons.at(-1)?.Item;
    const held = item?.sessions?.SS?.length ?? 0;
    return item && held >= Number(item.capacity?.N ?? 0) ? 'agent_full' : 'agent_absent';
  }
  // A message or escalation key that exists already: written by whoever raised the version.
  if (codes.includes('ConditionalCheckFailed')) return 'conflict';
  throw unavailable(error);
}
