import { request } from 'node:http';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterEach, describe, expect, it } from 'vitest';
import { HttpHarness } from './http-harness.ts';
import { deferred } from './socket-harness.ts';

let harness: HttpHarness;
afterEach(() => harness.stop());

const routed = (...keys: string[]) => ({
  routes: Object.fromEntries(keys.map((key) => [key, { functionArn: key }])),
});

describe('routing', () => {
  it.each([
    ['GET', '/pets/dog/1', 'GET /pets/dog/1'],
    ['GET', '/pets/dog/2', 'GET /pets/dog/{id}'],
    ['GET', '/pets/cat/1', 'GET /pets/{proxy+}'],
    ['POST', '/pets/dog/1', 'ANY /pets/dog/1'],
    ['PUT', '/pets/dog/2', 'ANY /{proxy+}'],
    ['DELETE', '/any/thing/else', 'ANY /{proxy+}'],
    ['GET', '/', '$default'],
  ])('leads %s %s to %s', async (method, path, routeKey) => {
    harness = await new HttpHarness().start(
      (event) => event.routeKey,
      routed(
        '$default',
        'ANY /{proxy+}',
        'GET /pets/{proxy+}',
        'GET /pets/dog/{id}',
        'ANY /pets/dog/1',
        'GET /pets/dog/1',
      ),
    );

    const response = await harness.fetch(path, { method });

    expect(await response.text()).toBe(routeKey);
  });

  it.each([
    ['GET', '/sessions'],
    ['DELETE', '/sessions/1'],
    ['GET', '/sessions/'],
    ['GET', '/sessions/1/notes'],
  ])('answers %s %s with 404 where no route fits', async (method, path) => {
    harness = await new HttpHarness().start(() => 'x', routed('GET /sessions/{id}'));

    const response = await harness.fetch(path, { method });

    expect(response.status).toBe(404);
    expect(await response.json()).toEqual({ message: 'Not Found' });
    expect(harness.events).toEqual([]);
  });

  it('decodes path variables, the greedy one with its slashes', async () => {
    const options = routed('GET /files/{bucket}/{key+}');
    harness = await new HttpHarness().start((event) => event.pathParameters, options);

    const response = await harness.fetch('/files/b%201/a/b%2Fc');

    expect(await response.json()).toEqual({ bucket: 'b 1', key: 'a/b/c' });
  });

  it('answers a malformed percent encoding with 400', async () => {
    harness = await new HttpHarness().start(() => 'x', routed('GET /x/{id}'));

    expect((await harness.fetch('/x/%zz')).status).toBe(400);
  });

  it('serves a named stage below its name', async () => {
    harness = await new HttpHarness().start((event) => event, { stage: 'v1', ...routed('GET /a') });

    const event = await (await harness.fetch('/a')).json();
    const outside = await fetch(harness.gateway.url.replace('/v1', '/a'));

    expect(event).toMatchObject({ routeKey: 'GET /a', rawPath: '/v1/a' });
    expect(outside.status).toBe(404);
  });

  it.each(['GET', 'get /x', 'GET /{all+}/more'])(
    'refuses the route key %s at start',
    async (key) => {
      harness = await new HttpHarness().start(() => 'x');

      await expect(new HttpHarness().start(() => 'x', routed(key))).rejects.toThrow();
    },
  );
});

describe('the event', () => {
  it('has the shape of payload format 2.0', async () => {
    harness = await new HttpHarness().start((event) => event, routed('POST /s/{id}/notes'));
    const port = new URL(harness.gateway.url).port;

    const response = await harness.fetch('/s/s1/notes?a=1&a=2&b=x%20y', {
      method: 'POST',
      headers: {
        'Content-Type': 'application/json',
        'X-Mixed': 'Case',
        Cookie: 'one=1; two=2',
        'User-Agent': 'probe/1',
      },
      body: '{"text":"grüße"}',
    });

    expect(await response.json()).toEqual({
      version: '2.0',
      routeKey: 'POST /s/{id}/notes',
      rawPath: '/s/s1/notes',
      rawQueryString: 'a=1&a=2&b=x%20y',
      cookies: ['one=1', 'two=2'],
      headers: expect.objectContaining({
        'content-type': 'application/json',
        'x-mixed': 'Case',
        'x-forwarded-for': '127.0.0.1',
        'x-forwarded-port': port,
        host: `localhost:${port}`,
      }),
      queryStringParameters: { a: '1,2', b: 'x y' },
      pathParameters: { id: 's1' },
      requestContext: {
        accountId: '111122223333',
        apiId: 'http1',
        domainName: `localhost:${port}`,
        domainPrefix: 'http1',
        http: {
          method: 'POST',
          path: '/s/s1/notes',
          protocol: 'HTTP/1.1',
          sourceIp: '127.0.0.1',
          userAgent: 'probe/1',
        },
        requestId: response.headers.get('apigw-requestid'),
        routeKey: 'POST /s/{id}/notes',
        stage: '$default',
        time: expect.stringMatching(/^\d\d\/[A-Z][a-z]{2}\/\d{4}:\d\d:\d\d:\d\d \+0000$/),
        timeEpoch: expect.any(Number),
      },
      body: '{"text":"grüße"}',
      isBase64Encoded: false,
    });
    expect(harness.events[0]?.headers).not.toHaveProperty('cookie');
  });

  it('leaves out what the request does not have', async () => {
    harness = await new HttpHarness().start((event) => event);

    const event = await (await harness.fetch('/')).json();

    for (const field of ['cookies', 'queryStringParameters', 'pathParameters', 'body']) {
      expect(event).not.toHaveProperty(field);
    }
    expect(event).toMatchObject({ rawQueryString: '', isBase64Encoded: false });
  });

  it('joins repeated headers with a comma', async () => {
    harness = await new HttpHarness().start((event) => event.headers['x-many']);
    const { port } = new URL(harness.gateway.url);

    const body = await new Promise<string>((resolve, reject) => {
      const headers = { 'x-many': ['a', 'b'] };
      request({ host: '127.0.0.1', port, headers }, (response) => resolve(text(response)))
        .on('error', reject)
        .end();
    });

    expect(body).toBe('a,b');
  });

  it('carries a body that is not text as base64', async () => {
    harness = await new HttpHarness().start(() => 'ok');

    await harness.fetch('/', {
      method: 'POST',
      headers: { 'content-type': 'application/octet-stream' },
      body: new Uint8Array([0, 255, 1]),
    });

    expect(harness.events[0]).toMatchObject({ body: 'AP8B', isBase64Encoded: true });
  });
});

describe('the response', () => {
  it('takes status, headers, cookies and body from the function', async () => {
    harness = await new HttpHarness().start(() => ({
      statusCode: 201,
      headers: { 'Content-Type': 'application/problem+json', 'X-Count': 3 },
      cookies: ['a=1; HttpOnly', 'b=2'],
      body: '{"n":1}',
    }));

    const response = await harness.fetch('/');

    expect(response.status).toBe(201);
    expect(response.headers.get('content-type')).toBe('application/problem+json');
    expect(response.headers.get('x-count')).toBe('3');
    expect(response.headers.getSetCookie()).toEqual(['a=1; HttpOnly', 'b=2']);
    expect(await response.json()).toEqual({ n: 1 });
  });

  it('says nothing of the connection, whatever the function says', async () => {
    const headers = { Trailer: 'a', 'Transfer-Encoding': 'chunked', 'Content-Length': '999' };
    harness = await new HttpHarness().start(() => ({ statusCode: 200, headers, body: 'whole' }));

    const response = await harness.fetch('/');

    expect(await response.text()).toBe('whole');
    expect(response.headers.get('content-length')).toBe('5');
    expect(response.headers.get('trailer')).toBeNull();
  });

  it('decodes a base64 body', async () => {
    harness = await new HttpHarness().start(() => ({
      statusCode: 200,
      body: 'AP8B',
      isBase64Encoded: true,
    }));

    const bytes = await (await harness.fetch('/')).arrayBuffer();

    expect([...new Uint8Array(bytes)]).toEqual([0, 255, 1]);
  });

  it.each([
    [{ message: 'hi' }, '{"message":"hi"}'],
    ['plain', 'plain'],
    [[1, 2], '[1,2]'],
    [undefined, 'null'],
  ])('of a bare payload %j is a 200 of type JSON', async (payload, body) => {
    harness = await new HttpHarness().start(() => payload);

    const response = await harness.fetch('/');

    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('application/json');
    expect(await response.text()).toBe(body);
  });

  it('without a body is empty', async () => {
    harness = await new HttpHarness().start(() => ({ statusCode: 204 }));

    const response = await harness.fetch('/');

    expect([response.status, await response.text()]).toEqual([204, '']);
  });

  it.each([
    [{ statusCode: 'none' }],
    [{ statusCode: 42 }],
    [{ statusCode: 200, body: { not: 'text' } }],
    [{ statusCode: 200, headers: { 'x-bad': 'line\nbreak' } }],
    [{ statusCode: 200, headers: { 'bad name': 'x' } }],
    [{ statusCode: 200, cookies: 'a=1' }],
  ])('that is malformed (%j) is a 500', async (payload) => {
    harness = await new HttpHarness().start(() => payload);

    const response = await harness.fetch('/');

    expect(response.status).toBe(500);
    expect(await response.json()).toEqual({ message: 'Internal Server Error' });
    expect(harness.log).toEqual(['HTTP route $default returned a malformed response']);
  });

  it('to a function error is a 500 that tells nothing', async () => {
    harness = await new HttpHarness().start(() => {
      throw new Error('private detail');
    });

    const response = await harness.fetch('/');

    expect(response.status).toBe(500);
    expect(await response.text()).toBe('{"message":"Internal Server Error"}');
    expect(harness.log).toEqual(['HTTP route $default failed: Error']);
  });

  it('to a function that takes too long is a 503', async () => {
    const never = deferred();
    harness = await new HttpHarness().start(() => never.promise, {
      routes: { $default: { functionArn: 'fn', timeoutMs: 20 } },
    });

    const response = await harness.fetch('/');

    expect(response.status).toBe(503);
    expect(await response.json()).toEqual({ message: 'Service Unavailable' });
  });
});

describe('the body limit', () => {
  const big = new Uint8Array(10 * 1024 * 1024 + 1);

  it('answers a longer body with 413', async () => {
    harness = await new HttpHarness().start(() => 'x');

    const response = await harness.fetch('/', { method: 'POST', body: big });

    expect(response.status).toBe(413);
    expect(harness.events).toEqual([]);
  });

  it('holds for a body that does not tell its length', async () => {
    harness = await new HttpHarness().start(() => 'x');
    const body = new Blob([big]).stream();

    const response = await harness.fetch('/', {
      method: 'POST',
      body,
      duplex: 'half',
    } as RequestInit);

    expect(response.status).toBe(413);
  });

  it('lets exactly 10 MB through', async () => {
    harness = await new HttpHarness().start((event) => event.body?.length);

    const response = await harness.fetch('/', {
      method: 'POST',
      headers: { 'content-type': 'text/plain' },
      body: big.subarray(1),
    });

    expect(await response.text()).toBe(String(10 * 1024 * 1024));
  });
});

it('survives a client that breaks off in the middle of its body', async () => {
  harness = await new HttpHarness().start(() => 'alive');
  const raw = connect(Number(new URL(harness.gateway.url).port), '127.0.0.1');
  await new Promise<void>((resolve) => {
    raw.write('POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nhalf', () => resolve());
  });

  raw.destroy();

  expect(await (await harness.fetch('/')).text()).toBe('alive');
  expect(harness.events).toHaveLength(1);
  expect(harness.log).toEqual([]);
});
