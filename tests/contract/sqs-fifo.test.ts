import {
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  type ReceiveMessageCommandInput,
  SendMessageBatchCommand,
  SendMessageCommand,
  type SendMessageCommandInput,
} from '@aws-sdk/client-sqs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startEventSource } from '../../local/sqs/event-source.ts';
import { type LocalServices, startLocalServices } from './local-services.ts';
import { createManualClock, type ManualClock } from './manual-clock.ts';
import { refused } from './refused.ts';

const MINUTE = 60_000;

let clock: ManualClock;
let services: LocalServices;
let QueueUrl: string;
let queueArn: string;
let deadLetters: { arn: string; url: string };

const send: LocalServices['clients']['sqs']['send'] = (command: never) =>
  services.clients.sqs.send(command) as never;
const say = (
  MessageGroupId: string,
  MessageBody: string,
  more: Partial<SendMessageCommandInput> = {},
) => send(new SendMessageCommand({ QueueUrl, MessageBody, MessageGroupId, ...more }));
const receive = async (options: Partial<ReceiveMessageCommandInput> = {}) =>
  (
    await send(
      new ReceiveMessageCommand({
        QueueUrl,
        MaxNumberOfMessages: 10,
        MessageSystemAttributeNames: ['All'],
        ...options,
      }),
    )
  ).Messages ?? [];
const bodies = async (options: Partial<ReceiveMessageCommandInput> = {}) =>
  (await receive(options)).map(({ Body }) => Body);
const remove = (ReceiptHandle: string | undefined) =>
  send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));

beforeEach(async () => {
  clock = createManualClock();
  services = await startLocalServices({ clock });
  deadLetters = services.sqs.createQueue({ name: 'dead.fifo', fifo: true });
  const queue = services.sqs.createQueue({
    name: 'orders.fifo',
    fifo: true,
    contentBasedDeduplication: true,
    visibilityTimeout: 60,
    redrive: { deadLetterArn: deadLetters.arn, maxReceiveCount: 2 },
  });
  QueueUrl = queue.url;
  queueArn = queue.arn;
  return () => services.close();
});
afterEach(() => expect(clock.pending()).toBe(0));

describe('the order of a FIFO queue', () => {
  it('is that of sending, with sequence numbers that grow', async () => {
    const sent = [await say('g', 'one'), await say('h', 'two'), await say('g', 'three')];

    const received = await receive();

    expect(received.map(({ Body }) => Body)).toEqual(['one', 'two', 'three']);
    const numbers = received.map(({ Attributes }) => Attributes?.SequenceNumber ?? '');
    expect(numbers).toEqual(sent.map(({ SequenceNumber }) => SequenceNumber));
    expect(numbers.toSorted()).toEqual(numbers);
    expect(numbers.every((number) => /^\d{20}$/.test(number))).toBe(true);
    expect(received[0]?.Attributes).toMatchObject({ MessageGroupId: 'g' });
  });

  it('holds a group back while a message of it is in flight, and no other group', async () => {
    await say('g', 'g1');
    await say('g', 'g2');
    await say('h', 'h1');
    const [first] = await receive({ MaxNumberOfMessages: 1 });

    const meanwhile = await bodies();
    await remove(first?.ReceiptHandle);
    const afterwards = await bodies();

    expect([first?.Body, meanwhile, afterwards]).toEqual(['g1', ['h1'], ['g2']]);
  });

  it('brings a message back before those behind it', async () => {
    await say('g', 'first');
    await say('g', 'second');
    await receive({ MaxNumberOfMessages: 1 });
    clock.advance(MINUTE);

    expect(await bodies()).toEqual(['first', 'second']);
  });

  it('wakes a long poll when the message in front of the group is deleted', async () => {
    await say('g', 'first');
    await say('g', 'second');
    const [first] = await receive({ MaxNumberOfMessages: 1 });

    const polling = bodies({ WaitTimeSeconds: 20 });
    await expect.poll(() => clock.pending(), { interval: 1 }).toBeGreaterThan(0);
    await remove(first?.ReceiptHandle);

    expect(await polling).toEqual(['second']);
  });

  it('lets the group go on once a message that always fails is a dead letter', async () => {
    await say('g', 'poison');
    await say('g', 'behind');
    for (let time = 0; time < 2; time += 1) {
      await receive({ MaxNumberOfMessages: 1 });
      clock.advance(MINUTE);
    }

    expect(await bodies()).toEqual(['behind']);
    expect(await bodies({ QueueUrl: deadLetters.url })).toEqual(['poison']);
  });

  it('begins the retention of a dead letter anew', async () => {
    await say('g', 'poison');
    for (let time = 0; time < 2; time += 1) {
      await receive();
      clock.advance(MINUTE);
    }
    clock.advance(3 * 24 * 60 * MINUTE);
    await receive();
    clock.advance(3 * 24 * 60 * MINUTE);

    expect(await bodies({ QueueUrl: deadLetters.url })).toEqual(['poison']);
  });
});

describe('deduplication', () => {
  it('takes one message per id in five minutes, and answers a duplicate like the first', async () => {
    const first = await say('g', 'one', { MessageDeduplicationId: 'id' });
    const [received] = await receive();
    await remove(received?.ReceiptHandle);

    const again = await say('g', 'other', { MessageDeduplicationId: 'id' });
    const meanwhile = await bodies();
    clock.advance(5 * MINUTE);
    await say('g', 'later', { MessageDeduplicationId: 'id' });

    expect([again.MessageId, again.SequenceNumber]).toEqual([
      first.MessageId,
      first.SequenceNumber,
    ]);
    expect([meanwhile, await bodies()]).toEqual([[], ['later']]);
  });

  it('goes by the body where the queue is told to', async () => {
    await say('g', 'same');
    await say('h', 'same');
    await say('g', 'other');

    expect(await bodies()).toEqual(['same', 'other']);
  });

  it('fails the entry of a batch that has no id, by itself', async () => {
    const strict = services.sqs.createQueue({ name: 'strict.fifo', fifo: true });

    const { Successful, Failed } = await send(
      new SendMessageBatchCommand({
        QueueUrl: strict.url,
        Entries: [
          { Id: 'good', MessageBody: 'x', MessageGroupId: 'g', MessageDeduplicationId: '1' },
          { Id: 'bad', MessageBody: 'x', MessageGroupId: 'g' },
        ],
      }),
    );

    expect(Successful).toMatchObject([{ Id: 'good', SequenceNumber: expect.any(String) }]);
    expect(Failed).toMatchObject([{ Id: 'bad', Code: 'InvalidParameterValue', SenderFault: true }]);
  });
});

describe('a FIFO queue', () => {
  it.each([
    ['a message without a group', { MessageGroupId: undefined }, 'MissingParameter'],
    ['a delay of one message', { DelaySeconds: 1 }, 'InvalidParameterValue'],
  ])('refuses %s', async (_, more, name) => {
    expect(await refused(say('g', 'x', more))).toMatchObject({ name });
  });

  it('is described as one', async () => {
    const { Attributes } = await send(
      new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['All'] }),
    );

    expect(Attributes).toMatchObject({ FifoQueue: 'true', ContentBasedDeduplication: 'true' });
  });

  it.each([
    ['a name without the suffix', { name: 'orders', fifo: true }, 'must end with .fifo'],
    ['the suffix on a standard queue', { name: 'standard.fifo' }, 'alphanumeric'],
  ])('is not made with %s', (_, settings, message) => {
    expect(() => services.sqs.createQueue(settings)).toThrow(message);
  });

  it('has dead letters in a FIFO queue only', () => {
    const { arn } = services.sqs.createQueue({ name: 'standard' });
    const redrive = { deadLetterArn: arn, maxReceiveCount: 1 };

    expect(() => services.sqs.createQueue({ name: 'x.fifo', fifo: true, redrive })).toThrow(
      'same type of queue',
    );
  });

  it('feeds a function one batch of a group at a time, and again from what failed', async () => {
    const batches: string[][] = [];
    let release: () => void = () => undefined;
    const source = startEventSource({
      engine: services.sqs,
      queueArn,
      batchSize: 1,
      batchWindowSeconds: 0,
      reportBatchItemFailures: true,
      maxConcurrency: 2,
      invoke: async ({ Records }) => {
        batches.push(Records.map(({ body }) => body));
        if (batches.length > 1) return { ok: true, payload: null };
        await new Promise<void>((resolve) => {
          release = resolve;
        });
        const batchItemFailures = Records.map(({ messageId }) => ({ itemIdentifier: messageId }));
        return { ok: true, payload: { batchItemFailures } };
      },
    });
    await say('g', 'g1');
    await say('g', 'g2');
    await expect.poll(() => batches, { interval: 1 }).toEqual([['g1']]);

    release();
    await expect
      .poll(() => services.sqs.queueByArn(queueArn).depth().inFlight, { interval: 1 })
      .toBe(1);
    const meanwhile = [...batches];
    clock.advance(MINUTE);
    await expect.poll(() => batches, { interval: 1 }).toEqual([['g1'], ['g1'], ['g2']]);

    expect(meanwhile).toEqual([['g1']]);
    await source.close();
  });
});

it('a standard queue takes a group id and no deduplication id', async () => {
  const { url } = services.sqs.createQueue({ name: 'plain' });

  const taken = await say('tenant', 'x', { QueueUrl: url });
  const error = await refused(say('t', 'x', { QueueUrl: url, MessageDeduplicationId: 'x' }));

  expect(taken.SequenceNumber).toBeUndefined();
  expect(error).toMatchObject({ name: 'InvalidParameterValue' });
});
