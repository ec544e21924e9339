import { QueryCommand, TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import { beforeEach, describe, expect, it } from 'vitest';
import { dynamoFeedback } from '../../../lambdas/adapters/dynamo/feedback-store.ts';
import type { FeedbackRecord } from '../../../lambdas/domain/feedback.ts';
import { POLICY } from '../../../lambdas/domain/policy.ts';
import { at, NOON } from '../domain/builders.ts';
import { cancelled, client, PK, SESSION_ID, TABLE, table } from './fixtures.ts';

const store = dynamoFeedback(client, TABLE);
const RECORD: FeedbackRecord = {
  sessionId: SESSION_ID,
  n: 2,
  feedback: { verdict: 'too_late', note: 'Asked twice', agentId: 'asha', at: at(9) },
  escalatedAt: NOON,
  assessedSeq: 6,
  untilSeq: 6,
  priority: 'high',
  categories: ['topic'],
  policyVersion: 'p7',
};
const KEY = { pk: 'FEEDBACK#2026-01-01', sk: `${SESSION_ID}#0002` };

beforeEach(() => table.reset());

describe('put', () => {
  it('writes escalation and record in one transaction; the record ends as others do', async () => {
    table.on(TransactWriteCommand).resolves({});

    expect(await store.put(RECORD, at(9))).toBe('stored');

    expect(table.commandCalls(TransactWriteCommand)[0]?.args[0].input.TransactItems).toEqual([
      {
        Update: {
          TableName: TABLE,
          Key: { pk: PK, sk: 'E#0002' },
          UpdateExpression: 'SET #feedback = :feedback',
          ConditionExpression: 'attribute_exists(pk)',
          ExpressionAttributeNames: { '#feedback': 'feedback' },
          ExpressionAttributeValues: { ':feedback': RECORD.feedback },
        },
      },
      {
        Put: {
          TableName: TABLE,
          Item: { ...KEY, ...RECORD, ttl: Math.floor((at(9) + POLICY.retentionMs) / 1000) },
        },
      },
    ]);
  });

  it.each<[string, Error]>([
    ['gone', cancelled('ConditionalCheckFailed', 'None')],
    ['conflict', cancelled('TransactionConflict', 'None')],
    ['conflict', Object.assign(new Error('at work'), { name: 'TransactionInProgressException' })],
  ])('is %s', async (result, error) => {
    table.on(TransactWriteCommand).rejects(error);

    expect(await store.put(RECORD, NOON)).toBe(result);
  });

  it.each([cancelled('ThrottlingError', 'None'), new Error('down')])(
    'is unavailable after anything else',
    async (error) => {
      table.on(TransactWriteCommand).rejects(error);

      await expect(store.put(RECORD, NOON)).rejects.toMatchObject({ code: 'unavailable' });
    },
  );
});

describe('ofDay', () => {
  it('reads the records of the day after a place, without what is only stored', async () => {
    table.on(QueryCommand).resolves({ Items: [{ ...KEY, ttl: 1, ...RECORD }] });

    expect(await store.ofDay('2026-01-01', { sessionId: SESSION_ID, n: 1 }, 7)).toEqual([RECORD]);
    expect(table.commandCalls(QueryCommand)[0]?.args[0].input).toEqual({
      TableName: TABLE,
      KeyConditionExpression: 'pk = :pk AND sk > :after',
      ExpressionAttributeValues: { ':pk': KEY.pk, ':after': `${SESSION_ID}#0001` },
      Limit: 7,
    });
  });

  it('starts before the first session', async () => {
    table.on(QueryCommand).resolves({});

    expect(await store.ofDay('2026-01-01', null, 7)).toEqual([]);
    const [query] = table.commandCalls(QueryCommand);
    expect(String(query?.args[0].input.ExpressionAttributeValues?.[':after']) < SESSION_ID).toBe(
      true,
    );
  });

  it('is unavailable if the table is', async () => {
    table.on(QueryCommand).rejects(new Error('down'));

    await expect(store.ofDay('2026-01-01', null, 7)).rejects.toMatchObject({ code: 'unavailable' });
  });
});
