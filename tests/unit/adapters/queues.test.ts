import { SendMessageBatchCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { beforeEach, describe, expect, it } from 'vitest';
import { sqsQueues } from '../../../lambdas/adapters/queues.ts';
import { Candidate, Timer } from '../../../protocol/queue-messages.ts';
import { queue, SESSION_ID } from './fixtures.ts';

const queues = sqsQueues(new SQSClient({}), {
  candidates: 'https://sqs.test/candidates',
  timers: 'https://sqs.test/timers',
});
const batch = () => queue.commandCalls(SendMessageBatchCommand)[0]?.args[0].input;

const offer: Timer = { kind: 'offer', sessionId: SESSION_ID, offerId: 'offer-1' };
const lost: Timer = { kind: 'agent_lost', agentId: 'asha', connectionId: 'asha-1' };
const route: Timer = { kind: 'route', queues: ['billing'] };

beforeEach(() => {
  queue.reset();
  queue.on(SendMessageBatchCommand).resolves({ Successful: [], Failed: [] });
  queue.on(SendMessageCommand).resolves({});
});

describe('timers', () => {
  it('go out in one call, each with its delay in whole seconds, never too early', async () => {
    await queues.timers([
      { timer: offer, delayMs: 30_000 },
      { timer: lost, delayMs: 60_001 },
      { timer: route, delayMs: 0 },
    ]);

    expect(queue.calls()).toHaveLength(1);
    expect(batch()?.QueueUrl).toBe('https://sqs.test/timers');
    expect(batch()?.Entries?.map(({ DelaySeconds }) => DelaySeconds)).toEqual([30, 61, 0]);
    const bodies = batch()?.Entries?.map(({ MessageBody }) =>
      Timer.parse(JSON.parse(MessageBody ?? '')),
    );
    expect(bodies).toEqual([offer, lost, route]);
  });

  it('have ids of their own and the group of what they are about', async () => {
    await queues.timers([
      { timer: offer, delayMs: 0 },
      { timer: lost, delayMs: 0 },
      { timer: route, delayMs: 0 },
      { timer: { ...route, sessionId: SESSION_ID }, delayMs: 0 },
    ]);

    expect(batch()?.Entries?.map(({ Id, MessageGroupId }) => [Id, MessageGroupId])).toEqual([
      ['0', SESSION_ID],
      ['1', 'asha'],
      ['2', 'route'],
      ['3', SESSION_ID],
    ]);
  });

  it('wait at most the 15 minutes that the queue can: a later one fires early and looks again', async () => {
    await queues.timers([{ timer: offer, delayMs: 3_600_000 }]);

    expect(batch()?.Entries?.[0]?.DelaySeconds).toBe(900);
  });

  it('of which one is refused have failed, although the call went through', async () => {
    queue.on(SendMessageBatchCommand).resolves({
      Successful: [{ Id: '0', MessageId: 'm', MD5OfMessageBody: 'x' }],
      Failed: [{ Id: '1', Code: 'InternalError', SenderFault: false }],
    });

    await expect(
      queues.timers([
        { timer: offer, delayMs: 0 },
        { timer: lost, delayMs: 0 },
      ]),
    ).rejects.toMatchObject({
      code: 'unavailable',
      cause: expect.objectContaining({ message: expect.stringContaining('InternalError') }),
    });
  });

  it('that the queue does not take have failed with its error as cause', async () => {
    const down = new Error('down');
    queue.on(SendMessageBatchCommand).rejects(down);

    await expect(queues.timers([{ timer: offer, delayMs: 0 }])).rejects.toMatchObject({
      code: 'unavailable',
      cause: down,
    });
  });
});

describe('candidates', () => {
  it('go to the analyzer at once, in their session’s group', async () => {
    await queues.candidate({ sessionId: SESSION_ID, seq: 4 });

    const input = queue.commandCalls(SendMessageCommand)[0]?.args[0].input;
    expect(input).toMatchObject({
      QueueUrl: 'https://sqs.test/candidates',
      MessageGroupId: SESSION_ID,
    });
    expect(input?.DelaySeconds).toBeUndefined();
    expect(Candidate.parse(JSON.parse(input?.MessageBody ?? ''))).toEqual({
      sessionId: SESSION_ID,
      seq: 4,
    });
  });

  it('that the queue does not take have failed', async () => {
    queue.on(SendMessageCommand).rejects(new Error('down'));

    await expect(queues.candidate({ sessionId: SESSION_ID, seq: 4 })).rejects.toMatchObject({
      code: 'unavailable',
    });
  });
});
