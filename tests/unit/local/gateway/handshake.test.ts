import { once } from 'node:events';
import { connect } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { deferred, type Lambda, policy, SocketHarness } from './socket-harness.ts';

const AUTHORIZER = {
  functionArn: 'authorize',
  authorizerId: 'tickets',
  identitySources: ['route.request.querystring.ticket'],
};
const ok: Lambda = () => ({ statusCode: 200 });
const allow: Lambda = (event) => policy('Allow', event.methodArn ?? '');

let harness: SocketHarness;
afterEach(() => harness.stop());

function guarded(authorize: Lambda, functions: Record<string, Lambda> = {}) {
  harness = new SocketHarness({ authorize, $connect: ok, $disconnect: ok, ...functions });
  return harness.start({ authorizer: AUTHORIZER });
}

describe('the authorizer of $connect', () => {
  it('sees the request in the shape of a REQUEST authorizer event', async () => {
    await guarded(allow);

    await harness.connect('?ticket=t1&ticket=t2&a=b', [], {
      headers: { Origin: 'https://shop.example' },
    });

    const [event] = harness.of('authorize');
    const port = new URL(harness.gateway.url).port;
    expect(event).toMatchObject({
      type: 'REQUEST',
      methodArn: 'arn:aws:execute-api:eu-central-1:111122223333:api123/prod/$connect',
      headers: { Host: `localhost:${port}`, Origin: 'https://shop.example' },
      multiValueHeaders: { Origin: ['https://shop.example'] },
      queryStringParameters: { ticket: 't2', a: 'b' },
      multiValueQueryStringParameters: { ticket: ['t1', 't2'], a: ['b'] },
      requestContext: {
        routeKey: '$connect',
        eventType: 'CONNECT',
        messageDirection: 'IN',
        stage: 'prod',
        apiId: 'api123',
        domainName: `localhost:${port}`,
        connectionId: expect.stringMatching(/^[\w-]{15}=$/),
        requestId: expect.stringMatching(/=$/),
        extendedRequestId: event?.requestContext.requestId,
        connectedAt: expect.any(Number),
        requestTimeEpoch: expect.any(Number),
        requestTime: expect.stringMatching(/^\d\d\/[A-Z][a-z]{2}\/\d{4}:\d\d:\d\d:\d\d \+0000$/),
        identity: { sourceIp: '127.0.0.1' },
      },
    });
    expect(event?.headers).not.toHaveProperty('Upgrade');
  });

  it('passes the user agent on as identity', async () => {
    await guarded(allow);

    await harness.connect('?ticket=t', [], { headers: { 'User-Agent': 'probe/1' } });

    expect(harness.of('authorize')[0]?.requestContext.identity).toEqual({
      sourceIp: '127.0.0.1',
      userAgent: 'probe/1',
    });
  });

  it.each(['', '?ticket=', '?other=1'])(
    'is not even asked without its identity source (%s)',
    async (query) => {
      await guarded(allow);

      const refusal = await harness.refused(query);

      expect(refusal).toMatchObject({ status: 401, body: { message: 'Unauthorized' } });
      expect(harness.events).toEqual([]);
    },
  );

  it.each<[string, number, Lambda]>([
    ['denies', 403, (event) => policy('Deny', event.methodArn ?? '')],
    ['allows something else only', 403, () => policy('Allow', 'arn:aws:execute-api:*:*:other/*')],
    [
      'throws Unauthorized',
      401,
      () => {
        throw new Error('Unauthorized');
      },
    ],
    [
      'throws anything else',
      500,
      () => {
        throw new Error('table is gone');
      },
    ],
    ['returns nothing', 500, () => undefined],
    ['returns no policy', 500, () => ({ principalId: 'x' })],
    [
      'returns no principal',
      500,
      (event) => ({ ...policy('Allow', event.methodArn ?? ''), principalId: undefined }),
    ],
    [
      'returns a nested context',
      500,
      (event) => policy('Allow', event.methodArn ?? '', { a: { b: 1 } }),
    ],
    [
      'returns an unknown effect',
      500,
      (event) => policy('Permit' as 'Allow', event.methodArn ?? ''),
    ],
    [
      'returns more than 8 KB',
      500,
      (event) => policy('Allow', event.methodArn ?? '', { a: 'x'.repeat(9_000) }),
    ],
  ])('that %s refuses the handshake with %i', async (_what, status, authorize) => {
    await guarded(authorize);

    const refusal = await harness.refused('?ticket=t');

    expect(refusal.status).toBe(status);
    expect(refusal.body).toMatchObject({
      connectionId: expect.any(String),
      requestId: expect.any(String),
    });
    expect(harness.events.map(({ name }) => name)).toEqual(['authorize']);
  });

  it('may allow by wildcard, and a Deny beside it wins', async () => {
    const both = policy('Allow', 'arn:aws:execute-api:eu-central-1:*:api123/prod/*');
    await guarded((event) =>
      event.queryStringParameters?.ticket === 'good'
        ? both
        : {
            ...both,
            policyDocument: {
              Statement: [
                ...both.policyDocument.Statement,
                { Effect: 'Deny', Action: 'execute-api:*', Resource: ['*'] },
              ],
            },
          },
    );

    await harness.connect('?ticket=good');

    expect((await harness.refused('?ticket=bad')).status).toBe(403);
  });

  it('gives every later event its context, as strings', async () => {
    const context = { sessionId: 's1', attempt: 3, trusted: true, nothing: null };
    await guarded((event) => policy('Allow', event.methodArn ?? '', context), { $default: ok });
    const expected = { sessionId: 's1', attempt: '3', trusted: 'true', principalId: 'someone' };

    const client = await harness.connect('?ticket=t');
    client.send({ type: 'anything' });
    await harness.event('$default');
    client.socket.close(1000);
    await harness.event('$disconnect');

    expect(harness.of('$connect')[0]?.requestContext.authorizer).toEqual(expected);
    expect(harness.of('$default')[0]?.requestContext.authorizer).toEqual(expected);
    expect(harness.of('$disconnect')[0]?.requestContext.authorizer).toEqual(expected);
    expect(harness.of('authorize')[0]?.requestContext.authorizer).toBeUndefined();
  });

  it('never lets the ticket into the log', async () => {
    await guarded(() => {
      throw new Error('secret-ticket is unknown');
    });

    await harness.refused('?ticket=secret-ticket');

    expect(harness.log).toHaveLength(1);
    expect(harness.log.join()).not.toContain('secret-ticket');
  });

  it('with an unknown kind of identity source is refused at start', async () => {
    await guarded(allow);
    const bad = new SocketHarness({ $connect: ok });

    const start = bad.start({ authorizer: { ...AUTHORIZER, identitySources: ['context.stage'] } });

    await expect(start).rejects.toThrow('Unsupported identity source: context.stage');
  });
});

describe('the $connect integration', () => {
  it('finishes before the client sees the connection open', async () => {
    const gate = deferred<unknown>();
    harness = await new SocketHarness({ $connect: () => gate.promise }).start();
    let opened = false;

    const connecting = harness.connect().then((client) => {
      opened = true;
      return client;
    });
    await harness.event('$connect');
    expect(opened).toBe(false);
    expect(harness.gateway.connections()).toEqual([]);
    gate.resolve({ statusCode: 200 });
    await connecting;

    expect(harness.gateway.connections()).toHaveLength(1);
  });

  it.each<[string, number, Lambda]>([
    ['answers 403', 403, () => ({ statusCode: 403 })],
    ['answers 429', 429, () => ({ statusCode: 429 })],
    [
      'fails',
      502,
      () => {
        throw new Error('boom');
      },
    ],
    ['returns no status', 502, () => ({})],
  ])(
    'that %s refuses the handshake with %i and no $disconnect follows',
    async (_what, status, $connect) => {
      harness = await new SocketHarness({ $connect, $disconnect: ok }).start();

      expect((await harness.refused()).status).toBe(status);
      expect(harness.events.map(({ name }) => name)).toEqual(['$connect']);
    },
  );

  it('that takes too long refuses the handshake with 504', async () => {
    const never = deferred();
    harness = await new SocketHarness({ $connect: () => never.promise }).start({
      limits: { integrationTimeoutMs: 20 },
    });

    expect((await harness.refused()).status).toBe(504);
  });

  it('chooses the sub-protocol by its answer', async () => {
    const headers = { 'sec-websocket-protocol': 'chat.v2' };
    harness = await new SocketHarness({ $connect: () => ({ statusCode: 200, headers }) }).start();

    const client = await harness.connect('', ['chat.v1', 'chat.v2']);

    expect(client.socket.protocol).toBe('chat.v2');
  });

  it('that does not choose a sub-protocol leaves the offer unanswered', async () => {
    harness = await new SocketHarness({ $connect: ok, $disconnect: ok }).start();

    await expect(harness.connect('', ['chat.v1'])).rejects.toThrow('Server sent no subprotocol');
  });

  it('that succeeded for a client that has left is followed by $disconnect', async () => {
    const gate = deferred<unknown>();
    harness = await new SocketHarness({ $connect: () => gate.promise, $disconnect: ok }).start();
    const url = new URL(harness.gateway.url);
    const raw = connect(Number(url.port), '127.0.0.1');
    raw.write(
      `GET ${url.pathname} HTTP/1.1\r\nHost: ${url.host}\r\nUpgrade: websocket\r\n` +
        'Connection: Upgrade\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n' +
        'Sec-WebSocket-Version: 13\r\n\r\n',
    );
    const { requestContext } = await harness.event('$connect');

    raw.destroy();
    await once(raw, 'close');
    gate.resolve({ statusCode: 200 });
    const event = await harness.event('$disconnect');

    expect(event.requestContext).toMatchObject({
      connectionId: requestContext.connectionId,
      disconnectStatusCode: 1006,
    });
  });

  it('is optional', async () => {
    harness = await new SocketHarness({
      $default: () => ({ statusCode: 200, body: 'hi' }),
    }).start();

    const client = await harness.connect();

    expect(await client.ask({ type: 'x' })).toBe('hi');
  });
});

describe('the address of the API', () => {
  it.each(['x', '/deeper'])('is its stage only (%s)', async (suffix) => {
    harness = await new SocketHarness({ $connect: ok }).start();

    expect((await harness.refused('', suffix)).status).toBe(403);
    expect(harness.events).toEqual([]);
  });

  it('answers plain HTTP with 426', async () => {
    harness = await new SocketHarness({ $connect: ok }).start();

    const response = await fetch(harness.gateway.url.replace('ws:', 'http:'));

    expect(response.status).toBe(426);
  });

  it('refuses a malformed handshake before any function runs', async () => {
    harness = await new SocketHarness({ $connect: ok }).start();

    const refusal = await harness.refused('', '', { protocolVersion: 8 });

    expect(refusal.status).toBe(400);
    expect(harness.events).toEqual([]);
  });

  it.each(['a, a', 'a b', 'a,,b', ''])(
    'refuses the sub-protocols “%s” before any function runs',
    async (offer) => {
      harness = await new SocketHarness({ $connect: ok }).start();

      const refusal = await harness.refused('', '', {
        headers: { 'Sec-WebSocket-Protocol': offer },
      });

      expect(refusal.status).toBe(400);
      expect(harness.events).toEqual([]);
    },
  );
});
