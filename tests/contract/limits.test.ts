import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  ApiGatewayManagementApiClient,
  LimitExceededException,
  PayloadTooLargeException,
  PostToConnectionCommand,
} from '@aws-sdk/client-apigatewaymanagementapi';
import {
  type DynamoDBServiceException,
  TransactionCanceledException,
} from '@aws-sdk/client-dynamodb';
import {
  BatchRequestTooLong,
  GetQueueAttributesCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
} from '@aws-sdk/client-sqs';
import {
  DeleteCommand,
  GetCommand,
  PutCommand,
  TransactWriteCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createFunctions, type Functions } from '../../local/functions.ts';
import { type HttpGateway, startHttpGateway } from '../../local/gateway/http.ts';
import { socketLimits } from '../../local/limits.ts';
import { deferred, SocketHarness, toFunction } from '../unit/local/gateway/socket-harness.ts';
import { CALLER, type LocalServices, startLocalServices } from './local-services.ts';
import { refused } from './refused.ts';

const KIB = 1024;
const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

describe('a WebSocket', () => {
  let harness: SocketHarness;

  async function start(options: Parameters<SocketHarness['start']>[0] = {}): Promise<void> {
    harness = new SocketHarness({
      $connect: () => ({ statusCode: 200 }),
      $default: (event) => ({ statusCode: 200, body: event.body }),
      $disconnect: () => ({ statusCode: 200 }),
    });
    await harness.start(options);
    closing.push(() => harness.stop());
  }

  it('takes a message of 128 KB in frames of 32 KB', async () => {
    await start();
    const client = await harness.connect();
    const frame = 'x'.repeat(32 * KIB);

    for (const last of [false, false, false, true]) client.socket.send(frame, { fin: last });

    expect(await client.next()).toHaveLength(128 * KIB);
  });

  it.each([
    ['a message above 128 KB', [32 * KIB, 32 * KIB, 32 * KIB, 32 * KIB, 1]],
    ['a frame above 32 KB', [32 * KIB + 1]],
  ])('is closed with 1009 for %s', async (_, frames) => {
    await start();
    const client = await harness.connect();

    for (const [i, bytes] of frames.entries()) {
      client.socket.send('x'.repeat(bytes), { fin: i === frames.length - 1 });
    }

    expect((await client.closed).code).toBe(1009);
    expect(harness.of('$default')).toEqual([]);
  });

  it('is closed with 1001 when nothing was said for 10 minutes, scaled', async () => {
    await start({ limits: socketLimits({ timeScale: 0.0001 }) });
    const client = await harness.connect();
    const openedAt = performance.now();

    const { code } = await client.closed;

    expect(code).toBe(1001);
    expect(performance.now() - openedAt).toBeGreaterThan(50);
    expect(performance.now() - openedAt).toBeLessThan(720);
  });

  it('is closed with 1001 after 2 hours, scaled, even in the middle of a talk', async () => {
    await start({ limits: socketLimits({ timeScale: 0.00005, idleMs: 10_000 }) });
    const client = await harness.connect();
    const talk = async () => {
      while (client.socket.readyState === client.socket.OPEN) await client.ask('x');
    };
    void talk();

    expect((await client.closed).code).toBe(1001);
    expect(harness.of('$default').length).toBeGreaterThan(1);
  });

  it('is told when an integration takes longer than it may', async () => {
    const never = deferred();
    harness = new SocketHarness({ $default: () => never.promise });
    await harness.start({ limits: socketLimits({ integrationMs: 30 }) });
    closing.push(() => harness.stop());
    const client = await harness.connect();

    client.send('x');

    expect(await client.nextJson()).toEqual({
      message: 'Endpoint request timed out',
      connectionId: harness.gateway.connections()[0]?.connectionId,
      requestId: expect.any(String),
    });
  });

  it('is refused with 504 when $connect takes longer than it may', async () => {
    const never = deferred();
    harness = new SocketHarness({ $connect: () => never.promise });
    await harness.start({ limits: socketLimits({ integrationMs: 30 }) });
    closing.push(() => harness.stop());

    expect(await harness.refused()).toMatchObject({
      status: 504,
      body: { message: 'Endpoint request timed out' },
    });
  });

  it('outlives nothing longer than AWS allows, and no limit of nothing', () => {
    expect(socketLimits({ integrationMs: 60_000 }).integrationTimeoutMs).toBe(29_000);
    expect(socketLimits({})).toEqual({ idleMs: 600_000, lifetimeMs: 7_200_000 });
    expect(() => socketLimits({ timeScale: 0 })).toThrow(RangeError);
  });
});

describe('@connections', () => {
  async function start(limits: Parameters<typeof socketLimits>[0], maxAttempts: number) {
    const harness = new SocketHarness({ $connect: () => ({ statusCode: 200 }) });
    await harness.start({ limits: socketLimits(limits) });
    closing.push(() => harness.stop());
    const services = await startLocalServices({ gateways: { '/api/prod': harness.gateway } });
    closing.push(() => services.close());
    const client = await harness.connect();
    const ConnectionId = harness.gateway.connections()[0]?.connectionId;
    const sdk = new ApiGatewayManagementApiClient({
      endpoint: `${services.door.url}/api/prod`,
      region: 'us-east-1',
      maxAttempts,
      credentials: { accessKeyId: CALLER, secretAccessKey: 'unused' },
    });
    closing.push(async () => sdk.destroy());
    const post = (Data: string) => sdk.send(new PostToConnectionCommand({ ConnectionId, Data }));
    return { client, post };
  }

  it('posts 128 KB and refuses one byte more', async () => {
    const { client, post } = await start({}, 1);

    await post('x'.repeat(128 * KIB));
    const error = await refused(post('x'.repeat(128 * KIB + 1)));

    expect(await client.next()).toHaveLength(128 * KIB);
    expect(error).toBeInstanceOf(PayloadTooLargeException);
    expect(error).toMatchObject({ $metadata: { httpStatusCode: 413 } });
  });

  it('refuses more requests than its rate allows with 429', async () => {
    const { post } = await start({ connectionRequestsPerSecond: 1 }, 1);

    const outcomes = await Promise.allSettled(['1', '2', '3', '4', '5'].map(post));

    const refusals = outcomes.flatMap((outcome) =>
      outcome.status === 'rejected' ? [outcome.reason] : [],
    );
    // A machine that is slow enough lets another second's request pass.
    expect(refusals.length).toBeGreaterThanOrEqual(3);
    expect(refusals.length).toBeLessThan(5);
    for (const error of refusals) {
      expect(error).toBeInstanceOf(LimitExceededException);
      expect(error).toMatchObject({ $metadata: { httpStatusCode: 429 } });
    }
  });

  it('is asked again by the SDK until the rate allows it', async () => {
    const { client, post } = await start({ connectionRequestsPerSecond: 10 }, 6);
    const texts = Array.from({ length: 12 }, (_, i) => String(i));

    await Promise.all(texts.map(post));

    const received: string[] = [];
    for (const _ of texts) received.push(await client.next());
    expect(received.toSorted()).toEqual(texts.toSorted());
  });
});

describe('a function', () => {
  const HANDLERS = `
    const keep = [];
    export const slow = () => new Promise(() => {});
    export const loop = async () => { for (;;); };
    export const heap = async () => { for (;;) keep.push(new Array(1e5).fill(1)); };
    export const buffers = async () => { keep.push(Buffer.alloc(96 * 1024 * 1024, 1)); return 'kept'; };
    export const slowBuffers = () => { keep.push(Buffer.alloc(96 * 1024 * 1024, 1)); return slow(); };
    export const modest = async () => { keep.push(Buffer.alloc(16 * 1024 * 1024, 1)); return 'kept'; };
  `;
  let functions: Functions;
  let api: HttpGateway;
  let harness: SocketHarness;

  beforeEach(async () => {
    const folder = mkdtempSync(join(tmpdir(), 'limits-'));
    writeFileSync(join(folder, 'index.mjs'), HANDLERS);
    closing.push(async () => rmSync(folder, { recursive: true }));
    functions = createFunctions(
      ['slow', 'loop', 'heap', 'buffers', 'slowBuffers', 'modest'].map((name) => ({
        name,
        functionName: name,
        arn: name,
        region: 'eu-west-1',
        codeDirectory: folder,
        handler: `index.${name}`,
        runtime: 'nodejs24.x',
        timeoutSeconds: 1,
        memorySize: 64,
        variables: {},
      })),
      { frontDoorUrl: 'http://127.0.0.1:9' },
    );
    closing.push(() => functions.close());
    api = await startHttpGateway({
      port: 0,
      apiId: 'api123',
      stage: '$default',
      routes: { 'GET /slow': { functionArn: 'slow' } },
      invoke: functions.invoke,
      log: () => {},
    });
    closing.push(() => api.close());
    harness = new SocketHarness({});
    await harness.start({
      invoke: functions.invoke,
      routes: { $default: toFunction('slow', true) },
    });
    closing.push(() => harness.stop());
  });

  it.each(['slow', 'loop'])('that goes on (%s) is stopped at its timeout', async (name) => {
    expect(await functions.invoke(name, {})).toEqual({
      ok: false,
      errorType: 'Sandbox.Timedout',
      errorMessage: 'Task timed out after 1.00 seconds',
    });
  });

  it.each(['heap', 'buffers', 'slowBuffers'])(
    'that takes more memory than it has (%s) is killed',
    async (name) => {
      expect(await functions.invoke(name, {})).toEqual({
        ok: false,
        errorType: 'Runtime.OutOfMemory',
        errorMessage: 'Runtime exited with error: signal: killed',
      });
    },
  );

  it('that stays within its memory is left alone', async () => {
    expect(await functions.invoke('modest', {})).toEqual({ ok: true, payload: 'kept' });
  });

  it('that timed out is an internal error to the clients of both APIs', async () => {
    const client = await harness.connect();
    client.send('x');

    const [response, frame] = await Promise.all([fetch(`${api.url}/slow`), client.nextJson()]);

    expect(response.status).toBe(500);
    expect(await response.json()).toEqual({ message: 'Internal Server Error' });
    expect(frame).toMatchObject({ message: 'Internal server error' });
  });
});

it('an HTTP API answers 503 when an integration takes longer than it may', async () => {
  const api = await startHttpGateway({
    port: 0,
    apiId: 'api123',
    stage: '$default',
    routes: { 'GET /slow': { functionArn: 'slow' } },
    integrationTimeoutMs: 30,
    invoke: () => new Promise(() => {}),
    log: () => {},
  });
  closing.push(() => api.close());

  const response = await fetch(`${api.url}/slow`);

  expect(response.status).toBe(503);
  expect(await response.json()).toEqual({ message: 'Service Unavailable' });
});

describe('an item', () => {
  const TableName = 'chats';
  const Key = { pk: 'p', sk: 's' };
  /** Names count, too: 2 and 1 for the key, 2 and 1 for its sort key, 4 for `text`. */
  const room = 400 * KIB - 3 - 3 - 4;
  let services: LocalServices;
  const send = (text: string) =>
    services.clients.documents.send(new PutCommand({ TableName, Item: { ...Key, text } }));

  beforeEach(async () => {
    services = await startLocalServices();
    closing.push(() => services.close());
    await services.dynamo.createTable({
      TableName,
      AttributeDefinitions: ['pk', 'sk'].map((AttributeName) => ({
        AttributeName,
        AttributeType: 'S',
      })),
      KeySchema: [
        { AttributeName: 'pk', KeyType: 'HASH' },
        { AttributeName: 'sk', KeyType: 'RANGE' },
      ],
    });
  });

  it('has at most 400 KB, names included', async () => {
    await send('x'.repeat(room));

    expect(await refused(send('x'.repeat(room + 1)))).toMatchObject({
      name: 'ValidationException',
      message: 'Item size has exceeded the maximum allowed size',
      $metadata: { httpStatusCode: 400 },
    });
  });

  it('cannot grow beyond it by an update', async () => {
    await send('x'.repeat(room));

    const error = await refused(
      services.clients.documents.send(
        new UpdateCommand({
          TableName,
          Key,
          UpdateExpression: 'SET more = :m',
          ExpressionAttributeValues: { ':m': 'y' },
        }),
      ),
    );

    expect(error).toMatchObject({
      name: 'ValidationException',
      message: 'Item size to update has exceeded the maximum allowed size',
    });
    const { Item } = await services.clients.documents.send(new GetCommand({ TableName, Key }));
    expect(Item).not.toHaveProperty('more');
  });

  it('cancels the transaction it would grow too large in', async () => {
    await send('x'.repeat(room));
    const grow = {
      TableName,
      Key,
      UpdateExpression: 'SET more = :m',
      ExpressionAttributeValues: { ':m': 'y' },
    };
    const other = { TableName, Item: { ...Key, sk: 'other' } };

    const error = await refused(
      services.clients.documents.send(
        new TransactWriteCommand({ TransactItems: [{ Put: other }, { Update: grow }] }),
      ),
    );

    expect(error).toBeInstanceOf(TransactionCanceledException);
    const reasons = (error as TransactionCanceledException).CancellationReasons;
    expect(reasons?.map(({ Code }) => Code)).toEqual(['None', 'ValidationError']);
  });

  it('is one of at most 4 MB in a transaction', async () => {
    const items = Array.from({ length: 11 }, (_, i) => ({
      Put: { TableName, Item: { ...Key, sk: String(i), text: 'x'.repeat(390 * KIB) } },
    }));

    const error = (await refused(
      services.clients.documents.send(new TransactWriteCommand({ TransactItems: items })),
    )) as DynamoDBServiceException;

    expect(error.name).toBe('ValidationException');
    const { Item } = await services.clients.documents.send(
      new GetCommand({ TableName, Key: { ...Key, sk: '0' } }),
    );
    expect(Item).toBeUndefined();
  });

  it('can be deleted when it is as large as it may be', async () => {
    await send('x'.repeat(room));

    await services.clients.documents.send(new DeleteCommand({ TableName, Key }));

    const { Item } = await services.clients.documents.send(new GetCommand({ TableName, Key }));
    expect(Item).toBeUndefined();
  });
});

describe('a message', () => {
  const MIB = KIB * KIB;
  let services: LocalServices;
  let QueueUrl: string;
  beforeEach(async () => {
    services = await startLocalServices();
    closing.push(() => services.close());
    QueueUrl = services.sqs.createQueue({ name: 'candidates' }).url;
  });
  const send = (bytes: number, attribute = '') =>
    services.clients.sqs.send(
      new SendMessageCommand({
        QueueUrl,
        MessageBody: 'x'.repeat(bytes),
        ...(attribute && {
          MessageAttributes: { kind: { DataType: 'String', StringValue: attribute } },
        }),
      }),
    );

  it('has at most 1 MiB, attributes included, as its queue says', async () => {
    await send(MIB);
    const { Attributes } = await services.clients.sqs.send(
      new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['MaximumMessageSize'] }),
    );
    const tooLong = {
      name: 'InvalidParameterValue',
      message: `One or more parameters are invalid. Reason: Message must be shorter than ${MIB} bytes.`,
      $metadata: { httpStatusCode: 400 },
    };

    expect(await refused(send(MIB + 1))).toMatchObject(tooLong);
    expect(await refused(send(MIB - 10, 'v'))).toMatchObject(tooLong);
    await send(MIB - 11, 'v');
    expect(Attributes?.MaximumMessageSize).toBe(String(MIB));
  });

  it('is one of at most 1 MiB in a batch', async () => {
    const batch = (bytes: number[]) =>
      services.clients.sqs.send(
        new SendMessageBatchCommand({
          QueueUrl,
          Entries: bytes.map((length, i) => ({ Id: String(i), MessageBody: 'x'.repeat(length) })),
        }),
      );

    const { Successful } = await batch([MIB / 2, MIB / 2]);
    const error = await refused(batch([MIB / 2, MIB / 2, 1]));

    expect(Successful).toHaveLength(2);
    expect(error).toBeInstanceOf(BatchRequestTooLong);
    expect((error as Error).message).toBe(
      `Batch requests cannot be longer than ${MIB} bytes. You have sent ${MIB + 1} bytes.`,
    );
  });
});
