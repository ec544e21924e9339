import { expect, test, vi } from 'vitest';
import { ApiError } from '../../../../web/chat-client/http.ts';
import { createAgentHttp } from '../../../../web/dashboard/lib/agent-http.ts';

const answer = (status: number, body: unknown) => async () =>
  new Response(JSON.stringify(body), { status });

test('every request carries the agent’s token', async () => {
  const fetch = vi.fn<typeof globalThis.fetch>(answer(200, { ok: true }));
  const http = createAgentHttp({
    apiUrl: 'https://api.example',
    idToken: async () => 'token-1',
    refused: () => {},
    fetch,
  });

  await http.put('/agents/a1', { capacity: 2 });

  const [address, request] = fetch.mock.calls[0] ?? [];
  expect(address).toBe('https://api.example/agents/a1');
  expect(request?.headers).toMatchObject({ authorization: 'Bearer token-1' });
});

test.each(['get', 'post', 'put', 'delete'] as const)(
  'a refused %s is heard of, and rejects all the same',
  async (method) => {
    const refused = vi.fn();
    const http = createAgentHttp({
      apiUrl: 'https://api.example',
      idToken: async () => 'token-1',
      refused,
      fetch: answer(401, { code: 'unauthenticated', title: 'Sign in first.' }),
    });

    await expect(http[method]('/agents')).rejects.toThrow(ApiError);

    expect(refused).toHaveBeenCalledExactlyOnceWith(
      expect.objectContaining({ code: 'unauthenticated', status: 401 }),
    );
  },
);
