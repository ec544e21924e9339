import { afterEach, describe, expect, it } from 'vitest';
import type { SocketRoute } from '../../../../local/gateway/socket-options.ts';
import { deferred, type Lambda, SocketHarness, toFunction } from './socket-harness.ts';

const ok: Lambda = () => ({ statusCode: 200 });
const PING: SocketRoute = {
  integration: {
    type: 'MOCK',
    requestTemplate: '{"statusCode":200}',
    responseTemplate: '{"type":"pong"}',
  },
  returnResponse: true,
};

let harness: SocketHarness;
afterEach(() => harness.stop());

describe('route selection', () => {
  const named: Lambda = (event) => ({
    statusCode: 200,
    body: `${event.requestContext.routeKey}`,
  });

  it.each([
    ['{"type":"greet"}', 'greet'],
    ['{"type":"unknown"}', '$default'],
    ['{"type":"$connect"}', '$default'],
    ['{"type":"$disconnect"}', '$default'],
    ['{"type":"__proto__"}', '$default'],
    ['{"type":5}', '$default'],
    ['{"other":"greet"}', '$default'],
    ['["greet"]', '$default'],
    ['null', '$default'],
    ['not JSON', '$default'],
    ['', '$default'],
  ])('sends %s to %s', async (frame, routeKey) => {
    harness = await new SocketHarness({ $connect: ok, $disconnect: ok, named }).start({
      routes: {
        $connect: toFunction('$connect'),
        $disconnect: toFunction('$disconnect'),
        greet: toFunction('named', true),
        $default: toFunction('named', true),
      },
    });
    const client = await harness.connect();

    expect(await client.ask(frame)).toBe(routeKey);
  });

  it('answers Forbidden where no route fits', async () => {
    harness = await new SocketHarness({ $connect: ok }).start();
    const client = await harness.connect();

    const frame = JSON.parse(await client.ask({ type: 'anything' }));

    expect(frame).toEqual({
      message: 'Forbidden',
      connectionId: harness.gateway.connections()[0]?.connectionId,
      requestId: expect.any(String),
    });
  });

  it('follows a nested path', async () => {
    harness = await new SocketHarness({ named }).start({
      routeSelectionExpression: '$request.body.meta.kind',
      routes: { greet: toFunction('named', true) },
    });
    const client = await harness.connect();

    expect(await client.ask({ meta: { kind: 'greet' } })).toBe('greet');
  });

  it('refuses another kind of expression at start', async () => {
    harness = await new SocketHarness({ $connect: ok }).start();

    const start = new SocketHarness({}).start({ routeSelectionExpression: '$request.header.x' });

    await expect(start).rejects.toThrow('Unsupported route selection expression');
  });
});

describe('a frame', () => {
  it('reaches the function as a MESSAGE event', async () => {
    harness = await new SocketHarness({ $default: ok }).start();
    const client = await harness.connect();
    const text = '{"type":"say","text":"grüße 👋"}';

    client.send(text);
    const event = await harness.event('$default');

    expect(event).toMatchObject({
      body: text,
      isBase64Encoded: false,
      requestContext: {
        routeKey: '$default',
        eventType: 'MESSAGE',
        messageDirection: 'IN',
        messageId: expect.any(String),
        requestId: expect.any(String),
        connectionId: harness.gateway.connections()[0]?.connectionId,
        connectedAt: harness.gateway.connections()[0]?.connectedAt,
        identity: { sourceIp: '127.0.0.1' },
        stage: 'prod',
      },
    });
    expect(event).not.toHaveProperty('headers');
  });

  it('does not wait for an earlier frame of the same connection', async () => {
    const slow = deferred();
    harness = await new SocketHarness({
      $default: async (event) => {
        if (event.body === 'slow') await slow.promise;
        return { statusCode: 200, body: event.body };
      },
    }).start();
    const client = await harness.connect();

    client.send('slow');
    expect(await client.ask('quick')).toBe('quick');
    slow.resolve();

    expect(await client.next()).toBe('slow');
  });

  it('whose answer comes after the client has gone is dropped quietly', async () => {
    const gate = deferred();
    harness = await new SocketHarness({
      $default: async () => {
        await gate.promise;
        return { statusCode: 200, body: 'late' };
      },
      $disconnect: ok,
    }).start();
    const client = await harness.connect();
    client.send('x');
    await harness.event('$default');

    client.socket.close();
    await harness.event('$disconnect');
    gate.resolve();

    const other = await harness.connect();
    expect(await other.ask('x')).toBe('late');
    expect(harness.log).toEqual([]);
  });
});

describe('a route response', () => {
  it('carries the body whatever the status, as a text frame', async () => {
    harness = await new SocketHarness({
      $default: () => ({ statusCode: 500, body: '{"type":"problem"}' }),
    }).start();
    const client = await harness.connect();

    expect(await client.ask('x')).toBe('{"type":"problem"}');
    expect(client.binaryFrames).toBe(0);
  });

  it('decodes a base64 body', async () => {
    const body = Buffer.from('grüße').toString('base64');
    harness = await new SocketHarness({
      $default: () => ({ statusCode: 200, body, isBase64Encoded: true }),
    }).start();
    const client = await harness.connect();

    expect(await client.ask('x')).toBe('grüße');
  });

  it('is not sent where the route has none', async () => {
    const answer: Lambda = () => ({ statusCode: 200, body: 'unwanted' });
    harness = await new SocketHarness({ answer }).start({
      routes: { silent: toFunction('answer'), ping: PING },
    });
    const client = await harness.connect();

    client.send({ type: 'silent' });
    await harness.event('answer');

    expect(await client.ask({ type: 'ping' })).toBe('{"type":"pong"}');
  });

  it.each<[string, Lambda]>([
    [
      'throws',
      () => {
        throw new Error('customer said hello');
      },
    ],
    ['returns no status', () => ({ body: 'x' })],
    [
      'returns more than a message may hold',
      () => ({ statusCode: 200, body: 'x'.repeat(128 * 1024 + 1) }),
    ],
  ])('of a function that %s is an internal server error', async (_what, $default) => {
    harness = await new SocketHarness({ $default }).start();
    const client = await harness.connect();

    const frame = JSON.parse(await client.ask('x'));

    expect(frame).toEqual({
      message: 'Internal server error',
      connectionId: harness.gateway.connections()[0]?.connectionId,
      requestId: harness.of('$default')[0]?.requestContext.requestId,
    });
    expect(harness.log).toHaveLength(1);
    expect(harness.log.join()).not.toContain('hello');
  });

  it('of a function that takes too long says so', async () => {
    const never = deferred();
    harness = await new SocketHarness({ $default: () => never.promise }).start({
      routes: {
        $default: {
          integration: { type: 'AWS_PROXY', functionArn: '$default', timeoutMs: 20 },
          returnResponse: true,
        },
      },
    });
    const client = await harness.connect();

    expect(JSON.parse(await client.ask('x')).message).toBe('Endpoint request timed out');
    expect(harness.log).toEqual(['WebSocket route $default failed: IntegrationTimeout']);
  });
});

describe('a MOCK route', () => {
  const mock = (requestTemplate: string | undefined, responseTemplate: string): SocketRoute => ({
    integration: {
      type: 'MOCK',
      responseTemplate,
      ...(requestTemplate === undefined ? {} : { requestTemplate }),
    },
    returnResponse: true,
  });

  it('answers from its template without any function', async () => {
    harness = await new SocketHarness({ $connect: ok }).start({ routes: { ping: PING } });
    const client = await harness.connect();

    expect(await client.ask({ type: 'ping' })).toBe('{"type":"pong"}');
    expect(harness.events).toEqual([]);
  });

  it('can name fields of the context and the body', async () => {
    const template = '{"id":"$context.connectionId","echo":$input.body}';
    harness = await new SocketHarness({}).start({
      routes: { echo: mock('{"statusCode":200}', template) },
    });
    const client = await harness.connect();

    const frame = JSON.parse(await client.ask({ type: 'echo' }));

    expect(frame).toEqual({
      id: harness.gateway.connections()[0]?.connectionId,
      echo: { type: 'echo' },
    });
  });

  it.each([undefined, '{}', 'no JSON'])(
    'with the request template %s is an internal server error',
    async (template) => {
      harness = await new SocketHarness({}).start({ routes: { bad: mock(template, 'x') } });
      const client = await harness.connect();

      expect(JSON.parse(await client.ask({ type: 'bad' })).message).toBe('Internal server error');
    },
  );

  it.each(['#if($x)1#end', '#set($a = 1)', '$util.escapeJavaScript("x")'])(
    'refuses %s at start',
    async (template) => {
      harness = await new SocketHarness({ $connect: ok }).start();

      const start = new SocketHarness({}).start({ routes: { bad: mock(template, '') } });

      await expect(start).rejects.toThrow('Unsupported template');
    },
  );
});
