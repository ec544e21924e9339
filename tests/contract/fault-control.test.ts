import { request } from 'node:http';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createFaults, type Faults } from '../../local/faults/faults.ts';
import { type LocalServices, startLocalServices } from './local-services.ts';

let faults: Faults;
let services: LocalServices;

beforeEach(async () => {
  faults = createFaults({ seed: 3 });
  services = await startLocalServices({ faults });
});
afterEach(() => services.close());

async function call(
  method: string,
  path = '',
  body?: unknown,
  headers: Record<string, string> = {},
) {
  const response = await fetch(`${services.door.url}/_control/faults${path}`, {
    method,
    headers,
    ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, body: text ? JSON.parse(text) : undefined };
}

/** `fetch` sets Host itself. */
function statusForHost(host: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const sent = request(`${services.door.url}/_control/faults`, { headers: { host } });
    sent.on('response', (response) => {
      response.resume();
      resolve(response.statusCode);
    });
    sent.on('error', reject).end();
  });
}

it('adds, lists, finds and removes faults', async () => {
  const order = { kind: 'throttle', where: { function: 'message' }, rate: 0.5, count: 4 };

  const added = await call('POST', '', order);
  const second = await call('POST', '', { kind: 'index_lag', ms: 50 });
  const found = await call('GET', '/f1');
  const removed = await call('DELETE', '/f1');
  const { status, body } = await call('GET');

  expect(added).toEqual({ status: 201, body: { id: 'f1', ...order, injected: 0 } });
  expect(found).toEqual({ status: 200, body: added.body });
  expect(removed.status).toBe(204);
  expect(status).toBe(200);
  expect(body).toMatchObject({ seed: 3, faults: [second.body], injected: {} });
  expect(body.kinds).toContainEqual({
    kind: 'batch_disorder',
    does: expect.any(String),
    aims: ['queue'],
  });
});

it('clears, and starts over with a seed and a list', async () => {
  await call('POST', '', { kind: 'throttle' });
  faults.strike('throttle', 's', {});

  const cleared = await call('DELETE');
  const after = await call('GET');
  const restarted = await call('PUT', '', { seed: 8, faults: [{ kind: 'gone', count: 1 }] });

  expect(cleared.status).toBe(204);
  expect(after.body).toMatchObject({ faults: [], injected: { throttle: 1 } });
  expect(restarted.body).toMatchObject({
    seed: 8,
    faults: [{ id: 'f1', kind: 'gone', count: 1, injected: 0 }],
    injected: {},
  });
});

it.each<[string, string, string, unknown, RegExp]>([
  ['an unknown kind', 'POST', '', { kind: 'flood' }, /kind must be one of/],
  ['a body that is no JSON', 'POST', '', '{', /not JSON/],
  ['no body', 'POST', '', undefined, /not JSON/],
  ['a body that is too large', 'POST', '', 'x'.repeat(70_000), /larger than/],
  ['a seed that is no number', 'PUT', '', { seed: 'x' }, /seed must be a whole number/],
  ['faults that are no list', 'PUT', '', { faults: {} }, /faults must be a list/],
  ['a list with a wrong fault', 'PUT', '', { faults: [{ kind: 'latency' }] }, /needs ms/],
  ['an unknown member', 'PUT', '', { seeds: 1 }, /"seeds" is not known here/],
  ['a malformed id', 'GET', '/%E0%A4%A', undefined, /malformed/],
])('answers %s with 400 and the reason', async (_, method, path, body, reason) => {
  faults.add({ kind: 'throttle' });

  const answer = await call(method, path, body);

  expect(answer.status).toBe(400);
  expect(answer.body.message).toMatch(reason);
  expect(faults.list()).toHaveLength(1);
});

it('answers 404 for an unknown fault and 405 for another method', async () => {
  expect((await call('DELETE', '/f9')).status).toBe(404);
  expect((await call('PATCH')).status).toBe(405);
});

it('refuses a page of another site and a name that was bound to this machine', async () => {
  const order = { kind: 'throttle' };

  const foreign = await call('POST', '', order, { origin: 'https://evil.example' });
  const opaque = await call('POST', '', order, { origin: 'null' });
  const rebound = await statusForHost('evil.example');
  const near = await call('POST', '', order, { origin: 'http://localhost:4306' });

  expect([foreign.status, opaque.status, rebound, near.status]).toEqual([403, 403, 403, 201]);
  expect(faults.list()).toHaveLength(1);
});

it('leaves SDK traffic and other paths alone', async () => {
  const response = await fetch(`${services.door.url}/_control/faultsx`, { method: 'POST' });

  expect(response.headers.get('x-amzn-errortype')).toBe('MissingAuthenticationTokenException');
});
