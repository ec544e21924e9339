import {
  type DynamoDBDocumentClient,
  QueryCommand,
  TransactWriteCommand,
} from '@aws-sdk/lib-dynamodb';
import type { FeedbackRecord } from '../../domain/feedback.ts';
import type { FeedbackStore } from '../../ports.ts';
import { errorName, reliably, unavailable } from './client.ts';
import { escalationKey, feedbackKey } from './keys.ts';
import { ttlOf } from './session-item.ts';

/** What agents say of escalations. @throws UnavailableError from every method if the table fails. */
export function dynamoFeedback(client: DynamoDBDocumentClient, table: string): FeedbackStore {
  return {
    async put(record, now) {
      const { sessionId, n, escalatedAt, feedback } = record;
      try {
        await client.send(
          new TransactWriteCommand({
            TransactItems: [
              {
                Update: {
                  TableName: table,
                  Key: escalationKey(sessionId, n),
                  UpdateExpression: 'SET #feedback = :feedback',
                  // What is no longer kept must not come back as a stump.
                  ConditionExpression: 'attribute_exists(pk)',
                  ExpressionAttributeNames: { '#feedback': 'feedback' },
                  ExpressionAttributeValues: { ':feedback': feedback },
                },
              },
              {
                Put: {
                  TableName: table,
                  Item: {
                    ...feedbackKey(escalatedAt, { sessionId, n }),
                    ...record,
                    ttl: ttlOf(now),
                  },
                },
              },
            ],
          }),
        );
        return 'stored';
      } catch (error) {
        return refusal(error);
      }
    },

    async ofDay(day, after, limit) {
      const at = Date.parse(day);
      const { pk, sk } = feedbackKey(at, after ?? { sessionId: '', n: 0 });
      const { Items = [] } = await reliably(() =>
        client.send(
          new QueryCommand({
            TableName: table,
            KeyConditionExpression: 'pk = :pk AND sk > :after',
            ExpressionAttributeValues: { ':pk': pk, ':after': sk },
            Limit: limit,
          }),
        ),
      );
      return Items.map(({ pk: _pk, sk: _sk, ttl: _ttl, ...record }) => record as FeedbackRecord);
    },
  };
}

function refusal(error: unknown): 'gone' | 'conflict' {
  const name = errorName(error);
  if (name === 'TransactionInProgressException') return 'conflict';
  if (name !== 'TransactionCanceledException') throw unavailable(error);
  const { CancellationReasons = [] } = error as { CancellationReasons?: { Code?: string }[] };
  const codes = CancellationReasons.map(({ Code }) => Code);
  if (codes.includes('ConditionalCheckFailed')) return 'gone';
  if (codes.includes('TransactionConflict')) return 'conflict';
  throw unavailable(error);
}
