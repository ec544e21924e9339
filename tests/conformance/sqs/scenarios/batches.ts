import {
  ChangeMessageVisibilityBatchCommand,
  DeleteMessageBatchCommand,
  SendMessageBatchCommand,
  type SendMessageBatchRequestEntry,
} from '@aws-sdk/client-sqs';
import type { Scenario } from '../stage.ts';
import { callsTo } from './calls.ts';

const entry = (Id: string, more: Partial<SendMessageBatchRequestEntry> = {}) => ({
  Id,
  MessageBody: `body ${Id}`,
  ...more,
});

/** Batches of which no entry is carried out. */
const REFUSED: readonly [string, SendMessageBatchRequestEntry[]][] = [
  ['an empty batch', []],
  ['a batch of eleven', [...Array(11).keys()].map((i) => entry(`e${i}`))],
  ['a batch with an id twice', [entry('a'), entry('b'), entry('a')]],
  ['a batch with an empty id', [entry('')]],
  ['a batch with an id of other characters', [entry('a.b')]],
  ['a batch with an id of 81 characters', [entry('i'.repeat(81))]],
  [
    'a batch of more than 1 MiB',
    [...Array(5).keys()].map((i) => entry(`e${i}`, { MessageBody: 'x'.repeat(220_000) })),
  ],
];

/** Several messages in one call. */
export const BATCHES: readonly Scenario[] = [
  ...REFUSED.map(
    ([what, Entries]): Scenario => ({
      name: `${what} is refused`,
      async play(stage) {
        const queue = callsTo(stage, await stage.queue('batches'));
        await stage.call(new SendMessageBatchCommand({ QueueUrl: queue.url, Entries }));
        await queue.depth();
      },
    }),
  ),
  {
    name: 'entries succeed and fail one by one when they are sent',
    async play(stage) {
      const queue = callsTo(stage, await stage.queue('partly'));
      await stage.call(
        new SendMessageBatchCommand({
          QueueUrl: queue.url,
          Entries: [
            entry('good'),
            entry('empty', { MessageBody: '' }),
            entry('late', { DelaySeconds: 901 }),
            entry('control', { MessageBody: '\u0000' }),
            entry('attributes', {
              MessageAttributes: { a: { DataType: 'String', StringValue: 'v' } },
            }),
          ],
        }),
      );
      await queue.receive();
    },
  },
  {
    name: 'entries succeed and fail one by one when they are deleted or changed',
    async play(stage) {
      const queue = callsTo(stage, await stage.queue('partly'));
      const { url: QueueUrl } = queue;
      for (const body of ['a', 'b', 'c']) await queue.send(body);
      const held = (await queue.receive()).sort((x, y) =>
        (x.Body ?? '') < (y.Body ?? '') ? -1 : 1,
      );
      const [a, b] = held.map(({ ReceiptHandle }) => ReceiptHandle);
      await stage.call(
        new ChangeMessageVisibilityBatchCommand({
          QueueUrl,
          Entries: [
            { Id: 'a', ReceiptHandle: a, VisibilityTimeout: 0 },
            { Id: 'none', ReceiptHandle: 'nonsense', VisibilityTimeout: 0 },
            { Id: 'range', ReceiptHandle: b, VisibilityTimeout: 43_201 },
          ],
        }),
      );
      await queue.receive();
      await stage.call(
        new DeleteMessageBatchCommand({
          QueueUrl,
          Entries: [
            { Id: 'b', ReceiptHandle: b },
            { Id: 'none', ReceiptHandle: 'nonsense' },
          ],
        }),
      );
      await queue.depth();
    },
  },
];
