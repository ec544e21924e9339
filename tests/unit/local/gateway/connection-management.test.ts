import { createServer } from 'node:http';
import {
  ApiGatewayManagementApiClient,
  DeleteConnectionCommand,
  GetConnectionCommand,
  PostToConnectionCommand,
} from '@aws-sdk/client-apigatewaymanagementapi';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { listen, shut } from '../../../../local/gateway/listener.ts';
import { readBody } from '../../../../local/gateway/request-body.ts';
import type { SocketGatewayOptions } from '../../../../local/gateway/socket-options.ts';
import { type Lambda, SocketHarness } from './socket-harness.ts';

const ok: Lambda = () => ({ statusCode: 200 });

let harness: SocketHarness;
let client: ApiGatewayManagementApiClient;

/** Stands where the cloud's front door stands: HTTP in, `handle` behind it. */
const frontDoor = createServer((request, response) => {
  const [, connectionId = ''] = /^\/prod\/@connections\/([^/?]+)/.exec(request.url ?? '') ?? [];
  void readBody(request, 1_000_000)
    .then((body) =>
      harness.gateway.handle({
        method: request.method ?? '',
        connectionId: decodeURIComponent(connectionId),
        body: body ?? Buffer.alloc(0),
      }),
    )
    .then(({ status, errorType, output }) => {
      response.writeHead(status, errorType === undefined ? {} : { 'x-amzn-errortype': errorType });
      response.end(output === undefined ? undefined : JSON.stringify(output));
    });
});

beforeEach(async () => {
  const port = await listen(frontDoor, 0);
  client = new ApiGatewayManagementApiClient({
    endpoint: `http://localhost:${port}/prod`,
    region: 'eu-central-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    maxAttempts: 1,
  });
});

afterEach(async () => {
  client.destroy();
  await shut(frontDoor);
  await harness.stop();
});

async function start(
  functions: Record<string, Lambda> = {},
  options: Partial<SocketGatewayOptions> = {},
) {
  harness = await new SocketHarness({ $connect: ok, $disconnect: ok, ...functions }).start(options);
}
const onlyConnection = () => harness.gateway.connections()[0]?.connectionId ?? '';
const post = (ConnectionId: string, Data: string) =>
  client.send(new PostToConnectionCommand({ ConnectionId, Data }));

describe('PostToConnection', () => {
  it('arrives as a text frame', async () => {
    await start();
    const socket = await harness.connect();

    await post(onlyConnection(), '{"text":"grüße"}');

    expect(await socket.next()).toBe('{"text":"grüße"}');
    expect(socket.binaryFrames).toBe(0);
  });

  it('reaches only the connection it names', async () => {
    await start();
    const [first, second] = [await harness.connect(), await harness.connect()];
    const [firstId, secondId] = harness.gateway
      .connections()
      .map(({ connectionId }) => connectionId);

    await post(secondId ?? '', 'for the second');
    await post(firstId ?? '', 'for the first');

    expect(await first.next()).toBe('for the first');
    expect(await second.next()).toBe('for the second');
  });

  it('to an unknown connection is a GoneException', async () => {
    await start();

    await expect(post('AAAAAAAAAAAAAAA=', 'x')).rejects.toMatchObject({
      name: 'GoneException',
      $metadata: { httpStatusCode: 410 },
    });
  });

  it('to a connection that still runs $connect is a GoneException', async () => {
    let failure: unknown;
    await start({
      $connect: async (event) => {
        failure = await post(event.requestContext.connectionId, 'too early').catch((e) => e);
        return { statusCode: 200 };
      },
    });

    await harness.connect();

    expect(failure).toMatchObject({ name: 'GoneException' });
    await expect(post(onlyConnection(), 'now')).resolves.toMatchObject({
      $metadata: { httpStatusCode: 200 },
    });
  });

  it('to a client that has left is a GoneException', async () => {
    await start();
    const socket = await harness.connect();
    const connectionId = onlyConnection();
    socket.socket.terminate();
    await harness.event('$disconnect');

    await expect(post(connectionId, 'x')).rejects.toMatchObject({ name: 'GoneException' });
  });

  it('of more than 128 KB is a PayloadTooLargeException', async () => {
    await start();
    await harness.connect();

    await expect(post(onlyConnection(), 'x'.repeat(128 * 1024 + 1))).rejects.toMatchObject({
      name: 'PayloadTooLargeException',
      $metadata: { httpStatusCode: 413 },
    });
  });

  it('of exactly 128 KB arrives', async () => {
    await start();
    const socket = await harness.connect();

    await post(onlyConnection(), 'x'.repeat(128 * 1024));

    expect(await socket.next()).toHaveLength(128 * 1024);
  });

  it('is a LimitExceededException when that fault is asked for', async () => {
    let throttled = '';
    await start({}, { faults: { throttlePosts: (connectionId) => connectionId === throttled } });
    const [, second] = [await harness.connect(), await harness.connect()];
    const [firstId, secondId] = harness.gateway
      .connections()
      .map(({ connectionId }) => connectionId);
    throttled = firstId ?? '';

    await expect(post(firstId ?? '', 'x')).rejects.toMatchObject({
      name: 'LimitExceededException',
      $metadata: { httpStatusCode: 429 },
    });
    await post(secondId ?? '', 'not throttled');

    expect(await second.next()).toBe('not throttled');
  });

  it('is a LimitExceededException when the client has stopped reading', async () => {
    await start({}, { limits: { sendBufferBytes: 0 } });
    const socket = await harness.connect();
    socket.socket.pause();
    const flood = async () => {
      // The kernel's buffers of both sides have to fill first.
      for (let i = 0; i < 1_000; i += 1) await post(onlyConnection(), 'x'.repeat(128 * 1024));
    };

    await expect(flood()).rejects.toMatchObject({ name: 'LimitExceededException' });
  });
});

describe('GetConnection', () => {
  it('tells identity and times', async () => {
    const before = Date.now();
    await start({ $default: ok });
    await harness.connect('', [], { headers: { 'User-Agent': 'probe/1' } });

    const answer = await client.send(new GetConnectionCommand({ ConnectionId: onlyConnection() }));

    expect(answer.Identity).toEqual({ SourceIp: '127.0.0.1', UserAgent: 'probe/1' });
    expect(answer.ConnectedAt?.getTime()).toBeGreaterThanOrEqual(before);
    expect(answer.LastActiveAt?.getTime()).toBeGreaterThanOrEqual(before);
  });

  it('of an unknown connection is a GoneException', async () => {
    await start();

    const get = client.send(new GetConnectionCommand({ ConnectionId: 'AAAAAAAAAAAAAAA=' }));

    await expect(get).rejects.toMatchObject({ name: 'GoneException' });
  });
});

describe('DeleteConnection', () => {
  it('closes the socket with 1000, invokes $disconnect and leaves the connection gone', async () => {
    await start();
    const socket = await harness.connect();
    const connectionId = onlyConnection();

    const answer = await client.send(new DeleteConnectionCommand({ ConnectionId: connectionId }));

    expect(answer.$metadata.httpStatusCode).toBe(204);
    await expect(post(connectionId, 'x')).rejects.toMatchObject({ name: 'GoneException' });
    expect((await socket.closed).code).toBe(1000);
    const event = await harness.event('$disconnect');
    expect(event.requestContext).toMatchObject({ connectionId, disconnectStatusCode: 1000 });
  });
});

it('answers any other method with 403', async () => {
  await start();
  await harness.connect();

  const answer = await harness.gateway.handle({
    method: 'PUT',
    connectionId: onlyConnection(),
    body: Buffer.alloc(0),
  });

  expect(answer.status).toBe(403);
});
