import {
  ApiGatewayManagementApiClient,
  DeleteConnectionCommand,
  PostToConnectionCommand,
} from '@aws-sdk/client-apigatewaymanagementapi';
import {
  ConditionalCheckFailedException,
  TransactionCanceledException,
} from '@aws-sdk/client-dynamodb';
import { SendMessageBatchCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import {
  DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  QueryCommand,
  TransactWriteCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { toItem } from '../../../lambdas/adapters/dynamo/session-item.ts';
import { EMPTY_SIGNALS } from '../../../lambdas/analysis/turn-signals.ts';
import type { AgentRecord } from '../../../lambdas/domain/agent.ts';
import type { OpenEscalation } from '../../../lambdas/domain/escalation.ts';
import type { Session } from '../../../lambdas/domain/session.ts';
import type { SocketEvent } from '../../../lambdas/socket/caller.ts';
import type { Message } from '../../../protocol/message.ts';
import type { ServerFrame } from '../../../protocol/server-frames.ts';

export const SESSION_ID = '0192f0c1-2b3c-7d4e-8f50-61728394a5b6';
export const OTHER_SESSION_ID = '0192f0c1-2b3c-7d4e-8f50-61728394a5b7';
export const MESSAGE_ID = '0192f0c1-9999-7d4e-8f50-61728394a5b6';
export const OFFER_ID = '0192f0c1-8888-7d4e-8f50-61728394a5b6';

/** Mocks of the three AWS clients, emptied before each test by the caller. */
export const table = mockClient(DynamoDBDocumentClient);
export const queue = mockClient(SQSClient);
export const sockets = mockClient(ApiGatewayManagementApiClient);

export function resetClients(): void {
  table.reset();
  queue.reset();
  sockets.reset();
  queue.on(SendMessageCommand).resolves({});
  queue.on(SendMessageBatchCommand).resolves({});
  sockets.on(PostToConnectionCommand).resolves({});
  sockets.on(DeleteConnectionCommand).resolves({});
  table.on(TransactWriteCommand).resolves({});
  table.on(PutCommand).resolves({});
  table.on(QueryCommand).resolves({ Items: [] });
}

/** A session of the bot's with the customer connected, changed as the test needs it. */
export function sessionOf(patch: Partial<Session> = {}): Session {
  return {
    sessionId: SESSION_ID,
    version: 7,
    status: 'bot',
    seq: 0,
    openedAt: Date.now() - 60_000,
    keyHash: 'aa',
    customer: { name: 'Dana', plan: 'Fibre 300' },
    customerConnectionId: 'customer-1',
    customerEpoch: 1,
    last: {},
    signals: EMPTY_SIGNALS,
    botSinceSeq: 0,
    escalationCount: 0,
    ...patch,
  };
}

/** The same session waiting for a person. */
export function queuedSession(patch: Partial<Session> = {}): Session {
  return sessionOf({
    status: 'queued',
    seq: 3,
    escalationCount: 1,
    escalation: escalationOf(),
    ...patch,
  });
}

/** An escalation to billing that waits for half a minute. */
export function escalationOf(patch: Partial<OpenEscalation> = {}): OpenEscalation {
  return {
    escalationId: 'esc-1',
    n: 1,
    status: 'pending',
    priority: 'high',
    queue: 'billing',
    score: 0.9,
    reasons: [{ code: 'topic.billing_dispute', score: 0.9, evidence: [] }],
    waitingSince: Date.now() - 30_000,
    excerpt: 'My bill is wrong',
    passedBy: [],
    passSince: Date.now() - 30_000,
    record: { spells: [], missedBy: [] },
    ...patch,
  };
}

/** The same session being offered to Asha. */
export function offeredSession(patch: Partial<Session> = {}, until = Date.now() + 30_000): Session {
  const offer = { offerId: OFFER_ID, agentId: 'asha', name: 'Asha Rao', at: until - 30_000, until };
  return queuedSession({ escalation: escalationOf({ status: 'offered', offer }), ...patch });
}

/** The same session with Asha in it. */
export function activeSession(patch: Partial<Session> = {}): Session {
  return {
    ...queuedSession(),
    status: 'active',
    escalation: escalationOf({ status: 'accepted' }),
    assignment: {
      assignmentId: 'asg-1',
      agentId: 'asha',
      name: 'Asha Rao',
      team: 'Billing',
      at: Date.now() - 10_000,
    },
    agentConnectionId: 'agent-1',
    ...patch,
  };
}

/** The same session after its end, Asha writing it up since `at`. */
export function wrappingSession(at = Date.now(), patch: Partial<Session> = {}): Session {
  return activeSession({
    status: 'wrap_up',
    closeReason: 'agent_ended',
    escalation: escalationOf({ status: 'resolved' }),
    wrapUp: { at, capacityHeld: true },
    ...patch,
  });
}

/** Asha, present and available. */
export function agentRecord(patch: Partial<AgentRecord> = {}): AgentRecord {
  return {
    agentId: 'asha',
    name: 'Asha Rao',
    team: 'Billing',
    supervisor: false,
    queues: ['billing', 'general'],
    availability: 'available',
    capacity: 4,
    sessions: [],
    parked: [],
    offers: [],
    connectionId: 'agent-1',
    seenAt: Date.now(),
    ...patch,
  };
}

/** Lets the table answer a read of the head. */
export function storedHead(session: Session | null): void {
  table
    .on(GetCommand)
    .resolves(session ? { Item: toItem(session, Date.now()) as Record<string, unknown> } : {});
}

/** Lets the table answer a Query of the transcript with what one step stored. */
export function storedEntries(...entries: Partial<Message>[]): void {
  table
    .on(QueryCommand, { KeyConditionExpression: 'pk = :pk AND sk BETWEEN :from AND :end' })
    .resolves({ Items: entries.length > 0 ? [{ pk: 'p', sk: 's', ttl: 1, entries }] : [] });
}

/** The transcript entries that the last transaction stores, each item's in turn. */
export function putEntries(): unknown[] {
  return lastTransaction()
    .filter(({ Put }) => String(Put?.Item?.sk).startsWith('M#'))
    .flatMap(({ Put }) => Put?.Item?.entries as unknown[]);
}

/** Lets the table answer a Query of the agents. */
export function storedAgents(...agents: AgentRecord[]): void {
  table
    .on(QueryCommand, { ExpressionAttributeValues: { ':pk': 'AGENTS' } })
    .resolves({ Items: agents.map(agentItem) });
}

export function agentItem(agent: AgentRecord): Record<string, unknown> {
  const { sessions, parked, offers, ...rest } = agent;
  return {
    pk: 'AGENTS',
    sk: agent.agentId,
    ...rest,
    ...(sessions.length > 0 && { sessions: new Set(sessions) }),
    ...(parked.length > 0 && { parked: new Set(parked) }),
    ...(offers.length > 0 && { offers: new Set(offers) }),
  };
}

/** A frame or lifecycle event of a connection. */
export function socketEvent(
  who: 'customer' | 'agent',
  body?: object | string,
  connectionId = who === 'customer' ? 'customer-1' : 'agent-1',
): SocketEvent {
  const authorizer =
    who === 'customer'
      ? { role: 'customer', sessionId: SESSION_ID, keyHash: 'aa', customerName: 'Dana' }
      : { role: 'agent', agentId: 'asha' };
  return {
    requestContext: { connectionId, connectedAt: 1000, requestId: 'request-1', authorizer },
    body: typeof body === 'object' ? JSON.stringify(body) : body,
    isBase64Encoded: false,
  } as unknown as SocketEvent;
}

/** The frames that were pushed, with where they went. */
export function pushed(): { to: string | undefined; frame: ServerFrame }[] {
  return sockets.commandCalls(PostToConnectionCommand).map(({ args: [{ input }] }) => ({
    to: input.ConnectionId,
    frame: JSON.parse(String(input.Data)),
  }));
}

/** The candidates that were sent to the analyzer. */
export function candidates(): Record<string, unknown>[] {
  return queue
    .commandCalls(SendMessageCommand)
    .map(({ args: [{ input }] }) => JSON.parse(String(input.MessageBody)));
}

/** The timers that were set, with their delay in seconds. */
export function timers(): { body: Record<string, unknown>; delay: number | undefined }[] {
  return queue
    .commandCalls(SendMessageBatchCommand)
    .flatMap(({ args: [{ input }] }) => input.Entries ?? [])
    .map(({ MessageBody, DelaySeconds }) => ({
      body: JSON.parse(String(MessageBody)),
      delay: DelaySeconds,
    }));
}

/** The writes of the last transaction. */
export function lastTransaction() {
  return table.commandCalls(TransactWriteCommand).at(-1)?.args[0].input.TransactItems ?? [];
}

/** The item that the last transaction puts under this sort key, or under one that starts so. */
export function putItem(sk: string): Record<string, unknown> | undefined {
  return lastTransaction().find(({ Put }) => String(Put?.Item?.sk).startsWith(sk))?.Put?.Item;
}

/** What the last transaction updates under these keys. */
export function updateOf(pk: string, sk: string) {
  return lastTransaction().find(({ Update }) => Update?.Key?.pk === pk && Update.Key.sk === sk)
    ?.Update;
}

/** How many calls went to AWS: what the budgets of the design count. */
export function sdkCalls(): number {
  return table.calls().length + queue.calls().length + sockets.calls().length;
}

export function conditionFailed(Item?: Record<string, unknown>): Error {
  return new ConditionalCheckFailedException({
    message: 'The conditional request failed',
    $metadata: {},
    ...(Item && { Item: Item as never }),
  });
}

export function cancelled(...reasons: { Code: string; Item?: unknown }[]): Error {
  return new TransactionCanceledException({
    message: 'Transaction cancelled',
    $metadata: {},
    CancellationReasons: reasons as never,
  });
}

export { GetCommand, PutCommand, QueryCommand, TransactWriteCommand, UpdateCommand };
