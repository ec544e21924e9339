import {
  ConditionalCheckFailedException,
  TransactionCanceledException,
} from '@aws-sdk/client-dynamodb';
import { SQSClient } from '@aws-sdk/client-sqs';
import { DynamoDBDocumentClient, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import type { Session } from '../../../lambdas/domain/session.ts';
import type { Message } from '../../../protocol/message.ts';
import { sessionIn } from '../domain/builders.ts';

export const TABLE = 'conversations';
export const SESSION_ID = '0192f0c1-2b3c-7d4e-8f50-61728394a5b6';
export const PK = `S#${SESSION_ID}`;

/** A mock of the table's client; reset it before each test. */
export const table = mockClient(DynamoDBDocumentClient);
export const queue = mockClient(SQSClient);

/** The client that the mock stands in for: no request leaves it. */
export const client = DynamoDBDocumentClient.prototype;

/** A session as the adapters need it: with an id that keys can be made of. */
export function stored(status: Parameters<typeof sessionIn>[0] = 'active'): Session {
  return { ...sessionIn(status), sessionId: SESSION_ID };
}

/** A transcript entry of the customer's. */
export function entry(seq: number): Message {
  return { seq, from: { role: 'customer' }, text: `words ${seq}`, at: seq };
}

/** What one step stored: its entries in one item. */
export function entriesItem(...seqs: [number, ...number[]]) {
  const sk = `M#${String(seqs[0]).padStart(10, '0')}`;
  return { pk: PK, sk, ttl: 1, entries: seqs.map(entry) };
}

/** Lets Queries of a range find these items as the table would: in order, within their limit. */
export function storedItems(...items: { pk: string; sk: string }[]): void {
  table.on(QueryCommand).callsFake(({ ExpressionAttributeValues: values, ...input }) => {
    const found = items
      .filter(({ pk, sk }) => pk === values[':pk'] && sk >= values[':from'] && sk <= values[':end'])
      .sort((a, b) => (a.sk < b.sk ? -1 : 1));
    return { Items: (input.ScanIndexForward ? found : found.reverse()).slice(0, input.Limit) };
  });
}

/** What the table answers when a condition does not hold. */
export function conditionFailed(): Error {
  return new ConditionalCheckFailedException({ message: 'no', $metadata: {} });
}

/** What the table answers when a transaction is refused, one reason for each of its writes. */
export function cancelled(...codes: (string | { Code: string; Item: object })[]): Error {
  return new TransactionCanceledException({
    message: 'no',
    $metadata: {},
    CancellationReasons: codes.map((code) =>
      typeof code === 'string' ? { Code: code } : code,
    ) as never,
  });
}
