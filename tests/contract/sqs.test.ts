import { createHash } from 'node:crypto';
import {
  BatchRequestTooLong,
  ChangeMessageVisibilityCommand,
  DeleteMessageBatchCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  ListQueuesCommand,
  MessageNotInflight,
  PurgeQueueCommand,
  PurgeQueueInProgress,
  QueueDoesNotExist,
  ReceiptHandleIsInvalid,
  ReceiveMessageCommand,
  type ReceiveMessageCommandInput,
  SendMessageBatchCommand,
  SendMessageCommand,
  StartMessageMoveTaskCommand,
  TooManyEntriesInBatchRequest,
} from '@aws-sdk/client-sqs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CALLER, type LocalServices, startLocalServices } from './local-services.ts';
import { createManualClock, type ManualClock } from './manual-clock.ts';
import { refused } from './refused.ts';

let clock: ManualClock;
let services: LocalServices;
let QueueUrl: string;
let queueArn: string;
let deadLetters: { arn: string; url: string };

const send: LocalServices['clients']['sqs']['send'] = (command: never) =>
  services.clients.sqs.send(command) as never;
const say = (MessageBody: string, DelaySeconds?: number) =>
  send(
    new SendMessageCommand({
      QueueUrl,
      MessageBody,
      ...(DelaySeconds !== undefined && { DelaySeconds }),
    }),
  );
const receive = async (options: Partial<ReceiveMessageCommandInput> = {}) =>
  (await send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, ...options })))
    .Messages ?? [];
const bodies = async (options: Partial<ReceiveMessageCommandInput> = {}) =>
  (await receive(options)).map(({ Body }) => Body);
const depthOf = async (url: string) =>
  (await send(new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: ['All'] })))
    .Attributes ?? {};

beforeEach(async () => {
  clock = createManualClock();
  services = await startLocalServices({ clock });
  deadLetters = services.sqs.createQueue({ name: 'candidates-dead' });
  const queue = services.sqs.createQueue({
    name: 'candidates',
    visibilityTimeout: 60,
    redrive: { deadLetterArn: deadLetters.arn, maxReceiveCount: 2 },
  });
  QueueUrl = queue.url;
  queueArn = queue.arn;
  return () => services.close();
});
afterEach(() => expect(clock.pending()).toBe(0));

describe('messages', () => {
  it('arrive with body, digests, attributes and system attributes', async () => {
    const sent = await send(
      new SendMessageCommand({
        QueueUrl,
        MessageBody: 'grüß dich',
        MessageGroupId: 'session-1',
        MessageAttributes: {
          kind: { DataType: 'String', StringValue: 'candidate' },
          raw: { DataType: 'Binary', BinaryValue: new Uint8Array([1, 2]) },
        },
      }),
    );

    const [message] = await receive({
      MessageSystemAttributeNames: ['All'],
      MessageAttributeNames: ['All'],
    });

    expect(message).toMatchObject({
      MessageId: sent.MessageId,
      Body: 'grüß dich',
      MD5OfBody: createHash('md5').update('grüß dich').digest('hex'),
      MD5OfMessageAttributes: sent.MD5OfMessageAttributes,
      Attributes: {
        ApproximateReceiveCount: '1',
        SentTimestamp: String(clock.now()),
        ApproximateFirstReceiveTimestamp: String(clock.now()),
        SenderId: CALLER,
        MessageGroupId: 'session-1',
      },
    });
    expect(message?.MessageAttributes?.kind?.StringValue).toBe('candidate');
    expect(message?.MessageAttributes?.raw?.BinaryValue).toEqual(new Uint8Array([1, 2]));
  });

  it('carry only the attributes that were asked for, by either parameter', async () => {
    await say('one');
    await say('two');

    const [one] = await receive({
      MaxNumberOfMessages: 1,
      MessageSystemAttributeNames: ['SentTimestamp'],
    });
    const [two] = await receive({ AttributeNames: ['All'] });

    expect(one?.Attributes).toEqual({ SentTimestamp: String(clock.now()) });
    expect(one?.MessageAttributes).toBeUndefined();
    expect(two?.Attributes).toMatchObject({ ApproximateReceiveCount: '1', SenderId: CALLER });
  });

  it('stay hidden for their delay', async () => {
    await say('later', 900);
    const early = await bodies();
    const depth = await depthOf(QueueUrl);
    clock.advance(899_999);
    const stillEarly = await bodies();
    clock.advance(1);

    expect(early).toEqual([]);
    expect(depth).toMatchObject({
      ApproximateNumberOfMessages: '0',
      ApproximateNumberOfMessagesDelayed: '1',
    });
    expect(stillEarly).toEqual([]);
    expect(await bodies()).toEqual(['later']);
  });

  it('cannot be delayed for more than 15 minutes', async () => {
    const error = await refused(say('too late', 901));

    expect(error).toMatchObject({ name: 'InvalidParameterValue' });
    expect((error as Error).message).toContain('DelaySeconds must be >= 0 and <= 900');
  });

  it('are limited to 1 MiB', async () => {
    await say('x'.repeat(1024 * 1024));
    const error = await refused(say('x'.repeat(1024 * 1024 + 1)));

    expect(error).toMatchObject({ name: 'InvalidParameterValue' });
    expect(await depthOf(QueueUrl)).toMatchObject({ ApproximateNumberOfMessages: '1' });
  });

  it('are sent and deleted in batches, each entry by itself', async () => {
    const batch = await send(
      new SendMessageBatchCommand({
        QueueUrl,
        Entries: [
          { Id: 'good', MessageBody: 'good' },
          { Id: 'bad', MessageBody: 'bad', DelaySeconds: 1000 },
        ],
      }),
    );
    const [message] = await receive();
    const deletion = await send(
      new DeleteMessageBatchCommand({
        QueueUrl,
        Entries: [
          { Id: 'known', ReceiptHandle: message?.ReceiptHandle },
          { Id: 'nonsense', ReceiptHandle: 'nonsense' },
        ],
      }),
    );

    expect(batch.Successful?.map(({ Id }) => Id)).toEqual(['good']);
    expect(batch.Failed).toMatchObject([{ Id: 'bad', SenderFault: true }]);
    expect(deletion.Successful?.map(({ Id }) => Id)).toEqual(['known']);
    expect(deletion.Failed).toMatchObject([{ Id: 'nonsense', Code: 'ReceiptHandleIsInvalid' }]);
    expect(await depthOf(QueueUrl)).toMatchObject({ ApproximateNumberOfMessagesNotVisible: '0' });
  });

  it('come in batches of 1 MiB at most, and a larger one is refused with all its entries', async () => {
    const Entries = [
      { Id: 'small', MessageBody: 'x' },
      { Id: 'large', MessageBody: 'x'.repeat(1024 * 1024 + 1) },
    ];

    expect(await refused(send(new SendMessageBatchCommand({ QueueUrl, Entries })))).toBeInstanceOf(
      BatchRequestTooLong,
    );
    expect(await depthOf(QueueUrl)).toMatchObject({ ApproximateNumberOfMessages: '0' });
  });

  it('come in batches of ten at most', async () => {
    const Entries = Array.from({ length: 11 }, (_, n) => ({ Id: `${n}`, MessageBody: 'x' }));

    expect(await refused(send(new SendMessageBatchCommand({ QueueUrl, Entries })))).toBeInstanceOf(
      TooManyEntriesInBatchRequest,
    );
  });
});

describe('a batch', () => {
  const entry = (Id: string | undefined) => ({ Id, MessageBody: 'x' });

  it.each([
    ['no entry', [], 'EmptyBatchRequest'],
    ['two entries of one id', [entry('a'), entry('a')], 'BatchEntryIdsNotDistinct'],
    ['an id with a blank', [entry('a b')], 'InvalidBatchEntryId'],
    ['an id of 81 characters', [entry('a'.repeat(81))], 'InvalidBatchEntryId'],
    ['an entry without an id', [entry(undefined)], 'MissingParameter'],
  ])('with %s is refused as a whole', async (_what, Entries, name) => {
    const error = await refused(
      send(
        new SendMessageBatchCommand({ QueueUrl, Entries: Entries as { Id: string }[] as never }),
      ),
    );

    expect(error).toMatchObject({ name });
    expect(await bodies()).toEqual([]);
  });
});

describe('visibility', () => {
  it.each([-1, 43_201, 1.5])('cannot be set to %d seconds', async (VisibilityTimeout) => {
    await say('job');
    const [message] = await receive();

    const errors = await Promise.all([
      refused(receive({ VisibilityTimeout })),
      refused(
        send(
          new ChangeMessageVisibilityCommand({
            QueueUrl,
            ReceiptHandle: message?.ReceiptHandle,
            VisibilityTimeout,
          }),
        ),
      ),
    ]);

    expect(errors).toMatchObject([
      { name: 'InvalidParameterValue' },
      { name: 'InvalidParameterValue' },
    ]);
  });

  it('ends 12 hours after the message was received at the latest', async () => {
    await say('job');
    const [message] = await receive({ VisibilityTimeout: 43_200 });
    const extend = (VisibilityTimeout: number) =>
      send(
        new ChangeMessageVisibilityCommand({
          QueueUrl,
          ReceiptHandle: message?.ReceiptHandle,
          VisibilityTimeout,
        }),
      );
    clock.advance(3_600_000);

    const error = await refused(extend(39_601));
    await extend(39_600);

    expect(error).toMatchObject({
      name: 'InvalidParameterValue',
      message: expect.stringContaining('beyond the limit [43200 seconds]'),
    });
  });

  it('hides a received message until its timeout, then counts another receipt', async () => {
    await say('again');
    await receive();
    clock.advance(59_999);
    const hidden = await bodies();
    clock.advance(1);

    const [message] = await receive({ MessageSystemAttributeNames: ['ApproximateReceiveCount'] });

    expect(hidden).toEqual([]);
    expect(message?.Attributes).toEqual({ ApproximateReceiveCount: '2' });
  });

  it('can be changed while a message is in flight, and not afterwards', async () => {
    await say('mine');
    const [message] = await receive();
    const change = (VisibilityTimeout: number) =>
      send(
        new ChangeMessageVisibilityCommand({
          QueueUrl,
          ReceiptHandle: message?.ReceiptHandle,
          VisibilityTimeout,
        }),
      );
    await change(120);
    clock.advance(60_000);
    const extended = await bodies();
    await change(0);

    expect(extended).toEqual([]);
    expect(await refused(change(10))).toBeInstanceOf(MessageNotInflight);
    expect(await bodies()).toEqual(['mine']);
  });

  it('makes an older receipt worthless once the message was received again', async () => {
    await say('twice');
    const [first] = await receive({ VisibilityTimeout: 0 });
    const [second] = await receive();
    const remove = (ReceiptHandle?: string) =>
      send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));

    await remove(first?.ReceiptHandle);
    const afterOlder = await depthOf(QueueUrl);
    await remove(second?.ReceiptHandle);

    expect(afterOlder).toMatchObject({ ApproximateNumberOfMessagesNotVisible: '1' });
    expect(await depthOf(QueueUrl)).toMatchObject({ ApproximateNumberOfMessagesNotVisible: '0' });
    expect(await refused(remove('nonsense'))).toBeInstanceOf(ReceiptHandleIsInvalid);
  });
});

describe('a long poll', () => {
  const poll = () => bodies({ WaitTimeSeconds: 20 });
  const someoneWaits = () => expect.poll(() => clock.pending(), { interval: 1 }).toBeGreaterThan(0);
  const nobodyWaits = () => expect.poll(() => clock.pending(), { interval: 1 }).toBe(0);

  it('is answered by a message sent meanwhile, without time passing', async () => {
    const answer = poll();
    await someoneWaits();

    await say('now');

    expect(await answer).toEqual(['now']);
  });

  it('is answered when a delayed message becomes due', async () => {
    await say('due', 5);
    const answer = poll();
    await someoneWaits();

    clock.advance(5000);

    expect(await answer).toEqual(['due']);
  });

  it('ends empty after its time', async () => {
    const answer = poll();
    await someoneWaits();

    clock.advance(20_000);

    expect(await answer).toEqual([]);
  });

  it('takes no message once its client has gone', async () => {
    const leaving = new AbortController();
    const gone = services.clients.sqs
      .send(new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 20 }), {
        abortSignal: leaving.signal,
      })
      .catch((error: Error) => error.name);
    await someoneWaits();

    leaving.abort();

    expect(await gone).toBe('AbortError');
    await nobodyWaits();
    await say('for another');
    expect(await bodies()).toEqual(['for another']);
  });

  it('ends when the front door closes', async () => {
    const answer = poll();
    const ended = refused(answer);
    await someoneWaits();

    await services.door.close();

    expect(await ended).toBeInstanceOf(Error);
    await nobodyWaits();
    services = await startLocalServices({ clock });
  });
});

describe('a dead-letter queue', () => {
  const receiveTwiceInVain = async () => {
    for (let count = 0; count < 2; count += 1) {
      await receive();
      clock.advance(60_000);
    }
  };

  it('takes a message that was received too often, with where it came from', async () => {
    await say('poison');
    await receiveTwiceInVain();

    expect(await bodies()).toEqual([]);

    const [dead] = await receive({
      QueueUrl: deadLetters.url,
      MessageSystemAttributeNames: ['All'],
    });
    expect(dead).toMatchObject({
      Body: 'poison',
      Attributes: { DeadLetterQueueSourceArn: queueArn },
    });
  });

  it('is redriven to the source, where messages start anew', async () => {
    await say('cured');
    await receiveTwiceInVain();
    await receive();

    await send(new StartMessageMoveTaskCommand({ SourceArn: deadLetters.arn }));

    const [message] = await receive({ MessageSystemAttributeNames: ['All'] });
    expect(message?.Body).toBe('cured');
    expect(message?.Attributes?.ApproximateReceiveCount).toBe('1');
    expect(await depthOf(deadLetters.url)).toMatchObject({ ApproximateNumberOfMessages: '0' });
  });

  it('is none whose own dead letters would come back, at once or by way of another', () => {
    const make = (name: string, next: string) => {
      const deadLetterArn = queueArn.replace(/candidates$/, next);
      return services.sqs.createQueue({ name, redrive: { deadLetterArn, maxReceiveCount: 1 } });
    };
    make('one', 'two');
    make('two', 'three');

    expect(() => make('alone', 'alone')).toThrow('would come back');
    expect(() => make('three', 'one')).toThrow('would come back');
    expect(make('three', 'candidates-dead').name).toBe('three');
  });

  it('is the only kind of queue that can be redriven', async () => {
    const error = await refused(send(new StartMessageMoveTaskCommand({ SourceArn: queueArn })));

    expect(error).toMatchObject({ name: 'ResourceNotFoundException' });
  });
});

describe('a member of another type than its operation reads', () => {
  const message = (more: object) => ({ QueueUrl, MessageBody: 'x', ...more });

  it.each<[string, string, () => object]>([
    ['a number for text', 'SendMessage', () => message({ MessageBody: 5 })],
    ['text for a number', 'SendMessage', () => message({ DelaySeconds: '5' })],
    ['a list for a map', 'SendMessage', () => message({ MessageAttributes: [] })],
    ['an attribute that is text', 'SendMessage', () => message({ MessageAttributes: { a: 'b' } })],
    [
      'a number in an attribute',
      'SendMessage',
      () => message({ MessageAttributes: { a: { DataType: 'Number', StringValue: 5 } } }),
    ],
    ['an entry that is none', 'SendMessageBatch', () => ({ QueueUrl, Entries: [null] })],
    ['one name for a list', 'ReceiveMessage', () => ({ QueueUrl, AttributeNames: 'All' })],
    ['a name that is none', 'ReceiveMessage', () => ({ QueueUrl, AttributeNames: [1] })],
  ])('is refused: %s', async (_what, operation, input) => {
    const response = await fetch(services.door.url, {
      method: 'POST',
      headers: {
        authorization: `AWS4-HMAC-SHA256 Credential=${CALLER}/20261101/us-east-1/sqs/aws4_request`,
        'x-amz-target': `AmazonSQS.${operation}`,
      },
      body: JSON.stringify(input()),
    });

    expect(response.status).toBe(400);
    expect(response.headers.get('x-amzn-errortype')).toBe('SerializationException');
  });
});

describe('queues', () => {
  it('are found by name, listed, described and purged', async () => {
    await say('gone');
    await send(new PurgeQueueCommand({ QueueUrl }));

    expect((await send(new GetQueueUrlCommand({ QueueName: 'candidates' }))).QueueUrl).toBe(
      QueueUrl,
    );
    expect(QueueUrl).toBe(`${services.door.url}/000000000000/candidates`);
    expect((await send(new ListQueuesCommand({}))).QueueUrls).toEqual([deadLetters.url, QueueUrl]);
    const attributes = await depthOf(QueueUrl);
    expect(attributes).toMatchObject({
      QueueArn: queueArn,
      VisibilityTimeout: '60',
      ApproximateNumberOfMessages: '0',
    });
    expect(JSON.parse(attributes.RedrivePolicy ?? '')).toEqual({
      deadLetterTargetArn: deadLetters.arn,
      maxReceiveCount: 2,
    });
  });

  it('know the names of attributes that they have no value for, and no others', async () => {
    const names = ['Policy', 'KmsMasterKeyId', 'RedriveAllowPolicy', 'DelaySeconds'] as const;
    const ask = (AttributeNames: readonly string[]) =>
      send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: AttributeNames as never }));

    expect((await ask(names)).Attributes).toEqual({ DelaySeconds: '0' });
    expect(await refused(ask(['constructor']))).toMatchObject({ name: 'InvalidAttributeName' });
  });

  it('are purged once a minute', async () => {
    await send(new PurgeQueueCommand({ QueueUrl }));

    const error = await refused(send(new PurgeQueueCommand({ QueueUrl })));
    clock.advance(60_000);
    await send(new PurgeQueueCommand({ QueueUrl }));

    expect(error).toBeInstanceOf(PurgeQueueInProgress);
  });

  it('of another account are not there', async () => {
    const foreign = QueueUrl.replace('000000000000', '999999999999');

    const error = await refused(
      send(new SendMessageCommand({ QueueUrl: foreign, MessageBody: 'x' })),
    );

    expect(error).toBeInstanceOf(QueueDoesNotExist);
  });

  it('that do not exist raise their own exception', async () => {
    const error = await refused(
      send(
        new SendMessageCommand({
          QueueUrl: `${services.door.url}/000000000000/nowhere`,
          MessageBody: 'x',
        }),
      ),
    );

    expect(error).toBeInstanceOf(QueueDoesNotExist);
    expect(error).toMatchObject({
      name: 'QueueDoesNotExist',
      Code: 'AWS.SimpleQueueService.NonExistentQueue',
    });
  });

  it('forget messages after their retention', async () => {
    await say('old');
    clock.advance(345_600_000);

    expect(await bodies()).toEqual([]);
    expect(await depthOf(QueueUrl)).toMatchObject({ ApproximateNumberOfMessages: '0' });
  });
});
