import {
  GoneException,
  LimitExceededException,
  PostToConnectionCommand,
} from '@aws-sdk/client-apigatewaymanagementapi';
import {
  DescribeTableCommand,
  DynamoDBClient,
  InternalServerError,
  ProvisionedThroughputExceededException,
  TransactionCanceledException,
  TransactionConflictException,
} from '@aws-sdk/client-dynamodb';
import {
  DeleteMessageCommand,
  type Message,
  ReceiveMessageCommand,
  RequestThrottled,
  SendMessageBatchCommand,
  type SendMessageBatchRequestEntry,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import {
  BatchGetCommand,
  BatchWriteCommand,
  type BatchWriteCommandInput,
  DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  QueryCommand,
  ScanCommand,
  TransactGetCommand,
  TransactWriteCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createFaults, type Faults } from '../../local/faults/faults.ts';
import type { FaultOrder } from '../../local/faults/order.ts';
import { CALLER, type LocalServices, startLocalServices } from './local-services.ts';
import { createManualClock, type ManualClock } from './manual-clock.ts';
import { refused } from './refused.ts';

const TableName = 'chats';
const Key = { pk: 'S#1', sk: 'HEAD' };

let faults: Faults;
let clock: ManualClock;
let services: LocalServices;
let QueueUrl: string;
let posted: string[];

beforeEach(async () => {
  faults = createFaults({ seed: 11 });
  clock = createManualClock();
  posted = [];
  services = await startLocalServices({
    faults,
    clock,
    gateways: {
      '/api/prod': {
        async handle({ body }) {
          posted.push(body.toString());
          return { status: 200 };
        },
      },
    },
  });
  await services.dynamo.createTable({
    TableName,
    AttributeDefinitions: ['pk', 'sk', 'state'].map((AttributeName) => ({
      AttributeName,
      AttributeType: 'S',
    })),
    KeySchema: [
      { AttributeName: 'pk', KeyType: 'HASH' },
      { AttributeName: 'sk', KeyType: 'RANGE' },
    ],
    GlobalSecondaryIndexes: [
      {
        IndexName: 'byState',
        KeySchema: [
          { AttributeName: 'state', KeyType: 'HASH' },
          { AttributeName: 'sk', KeyType: 'RANGE' },
        ],
        Projection: { ProjectionType: 'ALL' },
      },
    ],
  });
  QueueUrl = services.sqs.createQueue({ name: 'candidates', visibilityTimeout: 30 }).url;
});
afterEach(() => services.close());

/** Clients that retry, as those of the functions do, without their pauses. */
function retryingClients() {
  const config = {
    endpoint: services.door.url,
    region: 'us-east-1',
    maxAttempts: 3,
    retryMode: 'standard',
    credentials: { accessKeyId: CALLER, secretAccessKey: 'unused' },
  };
  return {
    documents: DynamoDBDocumentClient.from(new DynamoDBClient(config)),
    sqs: new SQSClient(config),
  };
}

const put = (attributes: object = {}, documents = services.clients.documents) =>
  documents.send(new PutCommand({ TableName, Item: { ...Key, ...attributes } }));
const get = async () =>
  (await services.clients.documents.send(new GetCommand({ TableName, Key, ConsistentRead: true })))
    .Item;
const push = () =>
  services.clients.connections.send(
    new PostToConnectionCommand({ ConnectionId: 'L0SM9cOFvHcCIhw=', Data: 'hello' }),
  );
const say = (MessageBody: string) =>
  services.clients.sqs.send(new SendMessageCommand({ QueueUrl, MessageBody }));
async function receive(): Promise<Message[]> {
  const { Messages } = await services.clients.sqs.send(
    new ReceiveMessageCommand({
      QueueUrl,
      MaxNumberOfMessages: 10,
      MessageSystemAttributeNames: ['All'],
    }),
  );
  return Messages ?? [];
}
const remove = ({ ReceiptHandle }: Message) =>
  services.clients.sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
const bodiesOf = (messages: Message[]) => messages.map(({ Body }) => Body);

describe('a throttled call', () => {
  it.each([
    ['writing an item', () => put(), ProvisionedThroughputExceededException],
    ['sending a message', () => say('x'), RequestThrottled],
    ['pushing a frame', () => push(), LimitExceededException],
  ])('%s fails with the exception of its service', async (_, call, exception) => {
    faults.add({ kind: 'throttle' });

    expect(await refused(call())).toBeInstanceOf(exception);
  });

  it('managing a table fails as ThrottlingException', async () => {
    faults.add({ kind: 'throttle' });

    const describeTable = services.clients.dynamo.send(new DescribeTableCommand({ TableName }));

    await expect(describeTable).rejects.toMatchObject({ name: 'ThrottlingException' });
  });

  it('is not carried out, and is repeated by the SDK until it passes', async () => {
    faults.add({ kind: 'throttle', where: { operation: 'PutItem' }, count: 1 });

    const { $metadata } = await put({ text: 'hi' }, retryingClients().documents);

    expect($metadata.attempts).toBe(2);
    expect(await get()).toEqual({ ...Key, text: 'hi' });
    expect(services.door.calls()[CALLER]?.['dynamodb:PutItem']).toMatchObject({
      calls: 2,
      errors: 1,
      writeUnits: 1,
    });
  });
});

describe('a server error', () => {
  it('has its class, changes nothing, and is repeated by the SDK', async () => {
    faults.add({ kind: 'server_error', count: 1 });

    const error = await refused(put());
    const item = await get();
    faults.add({ kind: 'server_error', where: { service: 'sqs' }, count: 1 });
    const { $metadata } = await retryingClients().sqs.send(
      new SendMessageCommand({ QueueUrl, MessageBody: 'x' }),
    );

    expect(error).toBeInstanceOf(InternalServerError);
    expect(item).toBeUndefined();
    expect($metadata.attempts).toBe(2);
    expect(await receive()).toHaveLength(1);
  });
});

describe('a transaction conflict', () => {
  const update = { TableName, Key, UpdateExpression: 'SET n = :n' };
  const values = { ExpressionAttributeValues: { ':n': 1 } };
  const other = { TableName, Key: { ...Key, sk: 'OTHER' } };

  it('cancels a transaction with one reason of its own and none for the others', async () => {
    faults.add({ kind: 'transaction_conflict' });

    const error = await refused(
      services.clients.documents.send(
        new TransactWriteCommand({
          TransactItems: [{ Delete: other }, { Update: { ...update, ...values } }],
        }),
      ),
    );

    expect(error).toBeInstanceOf(TransactionCanceledException);
    const codes = (error as TransactionCanceledException).CancellationReasons?.map(
      ({ Code }) => Code,
    );
    expect(codes?.toSorted()).toEqual(['None', 'TransactionConflict']);
    expect((error as Error).message).toContain(`[${codes?.join(', ')}]`);
    expect(await get()).toBeUndefined();
  });

  it('refuses a single write and a transaction of reads, and leaves other reads alone', async () => {
    faults.add({ kind: 'transaction_conflict' });

    const write = await refused(
      services.clients.documents.send(new UpdateCommand({ ...update, ...values })),
    );
    const read = await refused(
      services.clients.documents.send(new TransactGetCommand({ TransactItems: [{ Get: other }] })),
    );

    expect(write).toBeInstanceOf(TransactionConflictException);
    expect(read).toBeInstanceOf(TransactionCanceledException);
    expect(await get()).toBeUndefined();
    expect(faults.injected()).toEqual({ transaction_conflict: 2 });
  });
});

describe('a batch that is carried out in part', () => {
  const items = ['1', '2', '3', '4', '5'].map((sk) => ({ ...Key, sk }));
  const write = (requests: object[]) =>
    services.clients.documents.send(
      new BatchWriteCommand({ RequestItems: { [TableName]: requests } } as BatchWriteCommandInput),
    );
  const stored = async () =>
    (await services.clients.documents.send(new ScanCommand({ TableName }))).Items ?? [];

  it('comes back with what was not written, and is whole once that is sent again', async () => {
    faults.add({ kind: 'partial_batch', count: 1 });

    const first = await write(items.map((Item) => ({ PutRequest: { Item } })));
    const left = first.UnprocessedItems?.[TableName] ?? [];
    const between = await stored();
    const second = await write(left);

    expect([left.length, between.length]).toEqual([2, 3]);
    expect(second.UnprocessedItems).toEqual({});
    expect(await stored()).toEqual(items);
  });

  it('comes back with keys that were not read, and how to read them', async () => {
    await write(items.map((Item) => ({ PutRequest: { Item } })));
    faults.add({ kind: 'partial_batch' });
    const asked = { Keys: items, ConsistentRead: true, ProjectionExpression: 'sk' };

    const { Responses, UnprocessedKeys } = await services.clients.documents.send(
      new BatchGetCommand({ RequestItems: { [TableName]: asked } }),
    );

    const { Keys = [], ...rest } = UnprocessedKeys?.[TableName] ?? {};
    expect(rest).toEqual({ ConsistentRead: true, ProjectionExpression: 'sk' });
    const found = [...(Responses?.[TableName] ?? []), ...Keys].map(({ sk }) => sk);
    expect(found.toSorted()).toEqual(['1', '2', '3', '4', '5']);
    expect(Keys).toHaveLength(2);
  });

  it('tells which messages were not taken, through no fault of the sender', async () => {
    faults.add({ kind: 'partial_batch', where: { queue: 'candidates' } });

    const { Successful = [], Failed = [] } = await services.clients.sqs.send(
      new SendMessageBatchCommand({
        QueueUrl,
        Entries: ['a', 'b', 'c'].map((Id) => ({ Id, MessageBody: Id })),
      }),
    );

    expect(Failed).toMatchObject([{ Code: 'InternalError', SenderFault: false }]);
    const ids = Successful.map(({ Id }) => Id ?? '');
    expect([...ids, Failed[0]?.Id].toSorted()).toEqual(['a', 'b', 'c']);
    expect(bodiesOf(await receive()).toSorted()).toEqual(ids.toSorted());
  });

  it('is refused as ever where the service would not take any of it', async () => {
    faults.add({ kind: 'partial_batch' });
    const batch = (...Entries: SendMessageBatchRequestEntry[]) =>
      refused(services.clients.sqs.send(new SendMessageBatchCommand({ QueueUrl, Entries })));
    const MessageBody = 'x'.repeat(600 * 1024);

    const twice = await batch({ Id: 'a', MessageBody: '1' }, { Id: 'a', MessageBody: '2' });
    const large = await batch({ Id: 'a', MessageBody }, { Id: 'b', MessageBody });
    const misnamed = await batch({ Id: 'a b', MessageBody: '1' }, { Id: 'b', MessageBody: '2' });

    expect([twice, large, misnamed]).toMatchObject([
      { name: 'BatchEntryIdsNotDistinct' },
      { name: 'BatchRequestTooLong' },
      { name: 'InvalidBatchEntryId' },
    ]);
    expect(await receive()).toEqual([]);
    expect(faults.injected()).toEqual({});
  });

  it('is nothing at all where a batch has one message, and leaves single items alone', async () => {
    faults.add({ kind: 'partial_batch' });
    const Entries = [{ Id: 'a', MessageBody: 'a' }];

    const sent = await services.clients.sqs.send(
      new SendMessageBatchCommand({ QueueUrl, Entries }),
    );
    await write([{ PutRequest: { Item: items[0] } }]);

    expect(sent).toMatchObject({ Successful: [], Failed: [{ Id: 'a' }] });
    expect(await receive()).toEqual([]);
    expect(await stored()).toEqual([items[0]]);
    expect(faults.injected()).toEqual({ partial_batch: 1 });
  });
});

it('latency holds a call back and then lets it through', async () => {
  faults.add({ kind: 'latency', ms: 60, where: { table: TableName } });
  const startedAt = performance.now();

  await put();

  expect(performance.now() - startedAt).toBeGreaterThanOrEqual(59);
});

it('latency ends with the client that waited', async () => {
  faults.add({ kind: 'latency', ms: 600_000, count: 1 });
  const abort = new AbortController();

  const waiting = services.clients.documents.send(new PutCommand({ TableName, Item: Key }), {
    abortSignal: abort.signal,
  });
  await expect.poll(() => faults.injected(), { interval: 1 }).toEqual({ latency: 1 });
  abort.abort();

  await expect(waiting).rejects.toMatchObject({ name: 'AbortError' });
  // As on a real network, what was on its way arrives.
  await expect.poll(get, { interval: 5 }).toEqual(Key);
});

describe('a lost response', () => {
  it('leaves a client without an answer to a write that was carried out', async () => {
    faults.add({ kind: 'lost_response', where: { operation: 'PutItem' } });

    const error = await refused(put({ text: 'hi' }));

    expect(error).toMatchObject({ code: 'ECONNRESET' });
    expect(await get()).toEqual({ ...Key, text: 'hi' });
  });

  it('makes the SDK repeat: a transaction counts once by its token, an update and a message twice', async () => {
    const { documents, sqs } = retryingClients();
    faults.add({ kind: 'lost_response', where: { operation: 'TransactWriteItems' }, count: 1 });
    faults.add({ kind: 'lost_response', where: { operation: 'UpdateItem' }, count: 1 });
    faults.add({ kind: 'lost_response', where: { queue: 'candidates' }, count: 1 });
    const add = { UpdateExpression: 'ADD n :one', ExpressionAttributeValues: { ':one': 1 } };
    const other = { ...Key, sk: 'OTHER' };

    await documents.send(
      new TransactWriteCommand({ TransactItems: [{ Update: { TableName, Key, ...add } }] }),
    );
    await documents.send(new UpdateCommand({ TableName, Key: other, ...add }));
    await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: 'x' }));

    const { Items } = await documents.send(new ScanCommand({ TableName }));
    expect(Items).toEqual([
      { ...Key, n: 1 },
      { ...other, n: 2 },
    ]);
    expect(bodiesOf(await receive())).toEqual(['x', 'x']);
  });
});

it('a connection that is there can be gone for its caller', async () => {
  faults.add({ kind: 'gone', where: { connection: 'L0SM*' }, count: 1 });

  const error = await refused(push());
  await push();

  expect(error).toBeInstanceOf(GoneException);
  expect(error).toMatchObject({ $metadata: { httpStatusCode: 410 } });
  expect(posted).toEqual(['hello']);
});

describe('a queue', () => {
  it('delivers a message again at once, although the first is held and deleted', async () => {
    faults.add({ kind: 'duplicate_delivery', where: { queue: 'candidates' }, count: 1 });
    await say('one');

    const [first] = await receive();
    const [second] = await receive();
    await remove(first as Message);
    const beforeLast = services.sqs
      .queueByArn('arn:aws:sqs:us-east-1:000000000000:candidates')
      .depth();
    await remove(second as Message);
    clock.advance(60_000);

    expect(second).toMatchObject({ MessageId: first?.MessageId, Body: 'one' });
    expect(second?.Attributes?.ApproximateReceiveCount).toBe('2');
    expect(second?.ReceiptHandle).not.toBe(first?.ReceiptHandle);
    expect(beforeLast).toMatchObject({ inFlight: 1 });
    expect(await receive()).toEqual([]);
  });

  it('delivers a message again later, after it was deleted, and only once', async () => {
    faults.add({ kind: 'duplicate_delivery', ms: 5000 });
    await say('one');

    const [first] = await receive();
    await remove(first as Message);
    const meanwhile = await receive();
    clock.advance(5000);
    const [again] = await receive();
    await remove(again as Message);
    clock.advance(60_000);

    expect(meanwhile).toEqual([]);
    expect(again?.MessageId).toBe(first?.MessageId);
    expect(await receive()).toEqual([]);
  });

  it('gives a message to two receivers that wait at the same time', async () => {
    faults.add({ kind: 'duplicate_delivery' });
    const wait = () =>
      services.clients.sqs.send(new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 20 }));

    const both = [wait(), wait()];
    await expect.poll(() => clock.pending(), { interval: 1 }).toBe(2);
    await say('one');

    const [first, second] = await Promise.all(both);
    expect(first?.Messages?.[0]?.MessageId).toBeDefined();
    expect(second?.Messages?.[0]?.MessageId).toBe(first?.Messages?.[0]?.MessageId);
  });

  it('wakes a receiver that waits for the second delivery', async () => {
    faults.add({ kind: 'duplicate_delivery', ms: 5000 });
    const wait = () =>
      services.clients.sqs.send(new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 20 }));
    await say('one');
    await receive();

    const waiting = wait();
    await expect.poll(() => clock.pending(), { interval: 1 }).toBeGreaterThan(0);
    clock.advance(5000);

    expect((await waiting).Messages).toHaveLength(1);
  });

  it('delivers a message late', async () => {
    faults.add({ kind: 'delayed_delivery', ms: 1500, count: 1 });
    await say('late');
    await say('in time');

    const first = await receive();
    clock.advance(1499);
    const early = await receive();
    clock.advance(1);

    expect(bodiesOf(first)).toEqual(['in time']);
    expect(early).toEqual([]);
    expect(bodiesOf(await receive())).toEqual(['late']);
  });

  it('delivers out of order, the same order for the same seed', async () => {
    const bodies = ['1', '2', '3', '4', '5', '6', '7', '8'];
    const orders: FaultOrder[] = [{ kind: 'batch_disorder' }];
    const play = async () => {
      faults.restart(5, orders);
      await services.clients.sqs.send(
        new SendMessageBatchCommand({
          QueueUrl,
          Entries: bodies.map((MessageBody) => ({ Id: MessageBody, MessageBody })),
        }),
      );
      const messages = await receive();
      for (const message of messages) await remove(message);
      return bodiesOf(messages);
    };

    const [first, second] = [await play(), await play()];

    expect(first).not.toEqual(bodies);
    expect(first.toSorted()).toEqual(bodies);
    expect(second).toEqual(first);
  });
});

describe('a lagging index', () => {
  const inState = async (state: string, backwards = false) => {
    const { Items } = await services.clients.documents.send(
      new QueryCommand({
        TableName,
        IndexName: 'byState',
        KeyConditionExpression: '#s = :s',
        ExpressionAttributeNames: { '#s': 'state' },
        ExpressionAttributeValues: { ':s': state },
        ScanIndexForward: !backwards,
      }),
    );
    return Items?.map(({ sk, text }) => (text ? `${sk} ${text}` : sk));
  };
  const write = (sk: string, state: string, text?: string) => put({ sk, state, text });

  it('shows rows as they were: added, moved, changed and deleted ones', async () => {
    await write('1', 'open', 'old');
    await write('2', 'open');
    await write('4', 'open');
    const { id } = faults.add({ kind: 'index_lag', ms: 60_000 });

    await write('1', 'open', 'new');
    await write('2', 'closed');
    await write('3', 'open');
    await services.clients.documents.send(
      new TransactWriteCommand({
        TransactItems: [{ Delete: { TableName, Key: { ...Key, sk: '4' } } }],
      }),
    );
    const behind = [await inState('open'), await inState('open', true), await inState('closed')];
    faults.remove(id);
    const now = [await inState('open'), await inState('open', true), await inState('closed')];

    expect(behind).toEqual([['1 old', '2', '4'], ['4', '2', '1 old'], []]);
    expect(now).toEqual([['1 new', '3'], ['3', '1 new'], ['2']]);
  });

  it('catches up after the lag, and the table itself is never behind', async () => {
    faults.add({ kind: 'index_lag', ms: 40, where: { index: 'byState' } });

    await write('1', 'open');
    const behind = await inState('open');
    const { Items: own } = await services.clients.documents.send(new ScanCommand({ TableName }));

    expect(behind).toEqual([]);
    expect(own).toHaveLength(1);
    await expect.poll(() => inState('open'), { interval: 5 }).toEqual(['1']);
  });

  it('pages as if that were its state', async () => {
    for (const sk of ['1', '2', '3', '4']) await write(sk, 'open');
    faults.add({ kind: 'index_lag', ms: 60_000 });
    await write('2', 'closed');
    const query = {
      TableName,
      IndexName: 'byState',
      KeyConditionExpression: '#s = :s',
      ExpressionAttributeNames: { '#s': 'state' },
      ExpressionAttributeValues: { ':s': 'open' },
      Limit: 2,
    };

    const first = await services.clients.documents.send(new QueryCommand(query));
    const second = await services.clients.documents.send(
      new QueryCommand({ ...query, ExclusiveStartKey: first.LastEvaluatedKey }),
    );

    expect([first, second].map(({ Items }) => Items?.map(({ sk }) => sk))).toEqual([
      ['1', '2'],
      ['3', '4'],
    ]);
  });
});

it('the same seed and the same calls give the same faults', async () => {
  const orders: FaultOrder[] = [
    { kind: 'throttle', rate: 0.2 },
    { kind: 'server_error', rate: 0.2 },
    { kind: 'lost_response', rate: 0.2 },
  ];
  const play = async (seed: number) => {
    faults.restart(seed, orders);
    const outcomes: string[] = [];
    for (let i = 0; i < 40; i += 1) {
      outcomes.push(
        await put({ i }).then(
          () => 'ok',
          (error: Error) => error.name,
        ),
      );
    }
    return outcomes;
  };

  const [first, second, other] = [await play(1), await play(1), await play(2)];

  expect(second).toEqual(first);
  expect(other).not.toEqual(first);
  expect(new Set(first).size).toBe(4);
});
