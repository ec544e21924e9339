import { afterEach, describe, expect, it } from 'vitest';
import type { CorsOptions } from '../../../../local/gateway/http-options.ts';
import { HttpHarness } from './http-harness.ts';

const SHOP = 'https://shop.example';
const CORS: CorsOptions = {
  allowOrigins: [SHOP],
  allowMethods: ['GET', 'PUT'],
  allowHeaders: ['authorization', 'content-type'],
  exposeHeaders: ['x-ref'],
  maxAge: 300,
};
const PREFLIGHT = {
  method: 'OPTIONS',
  headers: { origin: SHOP, 'access-control-request-method': 'PUT' },
};

let harness: HttpHarness;
afterEach(() => harness.stop());

const start = (cors: CorsOptions | undefined, answer: () => unknown = () => 'ok') =>
  new HttpHarness().start(answer, cors === undefined ? {} : { cors });
const corsHeaders = (response: Response) =>
  Object.fromEntries([...response.headers].filter(([name]) => name.startsWith('access-control-')));

describe('a preflight', () => {
  it('is answered by the gateway itself', async () => {
    harness = await start(CORS);

    const response = await harness.fetch('/anything', PREFLIGHT);

    expect(response.status).toBe(204);
    expect(corsHeaders(response)).toEqual({
      'access-control-allow-origin': SHOP,
      'access-control-allow-methods': 'GET,PUT',
      'access-control-allow-headers': 'authorization,content-type',
      'access-control-max-age': '300',
    });
    expect(harness.events).toEqual([]);
  });

  it('of an origin outside the configuration gets no CORS headers', async () => {
    harness = await start(CORS);
    const headers = { ...PREFLIGHT.headers, origin: 'https://evil.example' };

    const response = await harness.fetch('/', { ...PREFLIGHT, headers });

    expect(response.status).toBe(204);
    expect(corsHeaders(response)).toEqual({});
  });

  it('reaches the function where the API has no CORS configuration', async () => {
    harness = await start(undefined);

    await harness.fetch('/', PREFLIGHT);

    expect(harness.events).toHaveLength(1);
  });

  it('is not what any OPTIONS request is', async () => {
    harness = await start(CORS);

    await harness.fetch('/', { method: 'OPTIONS', headers: { origin: SHOP } });

    expect(harness.events).toHaveLength(1);
  });
});

describe('an answer', () => {
  it('carries CORS headers in place of those of the function', async () => {
    harness = await start(CORS, () => ({
      statusCode: 200,
      headers: { 'Access-Control-Allow-Origin': '*', Vary: 'Accept', 'x-ref': '1' },
      body: 'x',
    }));

    const response = await harness.fetch('/', { headers: { origin: SHOP } });

    expect(corsHeaders(response)).toEqual({
      'access-control-allow-origin': SHOP,
      'access-control-expose-headers': 'x-ref',
    });
    expect(response.headers.get('vary')).toBe('Accept, Origin');
  });

  it('to another origin carries none', async () => {
    harness = await start(CORS);

    const response = await harness.fetch('/', { headers: { origin: 'https://evil.example' } });

    expect(response.status).toBe(200);
    expect(corsHeaders(response)).toEqual({});
  });

  it.each([
    ['*', 'https://a.example', '*'],
    ['https://*', 'https://a.example', 'https://a.example'],
    ['https://*', 'http://a.example', undefined],
    ['http://localhost:5173', 'http://localhost:5174', undefined],
  ])('with %s configured allows %s as %s', async (entry, origin, allowed) => {
    harness = await start({ ...CORS, allowOrigins: [entry] });

    const response = await harness.fetch('/', { headers: { origin } });

    expect(corsHeaders(response)['access-control-allow-origin']).toBe(allowed);
  });

  it('allows credentials only when configured', async () => {
    harness = await start({ ...CORS, allowCredentials: true });

    const response = await harness.fetch('/', { headers: { origin: SHOP } });

    expect(corsHeaders(response)['access-control-allow-credentials']).toBe('true');
  });

  it.each([404, 500])('of the gateway itself (%i) carries them, too', async (status) => {
    harness = await new HttpHarness().start(
      () => {
        throw new Error('boom');
      },
      { cors: CORS, routes: { 'GET /boom': { functionArn: 'fn' } } },
    );

    const path = status === 404 ? '/nowhere' : '/boom';
    const response = await harness.fetch(path, { headers: { origin: SHOP } });

    expect(response.status).toBe(status);
    expect(corsHeaders(response)['access-control-allow-origin']).toBe(SHOP);
  });
});
