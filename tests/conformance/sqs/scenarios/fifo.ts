import { SendMessageBatchCommand } from '@aws-sdk/client-sqs';
import type { Scenario, Stage } from '../stage.ts';
import { callsTo, type QueueCalls } from './calls.ts';

const inGroup = (MessageGroupId: string, MessageDeduplicationId: string) => ({
  MessageGroupId,
  MessageDeduplicationId,
});

async function fifo(
  stage: Stage,
  plan: Parameters<Stage['queue']>[1] = {},
): Promise<QueueCalls & { sendIn(group: string, body: string): Promise<void> }> {
  const queue = callsTo(stage, await stage.queue('fifo', { fifo: true, ...plan }));
  return { ...queue, sendIn: (group, body) => queue.send(body, inGroup(group, body)) };
}

/** Order, groups and deduplication. */
export const FIFO: readonly Scenario[] = [
  {
    name: 'a message without group or deduplication id is refused',
    async play(stage) {
      const queue = await fifo(stage);
      await queue.send('x');
      await queue.send('x', { MessageGroupId: 'g' });
      await queue.send('x', { MessageDeduplicationId: 'd' });
      await queue.send('x', inGroup('', 'd'));
      await queue.send('x', inGroup('g', 'a b'));
      await queue.send('x', inGroup('g'.repeat(129), 'd'));
      await queue.send('x', { ...inGroup('g', 'd'), DelaySeconds: 5 });
      await queue.depth();
    },
  },
  {
    name: 'a standard queue has no deduplication',
    async play(stage) {
      const queue = callsTo(stage, await stage.queue('plain'));
      await queue.send('x', { MessageDeduplicationId: 'd' });
      await queue.depth();
    },
  },
  {
    name: 'a standard queue may have groups',
    async play(stage) {
      const queue = callsTo(stage, await stage.queue('fair'));
      await queue.send('x', { MessageGroupId: 'g' });
      await queue.receive();
    },
  },
  {
    name: 'messages of a group come in order, and hold back the group until they are done',
    async play(stage) {
      const queue = await fifo(stage, { visibilityTimeout: 30 });
      for (const body of ['a1', 'a2', 'b1', 'a3']) await queue.sendIn(body.charAt(0), body);
      const [first] = await queue.receive({ MaxNumberOfMessages: 1 });
      await queue.receive();
      await queue.remove(first?.ReceiptHandle);
      await queue.receive();
      await queue.depth();
    },
  },
  {
    name: 'a message that comes back comes before those after it',
    async play(stage) {
      const queue = await fifo(stage, { visibilityTimeout: 2 });
      for (const body of ['a1', 'a2', 'a3']) await queue.sendIn('a', body);
      const [first] = await queue.receive({ MaxNumberOfMessages: 1 });
      await queue.visibleIn(first?.ReceiptHandle, 0);
      await queue.receive({ MaxNumberOfMessages: 2 });
      await stage.pass(2);
      await queue.receive();
    },
  },
  {
    name: 'the same deduplication id is taken once, even after the message was deleted',
    async play(stage) {
      const queue = await fifo(stage);
      await queue.send('one', inGroup('g', 'd'));
      await queue.send('two', inGroup('g', 'd'));
      await queue.send('three', inGroup('other', 'd'));
      const [message] = await queue.receive();
      await queue.remove(message?.ReceiptHandle);
      await queue.send('four', inGroup('g', 'd'));
      await queue.receive();
      await queue.depth();
    },
  },
  {
    name: 'a digest of the body takes the place of the deduplication id',
    async play(stage) {
      const queue = await fifo(stage, { contentBasedDeduplication: true });
      await queue.send('same', { MessageGroupId: 'g' });
      await queue.send('same', { MessageGroupId: 'h' });
      await queue.send('same', inGroup('g', 'own'));
      await queue.receive();
    },
  },
  {
    name: 'a batch keeps its order and fails entry by entry',
    async play(stage) {
      const queue = await fifo(stage);
      await stage.call(
        new SendMessageBatchCommand({
          QueueUrl: queue.url,
          Entries: [
            { Id: '1', MessageBody: 'first', ...inGroup('g', '1') },
            { Id: '2', MessageBody: 'no group', MessageDeduplicationId: '2' },
            { Id: '3', MessageBody: 'again', ...inGroup('g', '1') },
            { Id: '4', MessageBody: 'last', ...inGroup('g', '4') },
          ],
        }),
      );
      await queue.receive();
    },
  },
  {
    name: 'a dead letter leaves its group, which goes on',
    async play(stage) {
      const dead = await fifo(stage);
      const redrive = { to: dead.arn, maxReceiveCount: 1 };
      const work = await stage.queue('work', { fifo: true, visibilityTimeout: 1, redrive });
      const queue = callsTo(stage, work);
      for (const body of ['a1', 'a2']) await queue.send(body, inGroup('a', body));
      await queue.receive({ MaxNumberOfMessages: 1 });
      await stage.pass(1);
      await queue.receive();
      await dead.receive();
    },
  },
];
