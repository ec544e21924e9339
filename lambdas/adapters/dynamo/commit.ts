import {
  type DynamoDBDocumentClient,
  PutCommand,
  TransactWriteCommand,
  type TransactWriteCommandInput,
} from '@aws-sdk/lib-dynamodb';
import type { AgentWrite, Change, EscalationWrite } from '../../domain/change.ts';
import type { CommitResult } from '../../ports.ts';
import { agentWrite } from './agent-write.ts';
import { conditionally, errorName, unavailable } from './client.ts';
import {
  contactKey,
  ENTRIES_PER_ITEM,
  escalationKey,
  leftKey,
  messageKey,
  noteKey,
} from './keys.ts';
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
    ...recordWrites(table, change, now),
    // Last, so that a refusal can tell which of them refused.
    ...(change.agents ?? []).map((write) => agentWrite(table, change.after, write, now)),
  ];
  if (rest.length === 0) {
    const done = await conditionally(() => client.send(new PutCommand(head)));
    return done ? 'committed' : 'conflict';
  }
  try {
    await client.send(new TransactWriteCommand({ TransactItems: [{ Put: head }, ...rest] }));
    return 'committed';
  } catch (error) {
    return refusal(error, change.agents ?? []);
  }
}

/**
 * The entries of one step are one item: what the customer says and what the bot answers cost one
 * write instead of two. It stands under the first entry's number.
 */
function messageWrites(table: string, { messages, after }: Change, now: number): Write[] {
  const first = messages[0];
  if (!first) return [];
  if (messages.length > ENTRIES_PER_ITEM) throw new RangeError('too many entries in one step');
  return [
    {
      Put: {
        TableName: table,
        Item: { ...messageKey(after.sessionId, first.seq), entries: messages, ttl: ttlOf(now) },
        // Entries are immutable; the version guards this too, but here it costs nothing.
        ConditionExpression: 'attribute_not_exists(pk)',
      },
    },
  ];
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

function recordWrites(table: string, change: Change, now: number): Write[] {
  const { note, contact, left, after } = change;
  const ttl = ttlOf(now);
  const items: Record<string, unknown>[] = [];
  if (note) items.push({ ...noteKey(after.sessionId, note.n), ...note, ttl });
  if (contact) {
    const { customerId, ...row } = contact;
    items.push({ ...contactKey(customerId, row.at, row.sessionId), ...row, ttl });
  }
  if (left) {
    const { handled, ...row } = left;
    items.push({ ...leftKey(left.queue, left.at, left.sessionId), ...row, ttl });
  }
  return items.map((Item) => ({ Put: { TableName: table, Item } }));
}

/** The document client leaves the item of a cancellation in wire form. */
interface Cancellation {
  CancellationReasons?: {
    Code?: string;
    Item?: { sessions?: { SS?: string[] }; capacity?: { N?: string } };
  }[];
}

function refusal(error: unknown, agents: readonly AgentWrite[]): CommitResult {
  const name = errorName(error);
  if (name === 'TransactionInProgressException') return 'conflict';
  if (name !== 'TransactionCanceledException') throw unavailable(error);
  const reasons = (error as Cancellation).CancellationReasons ?? [];
  const codes = reasons.map(({ Code }) => Code);
  if (codes[0] === 'ConditionalCheckFailed' || codes.includes('TransactionConflict')) {
    return 'conflict';
  }
  const ofAgents = reasons.slice(reasons.length - agents.length);
  const refused = ofAgents.find(({ Code }) => Code === 'ConditionalCheckFailed');
  if (agents.length > 0 && refused) {
    if (agents[ofAgents.indexOf(refused)]?.unseenSince !== undefined) return 'agent_back';
    const held = refused.Item?.sessions?.SS?.length ?? 0;
    return refused.Item && held >= Number(refused.Item.capacity?.N ?? 0)
      ? 'agent_full'
      : 'agent_absent';
  }
  // A message or escalation key that exists already: written by whoever raised the version.
  if (codes.includes('ConditionalCheckFailed')) return 'conflict';
  throw unavailable(error);
}
