import { describe, expect, test, vi } from 'vitest';
import { memoryStore } from '../../../../web/chat-client/store.ts';
import { createAuth, SignedOutError } from '../../../../web/dashboard/features/auth/auth.ts';
import { createOidcClient, signOutAddress } from '../../../../web/dashboard/features/auth/oidc.ts';
import { asKeyValueStore } from '../../../../web/dashboard/lib/storage.ts';

const ISSUER = 'https://issuer.example/pool';
const HOME = 'https://desk.example/';
const REFRESH = 'switchboard.refresh';

/** An issuer that answers as the specification says, and a desk that trusts it. */
function openSite(change: { nonce?: string; lifetimeS?: number; discovery?: object } = {}) {
  const storage = memoryStore();
  const requests: URLSearchParams[] = [];
  const went: string[] = [];
  const issuer = { refuseRefresh: false, down: false, rotates: true };
  let nonce = '';
  const json = (body: object, status = 200) =>
    new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/json' } });
  const fetchIssuer = vi.fn(async (address: string | URL | Request, init?: RequestInit) => {
    if (issuer.down) throw new TypeError('fetch failed');
    const { pathname } = new URL(String(address));
    if (pathname.endsWith('/openid-configuration')) {
      return json({
        issuer: ISSUER,
        authorization_endpoint: 'https://signin.example/authorize',
        token_endpoint: 'https://signin.example/token',
        end_session_endpoint: 'https://signin.example/logout',
        revocation_endpoint: 'https://signin.example/revoke',
        scopes_supported: ['openid', 'profile'],
        ...change.discovery,
      });
    }
    const body = new URLSearchParams(String(init?.body));
    requests.push(body);
    if (pathname === '/revoke') return new Response(null, { status: 200 });
    const refreshing = body.get('grant_type') === 'refresh_token';
    if (refreshing && issuer.refuseRefresh) return json({ error: 'invalid_grant' }, 400);
    const at = Math.floor(Date.now() / 1000);
    const exp = at + (change.lifetimeS ?? 3_600);
    const claims = { iss: ISSUER, aud: 'desk', sub: 'a1', iat: at, exp };
    return json({
      access_token: 'access',
      token_type: 'Bearer',
      ...(issuer.rotates || !refreshing ? { refresh_token: `refresh-${requests.length}` } : {}),
      id_token: unsigned(refreshing ? claims : { ...claims, nonce: change.nonce ?? nonce }),
    });
  });
  const config = { issuer: ISSUER, clientId: 'desk' };
  const store = asKeyValueStore(storage);
  const auth = createAuth({
    oidc: createOidcClient({ config, redirectUri: HOME, store, fetch: fetchIssuer }),
    store,
    navigate: (address) => went.push(address),
    replaceAddress: () => {},
    homeAddress: HOME,
  });
  /** What the issuer's page does: back to the desk with a code. */
  const comeBack = async (state?: string) => {
    const asked = new URL(went.at(-1) ?? '');
    nonce = asked.searchParams.get('nonce') ?? '';
    const back = new URL(HOME);
    back.searchParams.set('code', 'code-1');
    back.searchParams.set('state', state ?? asked.searchParams.get('state') ?? '');
    await auth.start(back);
  };
  return { auth, storage, requests, went, issuer, comeBack };
}

function unsigned(claims: object): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  return `${part({ alg: 'RS256' })}.${part(claims)}.${Buffer.from('signature').toString('base64url')}`;
}

describe('sign-in', () => {
  test('asks for a code with PKCE, state and nonce, and only for scopes the issuer knows', async () => {
    const { auth, went } = openSite();

    await auth.signIn();

    const asked = new URL(went[0] ?? '');
    expect(asked.origin + asked.pathname).toBe('https://signin.example/authorize');
    expect(Object.fromEntries(asked.searchParams)).toMatchObject({
      response_type: 'code',
      client_id: 'desk',
      redirect_uri: HOME,
      scope: 'openid profile',
      code_challenge_method: 'S256',
    });
    for (const name of ['state', 'nonce', 'code_challenge']) {
      expect(asked.searchParams.get(name)).toMatch(/^[A-Za-z0-9_-]{43}$/);
    }
  });

  test('a code becomes tokens; the ID token stays out of storage', async () => {
    const { auth, storage, requests, comeBack } = openSite();
    await auth.signIn();

    await comeBack();

    expect(auth.store.getState().status).toBe('signed_in');
    expect(requests[0]?.get('code_verifier')).toMatch(/^[A-Za-z0-9_-]{43}$/);
    expect(storage.get(REFRESH)).toBe('refresh-1');
    expect(await auth.idToken()).toContain('.');
  });

  test.each([
    ['another state', { state: 'forged' }, {}],
    ['another nonce', {}, { nonce: 'forged' }],
  ])('an answer with %s signs nobody in', async (_, answer: { state?: string }, site) => {
    const { auth, comeBack } = openSite(site);
    await auth.signIn();

    await comeBack(answer.state);

    expect(auth.store.getState()).toMatchObject({ status: 'signed_out', reason: 'failed' });
    await expect(auth.idToken()).rejects.toThrow(SignedOutError);
  });

  test('a code that this tab did not ask for signs nobody in', async () => {
    const { auth, requests } = openSite();

    await auth.start(new URL(`${HOME}?code=stolen&state=any`));

    expect(auth.store.getState()).toMatchObject({ status: 'signed_out', reason: 'failed' });
    expect(requests).toHaveLength(0);
  });

  test('the same answer does not work twice', async () => {
    const { auth, comeBack } = openSite();
    await auth.signIn();
    await comeBack();

    await comeBack();

    expect(auth.store.getState()).toMatchObject({ status: 'signed_out', reason: 'failed' });
  });

  test('an issuer out of reach is told, not thrown', async () => {
    const { auth, issuer } = openSite();
    issuer.down = true;

    await auth.signIn();

    expect(auth.store.getState()).toMatchObject({ status: 'signed_out', reason: 'failed' });
  });
});

describe('staying signed in', () => {
  test('a reload signs in with the refresh token, rotated or not', async () => {
    for (const rotates of [true, false]) {
      const { auth, storage, issuer } = openSite();
      issuer.rotates = rotates;
      storage.set(REFRESH, 'kept');

      await auth.start(new URL(HOME));

      expect(auth.store.getState().status).toBe('signed_in');
      expect(storage.get(REFRESH)).toBe(rotates ? 'refresh-1' : 'kept');
    }
  });

  test('a refused refresh token is forgotten, one that could not be tried is kept', async () => {
    const refused = openSite();
    refused.storage.set(REFRESH, 'old');
    refused.issuer.refuseRefresh = true;
    const unreachable = openSite();
    unreachable.storage.set(REFRESH, 'old');
    unreachable.issuer.down = true;

    await refused.auth.start(new URL(HOME));
    await unreachable.auth.start(new URL(HOME));

    expect(refused.auth.store.getState()).toMatchObject({ reason: 'expired' });
    expect(refused.storage.get(REFRESH)).toBeNull();
    expect(unreachable.auth.store.getState()).toMatchObject({ reason: 'failed' });
    expect(unreachable.storage.get(REFRESH)).toBe('old');
  });

  test('a token about to end is renewed once, however many ask', async () => {
    const { auth, requests, comeBack } = openSite({ lifetimeS: 30 });
    await auth.signIn();
    await comeBack();

    await Promise.all([auth.idToken(), auth.idToken(), auth.idToken()]);

    expect(requests.filter((body) => body.get('grant_type') === 'refresh_token')).toHaveLength(1);
  });

  test('a sign-in that cannot be renewed ends', async () => {
    const { auth, issuer, comeBack } = openSite({ lifetimeS: 30 });
    await auth.signIn();
    await comeBack();
    issuer.refuseRefresh = true;

    await expect(auth.idToken()).rejects.toThrow(SignedOutError);
    expect(auth.store.getState()).toMatchObject({ status: 'signed_out', reason: 'expired' });
  });

  test('an account without a group keeps its way out', async () => {
    const { auth, comeBack } = openSite();
    await auth.signIn();
    await comeBack();

    auth.refuse();

    expect(auth.store.getState().status).toBe('not_an_agent');
  });
});

describe('sign-out', () => {
  test('revokes, forgets, and ends the issuer’s session without a token in the address', async () => {
    const { auth, storage, requests, went, comeBack } = openSite();
    await auth.signIn();
    await comeBack();

    await auth.signOut();

    expect(requests.at(-1)?.get('token')).toBe('refresh-1');
    expect(storage.get(REFRESH)).toBeNull();
    const address = new URL(went.at(-1) ?? '');
    expect(address.pathname).toBe('/logout');
    expect(Object.fromEntries(address.searchParams)).toEqual({
      client_id: 'desk',
      post_logout_redirect_uri: HOME,
      logout_uri: HOME,
    });
  });

  test('falls back to the sign-in site, and to nothing', () => {
    const config = { clientId: 'desk', signInDomain: 'signin.example' };

    expect(signOutAddress({}, config, HOME)?.href).toContain('https://signin.example/logout?');
    expect(signOutAddress({}, { clientId: 'desk' }, HOME)).toBeNull();
  });
});
