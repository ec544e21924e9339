import { once } from 'node:events';
import { afterEach, describe, expect, it } from 'vitest';
import { deferred, type Lambda, SocketHarness } from './socket-harness.ts';

const ok: Lambda = () => ({ statusCode: 200 });
const echo: Lambda = (event) => ({ statusCode: 200, body: event.body });
const ALL = { $connect: ok, $disconnect: ok, $default: echo };

let harness: SocketHarness;
afterEach(() => harness.stop());

describe('$disconnect', () => {
  it('tells the code and reason of the client, once', async () => {
    harness = await new SocketHarness(ALL).start();
    const client = await harness.connect();
    const [connection] = harness.gateway.connections();

    client.socket.close(4001, 'done');
    const event = await harness.event('$disconnect');
    await client.closed;

    expect(event).toMatchObject({
      isBase64Encoded: false,
      headers: { 'x-restapi': '', 'X-Forwarded-For': '127.0.0.1' },
      requestContext: {
        routeKey: '$disconnect',
        eventType: 'DISCONNECT',
        connectionId: connection?.connectionId,
        connectedAt: connection?.connectedAt,
        disconnectStatusCode: 4001,
        disconnectReason: 'done',
      },
    });
    expect(harness.of('$disconnect')).toHaveLength(1);
    expect(harness.gateway.connections()).toEqual([]);
  });

  it('reports 1005 for a close without a code', async () => {
    harness = await new SocketHarness(ALL).start();
    const client = await harness.connect();

    client.socket.close();

    expect((await harness.event('$disconnect')).requestContext).toMatchObject({
      disconnectStatusCode: 1005,
      disconnectReason: 'Client-side close frame status not set',
    });
  });

  it('comes for a socket that died, with 1006', async () => {
    harness = await new SocketHarness(ALL).start();
    const client = await harness.connect();

    client.socket.terminate();

    const event = await harness.event('$disconnect');
    expect(event.requestContext.disconnectStatusCode).toBe(1006);
  });

  it('comes for a connection the test cuts from the side of the gateway', async () => {
    harness = await new SocketHarness(ALL).start();
    const client = await harness.connect();
    const connectionId = harness.gateway.connections()[0]?.connectionId ?? '';

    expect(harness.gateway.drop(connectionId)).toBe(true);

    expect((await client.closed).code).toBe(1006);
    const event = await harness.event('$disconnect');
    expect(event.requestContext.disconnectStatusCode).toBe(1006);
    expect(harness.gateway.drop(connectionId)).toBe(false);
  });

  it('that fails is logged and nothing else', async () => {
    const failed = deferred();
    const logged: string[] = [];
    harness = await new SocketHarness({
      ...ALL,
      $disconnect: () => {
        throw new Error('private');
      },
    }).start({
      log: (line) => {
        logged.push(line);
        failed.resolve();
      },
    });
    const client = await harness.connect();

    client.socket.close();
    await failed.promise;

    expect(logged).toEqual(['WebSocket route $disconnect failed: Error']);
  });
});

describe('limits', () => {
  it('close on a binary frame with 1003', async () => {
    harness = await new SocketHarness(ALL).start();
    const client = await harness.connect();

    client.socket.send(Buffer.from([1, 2, 3]));

    expect((await client.closed).code).toBe(1003);
    const event = await harness.event('$disconnect');
    expect(event.requestContext.disconnectStatusCode).toBe(1003);
    expect(harness.of('$default')).toEqual([]);
  });

  it('close on a single frame above 32 KB with 1009', async () => {
    harness = await new SocketHarness(ALL).start();
    const client = await harness.connect();

    client.send('x'.repeat(32 * 1024 + 1));

    expect((await client.closed).code).toBe(1009);
    const event = await harness.event('$disconnect');
    expect(event.requestContext.disconnectStatusCode).toBe(1009);
    expect(harness.of('$default')).toEqual([]);
  });

  it('pass a frame of exactly 32 KB', async () => {
    harness = await new SocketHarness(ALL).start();
    const client = await harness.connect();
    const text = 'x'.repeat(32 * 1024);

    expect(await client.ask(text)).toBe(text);
  });

  it('pass a message of 128 KB in four frames', async () => {
    harness = await new SocketHarness(ALL).start();
    const client = await harness.connect();
    const part = 'x'.repeat(32 * 1024);

    for (const i of [1, 2, 3, 4]) client.socket.send(part, { fin: i === 4 });

    expect(await client.next()).toHaveLength(128 * 1024);
  });

  it('close on a message above 128 KB with 1009 and leave other connections alone', async () => {
    harness = await new SocketHarness(ALL).start();
    const [client, other] = [await harness.connect(), await harness.connect()];
    const part = 'x'.repeat(32 * 1024);

    for (const i of [1, 2, 3, 4, 5]) client.socket.send(part, { fin: i === 5 });

    expect((await client.closed).code).toBe(1009);
    expect(await other.ask('still here')).toBe('still here');
  });

  it('close on text that is not UTF-8 with 1007', async () => {
    harness = await new SocketHarness(ALL).start();
    const client = await harness.connect();

    client.socket.send(Buffer.from([0xc3, 0x28]), { binary: false });

    expect((await client.closed).code).toBe(1007);
    const event = await harness.event('$disconnect');
    expect(event.requestContext.disconnectStatusCode).toBe(1007);
  });

  it('close an idle connection with 1001', async () => {
    harness = await new SocketHarness(ALL).start({ limits: { idleMs: 30 } });
    const client = await harness.connect();

    expect((await client.closed).code).toBe(1001);
    expect((await harness.event('$disconnect')).requestContext).toMatchObject({
      disconnectStatusCode: 1001,
      disconnectReason: 'Going away',
    });
  });

  it('end even a busy connection after its longest life', async () => {
    harness = await new SocketHarness(ALL).start({ limits: { idleMs: 60_000, lifetimeMs: 60 } });
    const client = await harness.connect();
    const talk = async () => {
      while (client.socket.readyState === client.socket.OPEN) await client.ask('x');
    };

    void talk();

    expect((await client.closed).code).toBe(1001);
    expect(harness.of('$default').length).toBeGreaterThan(0);
  });
});

describe('closing the gateway', () => {
  it('cuts open and half-open connections and leaves no port behind', async () => {
    const never = deferred();
    harness = await new SocketHarness({
      ...ALL,
      $connect: (event) => (event.queryStringParameters ? never.promise : { statusCode: 200 }),
    }).start();
    const client = await harness.connect();
    const pending = harness.connect('?wait=1').catch((error: Error) => error);
    await harness.event('$connect', 2);

    await harness.gateway.close();

    expect((await client.closed).code).toBe(1006);
    expect(await pending).toBeInstanceOf(Error);
    expect(harness.of('$disconnect')).toEqual([]);
    await harness.start({ port: Number(new URL(harness.gateway.url).port) });
    const again = await harness.connect();
    again.socket.close();
    await once(again.socket, 'close');
  });
});
