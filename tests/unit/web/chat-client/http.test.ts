import { expect, it } from 'vitest';
import { ApiError, createHttp } from '../../../../web/chat-client/http.ts';

function prepare(answer: () => Response | Promise<Response>) {
  const calls: { url: string; init: RequestInit | undefined }[] = [];
  const http = createHttp({
    apiUrl: 'https://api.test/v1/',
    headers: async () => ({ authorization: 'Bearer x' }),
    fetch: async (url, init) => {
      calls.push({ url: String(url), init });
      return answer();
    },
  });
  return { http, calls };
}

const failure = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => undefined,
    (error: unknown) => error,
  );

it('sends and reads JSON with the headers of the moment', async () => {
  const { http, calls } = prepare(() => Response.json({ ok: true }, { status: 201 }));
  expect(await http.post('/tickets', { a: 1 })).toEqual({ ok: true });
  expect(calls[0]?.url).toBe('https://api.test/v1/tickets');
  expect(calls[0]?.init).toMatchObject({
    method: 'POST',
    body: '{"a":1}',
    headers: { authorization: 'Bearer x', 'content-type': 'application/json' },
  });
});

it('turns problem details into an error with code, title and winner', async () => {
  const winner = { role: 'agent', name: 'Ravi' };
  const { http } = prepare(() =>
    Response.json(
      { type: 't', title: 'Taken.', status: 409, code: 'already_taken', ref: 'r9', winner },
      { status: 409 },
    ),
  );
  const error = await failure(http.put('/sessions/s/assignment'));
  expect(error).toBeInstanceOf(ApiError);
  expect(error).toMatchObject({
    code: 'already_taken',
    status: 409,
    title: 'Taken.',
    retriable: false,
    winner,
    ref: 'r9',
  });
});

it.each([
  [409, { code: 'stale_version', title: '' }, true],
  [429, { code: 'too_many_requests', title: '' }, true],
  [503, { message: 'Service Unavailable' }, true],
  [403, { message: 'Forbidden' }, false],
])('knows whether a %d may succeed later', async (status, body, retriable) => {
  const { http } = prepare(() => Response.json(body, { status }));
  expect(await failure(http.get('/x'))).toMatchObject({ status, retriable });
});

it('reports a lost network as retriable and an answer that is no JSON as what it is', async () => {
  const lost = prepare(() => Promise.reject(new TypeError('fetch failed')));
  expect(await failure(lost.http.get('/x'))).toMatchObject({ code: 'network', retriable: true });
  const html = prepare(() => new Response('<html>', { status: 200 }));
  expect(await failure(html.http.get('/x'))).toMatchObject({ code: 'bad_answer' });
});

it('takes an empty answer as none', async () => {
  const { http } = prepare(() => new Response(null, { status: 204 }));
  expect(await http.delete('/x')).toBeUndefined();
});
