import { SendMessageCommand } from '@aws-sdk/client-sqs';
import type { SQSEvent } from 'aws-lambda';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Closable, InvokeResult } from '../../local/contracts.ts';
import { type EventSourceOptions, startEventSource } from '../../local/sqs/event-source.ts';
import { CALLER, type LocalServices, startLocalServices } from './local-services.ts';
import { createManualClock, type ManualClock } from './manual-clock.ts';

let clock: ManualClock;
let services: LocalServices;
let queue: { arn: string; url: string };
let deadLetters: { arn: string };
let source: Closable | undefined;
let events: SQSEvent[];
let failures: { reason: string; messageIds: string[] }[];
let respond: (event: SQSEvent) => InvokeResult | Promise<InvokeResult>;

const succeed = (payload: unknown = null): InvokeResult => ({ ok: true, payload });
const depth = () => services.sqs.queueByArn(queue.arn).depth();
const bodiesOf = (event?: SQSEvent) => event?.Records.map(({ body }) => body);
const idOf = (event: SQSEvent, body: string) =>
  event.Records.find((record) => record.body === body)?.messageId;
const say = (MessageBody: string) =>
  services.clients.sqs.send(new SendMessageCommand({ QueueUrl: queue.url, MessageBody }));
const eventCount = (count: number) => expect.poll(() => events.length, { interval: 1 }).toBe(count);
/** Batches are settled in a later turn than the one that recorded the event. */
const settled = (state: { visible: number; inFlight: number }) =>
  expect.poll(depth, { interval: 1 }).toEqual({ ...state, delayed: 0 });

function start(options: Partial<EventSourceOptions> = {}): void {
  source = startEventSource({
    engine: services.sqs,
    queueArn: queue.arn,
    batchSize: 10,
    batchWindowSeconds: 0,
    reportBatchItemFailures: true,
    maxConcurrency: 1,
    invoke: async (event) => {
      events.push(event);
      return respond(event);
    },
    onError: (failure) => failures.push(failure),
    ...options,
  });
}

beforeEach(async () => {
  events = [];
  failures = [];
  respond = () => succeed();
  clock = createManualClock();
  services = await startLocalServices({ clock });
  deadLetters = services.sqs.createQueue({ name: 'dead' });
  queue = services.sqs.createQueue({
    name: 'candidates',
    visibilityTimeout: 180,
    redrive: { deadLetterArn: deadLetters.arn, maxReceiveCount: 3 },
  });
});
afterEach(async () => {
  await source?.close();
  source = undefined;
  expect(clock.pending()).toBe(0);
  await services.close();
});

describe('an event source', () => {
  it('hands over records in the shape functions know, and deletes them on success', async () => {
    start();
    await services.clients.sqs.send(
      new SendMessageCommand({
        QueueUrl: queue.url,
        MessageBody: '{"n":1}',
        MessageAttributes: { kind: { DataType: 'String', StringValue: 'candidate' } },
      }),
    );
    await eventCount(1);

    expect(events[0]?.Records).toEqual([
      {
        messageId: expect.stringMatching(/^[0-9a-f-]{36}$/),
        receiptHandle: expect.any(String),
        body: '{"n":1}',
        attributes: {
          ApproximateReceiveCount: '1',
          SentTimestamp: String(clock.now()),
          SenderId: CALLER,
          ApproximateFirstReceiveTimestamp: String(clock.now()),
        },
        messageAttributes: {
          kind: {
            stringValue: 'candidate',
            stringListValues: [],
            binaryListValues: [],
            dataType: 'String',
          },
        },
        md5OfBody: expect.stringMatching(/^[0-9a-f]{32}$/),
        md5OfMessageAttributes: expect.stringMatching(/^[0-9a-f]{32}$/),
        eventSource: 'aws:sqs',
        eventSourceARN: queue.arn,
        awsRegion: 'us-east-1',
      },
    ]);
    await settled({ visible: 0, inFlight: 0 });
  });

  it('brings back only the messages a function names as failed, after their visibility timeout', async () => {
    await say('good');
    await say('bad');
    respond = (event) =>
      succeed({
        batchItemFailures: events.length === 1 ? [{ itemIdentifier: idOf(event, 'bad') }] : [],
      });
    start();
    await eventCount(1);
    await settled({ visible: 0, inFlight: 1 });

    clock.advance(180_000);
    await eventCount(2);

    expect(bodiesOf(events[0])).toEqual(['good', 'bad']);
    expect(bodiesOf(events[1])).toEqual(['bad']);
    expect(events[1]?.Records[0]?.attributes.ApproximateReceiveCount).toBe('2');
    expect(failures).toEqual([]);
    await settled({ visible: 0, inFlight: 0 });
  });

  it.each([
    ['an id that is not in the batch', { batchItemFailures: [{ itemIdentifier: 'stranger' }] }],
    ['an empty id', { batchItemFailures: [{ itemIdentifier: '' }] }],
    ['an entry without an id', { batchItemFailures: [{ id: 'x' }] }],
    ['an entry that is null', { batchItemFailures: [null] }],
    ['a list that is none', { batchItemFailures: 'all' }],
    ['an answer that is no object', 'done'],
  ])('fails the whole batch for %s', async (_, payload) => {
    await say('one');
    await say('two');
    respond = () => succeed(payload);
    start();
    await expect.poll(() => failures.length, { interval: 1 }).toBe(1);

    expect(depth()).toEqual({ visible: 0, inFlight: 2, delayed: 0 });
    expect(failures[0]?.messageIds).toHaveLength(2);
  });

  it.each([null, {}, { batchItemFailures: null }, { batchItemFailures: [] }])(
    'takes %j for success',
    async (payload) => {
      await say('one');
      respond = () => succeed(payload);
      start();
      await eventCount(1);

      await settled({ visible: 0, inFlight: 0 });
      expect(failures).toEqual([]);
    },
  );

  it('moves a message that always fails to the dead-letter queue', async () => {
    await say('poison');
    respond = () => ({ ok: false, errorType: 'Error', errorMessage: 'cannot read it' });
    start();
    for (const count of [1, 2, 3]) {
      await expect.poll(() => failures.length, { interval: 1 }).toBe(count);
      clock.advance(180_000);
    }
    const dead = services.sqs.queueByArn(deadLetters.arn);
    await expect.poll(() => dead.depth().visible, { interval: 1 }).toBe(1);

    expect(events).toHaveLength(3);
    expect(failures[0]?.reason).toBe('Error: cannot read it');
    expect(depth()).toEqual({ visible: 0, inFlight: 0, delayed: 0 });
  });

  it('gathers a batch for its window, and no longer once it is full', async () => {
    start({ batchSize: 3, batchWindowSeconds: 5 });
    await say('one');
    await say('two');
    expect(events).toHaveLength(0);
    clock.advance(5000);
    await eventCount(1);

    for (const body of ['three', 'four', 'five']) await say(body);
    await eventCount(2);

    expect(events.map(bodiesOf)).toEqual([
      ['one', 'two'],
      ['three', 'four', 'five'],
    ]);
  });

  it('keeps within its concurrency', async () => {
    const releases: (() => void)[] = [];
    respond = () => new Promise((resolve) => releases.push(() => resolve(succeed())));
    for (const body of ['one', 'two', 'three']) await say(body);
    start({ batchSize: 1, maxConcurrency: 2 });
    await eventCount(2);
    expect(depth()).toEqual({ visible: 1, inFlight: 2, delayed: 0 });

    releases[0]?.();
    await eventCount(3);

    for (const release of releases) release();
    await settled({ visible: 0, inFlight: 0 });
  });

  it('finishes the batch in progress when it is closed, and takes no other', async () => {
    let finish: (result: InvokeResult) => void = () => undefined;
    respond = () =>
      new Promise((resolve) => {
        finish = resolve;
      });
    await say('in progress');
    start();
    await eventCount(1);

    const closed = source?.close();
    await say('afterwards');
    finish(succeed());
    await closed;

    expect(events).toHaveLength(1);
    expect(depth()).toEqual({ visible: 1, inFlight: 0, delayed: 0 });
    expect(clock.pending()).toBe(0);
  });

  it('gives gathered messages back when it is closed within its window', async () => {
    start({ batchSize: 3, batchWindowSeconds: 60 });
    await say('gathered');
    await expect.poll(() => depth().inFlight, { interval: 1 }).toBe(1);

    await source?.close();

    expect(events).toHaveLength(0);
    expect(depth()).toEqual({ visible: 1, inFlight: 0, delayed: 0 });
  });
});
