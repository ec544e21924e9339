import {
  ApiGatewayManagementApiClient,
  DeleteConnectionCommand,
  PostToConnectionCommand,
} from '@aws-sdk/client-apigatewaymanagementapi';
import {
  ConditionalCheckFailedException,
  TransactionCanceledException,
} from '@aws-sdk/client-dynamodb';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
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
import type { Session } from '../../../lambdas/domain/session.ts';
import type { SocketEvent } from '../../../lambdas/socket/caller.ts';
import type { ServerFrame } from '../../../protocol/server-frames.ts';

export const SESSION_ID = '0192f0c1-2b3c-7d4e-8f50-61728394a5b6';
export const OTHER_SESSION_ID = '0192f0c1-2b3c-7d4e-8f50-61728394a5b7';
export const MESSAGE_ID = '0192f0c1-9999-7d4e-8f50-61728394a5b6';

/** Mocks of the three AWS clients, emptied before each test by the caller. */
export const table = mockClient(DynamoDBDocumentClient);
export const queue = mockClient(SQSClient);
export const sockets = mockClient(ApiGatewayManagementApiClient);

export function resetClients(): void {
  table.reset();
  queue.reset();
  sockets.reset();
  queue.on(SendMessageCommand).resolves({});
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
    escalation: {
      escalationId: 'esc-1',
      n: 1,
      status: 'pending',
      priority: 'high',
      queue: 'billing',
      score: 0.9,
      reasons: [{ code: 'topic.billing_dispute', score: 0.9, evidence: [] }],
      waitingSince: Date.now() - 30_000,
      excerpt: 'My bill is wrong',
    },
    ...patch,
  });
}

/** The same session with Asha in it. */
export function activeSession(patch: Partial<Session> = {}): Session {
  const queued = queuedSession();
  return {
    ...queued,
    status: 'active',
    escalation: queued.escalation && { ...queued.escalation, status: 'accepted' },
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

/** Lets the table answer a Query of the agents. */
export function storedAgents(...agents: AgentRecord[]): void {
  table
    .on(QueryCommand, { ExpressionAttributeValues: { ':pk': 'AGENTS' } })
    .resolves({ Items: agents.map(agentItem) });
}

export function agentItem(agent: AgentRecord): Record<string, unknown> {
  const { sessions, ...rest } = agent;
  return {
    pk: 'AGENTS',
    sk: agent.agentId,
    ...rest,
    ...(sessions.length > 0 && { sessions: new Set(sessions) }),
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

/** The messages that were sent to a queue, with their delay. */
export function sent(
  name: 'candidates' | 'timers',
): { body: Record<string, unknown>; delay: number | undefined }[] {
  return queue
    .commandCalls(SendMessageCommand)
    .filter(({ args: [{ input }] }) => input.QueueUrl?.endsWith(name))
    .map(({ args: [{ input }] }) => ({
      body: JSON.parse(String(input.MessageBody)),
      delay: input.DelaySeconds,
    }));
}

/** The writes of the last transaction. */
export function lastTransaction() {
  return table.commandCalls(TransactWriteCommand).at(-1)?.args[0].input.TransactItems ?? [];
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
