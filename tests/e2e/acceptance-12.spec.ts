import {
  GetQueueAttributesCommand,
  ListQueuesCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import type { Cloud } from '../../local/cloud.ts';
import type { Candidate, Timer } from '../../protocol/queue-messages.ts';
import { openCustomer } from '../contract/laptop-cloud.ts';
import { expect, test } from './cloud.ts';

const TIMES = 10;

/** The deployed queues through the SDK, as the functions use them. */
async function openQueues(cloud: Cloud) {
  const sqs = new SQSClient({
    endpoint: cloud.urls.frontDoor,
    region: 'us-east-1',
    credentials: cloud.credentials,
  });
  const { QueueUrls = [] } = await sqs.send(new ListQueuesCommand({}));
  const url = (name: string) =>
    QueueUrls.find((one) => one.includes(name) && !/dead/i.test(one)) ?? '';
  const sendTimes = (QueueUrl: string, message: Candidate | Timer) =>
    Promise.all(
      Array.from({ length: TIMES }, () =>
        sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: JSON.stringify(message) })),
      ),
    );
  return {
    sendTimes,
    candidates: url('Candidates'),
    timers: url('Timers'),
    /** How many messages are waiting or being worked on; those that are delayed do not count. */
    async depth(QueueUrl: string): Promise<number> {
      const { Attributes = {} } = await sqs.send(
        new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['All'] }),
      );
      const { ApproximateNumberOfMessages, ApproximateNumberOfMessagesNotVisible } = Attributes;
      return Number(ApproximateNumberOfMessages) + Number(ApproximateNumberOfMessagesNotVisible);
    },
  };
}

test('12 · The same trigger delivered many times by SQS: one escalation, one card, one offer', async ({
  people,
  records,
  cloud,
}) => {
  const asha = await people.agent('Asha Rao');
  const queues = await openQueues(cloud);
  const { socket, sessionId } = await openCustomer(cloud);
  const candidate: Candidate = { sessionId, seq: 1 };

  socket.send({
    type: 'message.send',
    sessionId,
    id: '0192f0c1-9999-7d4e-8f50-61728394a5b6',
    cseq: 1,
    text: 'a person please, my bill is wrong',
  });
  await queues.sendTimes(queues.candidates, candidate);
  await socket.take('message.ack');
  await queues.sendTimes(queues.candidates, candidate);
  await socket.take('session.status_changed');
  await queues.sendTimes(queues.candidates, candidate);
  await queues.sendTimes(queues.timers, { kind: 'route', queues: ['billing'], sessionId });
  await expect.poll(() => queues.depth(queues.candidates)).toBe(0);
  await expect.poll(() => queues.depth(queues.timers)).toBe(0);

  await expect(asha.offer).toContainText('my bill is wrong');
  await expect(asha.waiting('my bill is wrong')).toHaveCount(1);
  await expect(asha.page).toHaveTitle(/New chat offered/);
  const { escalations } = await records.context(sessionId);
  expect(escalations).toHaveLength(1);
  expect(escalations[0]?.history.map(({ cause }) => cause)).toEqual(['escalated', 'offered']);
  const told = (await records.transcript(sessionId)).filter(({ event }) => event === 'escalated');
  expect(told).toHaveLength(1);
  expect(asha.received('offer.created')).toHaveLength(1);
  const announced = asha.received('escalation.created').map(({ card }) => card.escalationId);
  expect(new Set(announced).size).toBe(1);
});
