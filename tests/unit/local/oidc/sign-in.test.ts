import { createRemoteJWKSet, decodeJwt, jwtVerify } from 'jose';
import * as oauth from 'oauth4webapi';
import { afterEach, describe, expect, it } from 'vitest';
import { startHttpGateway } from '../../../../local/gateway/http.ts';
import { type IssuerOptions, startIssuer } from '../../../../local/oidc/issuer.ts';
import { DEFAULT_PERSONAS } from '../../../../local/oidc/personas.ts';
import { signInAs } from '../../../../local/oidc/sign-in.ts';
import { CLIENT_ID, HTTP, ISSUER, REDIRECT_URI, RelyingParty, type TestIssuer } from './browser.ts';

let issuer: TestIssuer;
afterEach(() => issuer.close());

async function start(options: Partial<IssuerOptions> = {}): Promise<RelyingParty> {
  issuer = await startIssuer({ ...ISSUER, ...options });
  return RelyingParty.of(issuer);
}

describe('the code flow', () => {
  it('gives an independent client tokens it can verify', async () => {
    const party = await start();

    const tokens = await party.signIn('jonas');

    const keys = createRemoteJWKSet(new URL(issuer.jwksUri));
    const id = await jwtVerify(tokens.id_token ?? '', keys, {
      issuer: issuer.url,
      audience: CLIENT_ID,
    });
    expect(id.payload).toMatchObject({
      token_use: 'id',
      sub: 'jonas',
      name: 'Jonas Weber',
      email: 'jonas@switchboard.example',
      nonce: party.nonce,
      'cognito:username': 'jonas',
      'cognito:groups': ['agent', 'supervisor'],
      'custom:team': 'Supervisors',
      'custom:skills': 'billing,technical,retention,general',
    });
    const access = await jwtVerify(tokens.access_token, keys, { issuer: issuer.url });
    expect(access.payload).toMatchObject({
      token_use: 'access',
      sub: 'jonas',
      client_id: CLIENT_ID,
      scope: 'openid profile email',
      'cognito:groups': ['agent', 'supervisor'],
    });
    expect(access.payload).not.toHaveProperty('aud');
    expect(tokens.expires_in).toBe(3600);
  });

  it('names no group for a person without one', async () => {
    const party = await start();

    const tokens = await party.signIn('sam');

    expect(decodeJwt(tokens.id_token ?? '')).not.toHaveProperty('cognito:groups');
  });

  it('can name groups under another claim', async () => {
    const party = await start({ groupClaim: 'groups' });

    const tokens = await party.signIn('asha');

    expect(decodeJwt(tokens.id_token ?? '')).toMatchObject({ groups: ['agent'] });
  });

  it('knows as many people as it is given', async () => {
    const personas = Array.from({ length: 50 }, (_none, i) => ({
      sub: `agent-${i}`,
      name: `Agent ${i}`,
      email: `agent-${i}@switchboard.example`,
      team: 'Load',
      skills: ['general'],
      groups: ['agent'],
    }));
    const party = await start({ personas });

    const tokens = await party.signIn('agent-49');

    expect(decodeJwt(tokens.id_token ?? '').sub).toBe('agent-49');
  });

  it('ends in tokens that the HTTP gateway accepts', async () => {
    const party = await start();
    const tokens = await party.signIn('asha');
    const gateway = await startHttpGateway({
      port: 0,
      apiId: 'a',
      stage: '$default',
      routes: { 'GET /me': { functionArn: 'fn', authorizer: 'jwt' } },
      jwt: { issuer: issuer.url, audience: [CLIENT_ID] },
      invoke: async () => ({ ok: true, payload: 'welcome' }),
    });

    try {
      for (const token of [tokens.id_token, tokens.access_token]) {
        const headers = { authorization: `Bearer ${token}` };
        expect((await fetch(`${gateway.url}/me`, { headers })).status).toBe(200);
      }
    } finally {
      await gateway.close();
    }
  });
});

describe('signInAs', () => {
  it('walks the whole flow', async () => {
    await start();
    const request = { issuer: issuer.url, clientId: CLIENT_ID, redirectUri: REDIRECT_URI };

    const tokens = await signInAs({ ...request, personaSub: 'meera' });

    expect(decodeJwt(tokens.idToken)).toMatchObject({ sub: 'meera', aud: CLIENT_ID });
    expect(decodeJwt(tokens.accessToken)).toMatchObject({ sub: 'meera', client_id: CLIENT_ID });
    expect(tokens.refreshToken).not.toBe('');
  });

  it.each([
    ['an unknown persona', { personaSub: 'nobody' }, 'did not sign in "nobody" (HTTP 400)'],
    ['an unknown client', { clientId: 'other' }, 'no persona picker (HTTP 400)'],
    [
      'another redirect URI',
      { redirectUri: 'http://localhost:1/' },
      'no persona picker (HTTP 400)',
    ],
  ])('says why it failed for %s', async (_what, change, reason) => {
    await start();
    const request = { issuer: issuer.url, clientId: CLIENT_ID, redirectUri: REDIRECT_URI };

    await expect(signInAs({ ...request, personaSub: 'asha', ...change })).rejects.toThrow(reason);
  });
});

describe('an authorization code', () => {
  it('works once, and a second use takes back what the first gave', async () => {
    const party = await start();
    const callback = await party.callback();
    const tokens = await party.exchange(callback);

    await expect(party.exchange(callback)).rejects.toMatchObject({ error: 'invalid_grant' });
    await expect(party.refresh(tokens.refresh_token)).rejects.toMatchObject({
      error: 'invalid_grant',
    });
  });

  it('is worth nothing with another verifier, and is spent by the attempt', async () => {
    const party = await start();
    const callback = await party.callback();

    const attempt = party.exchange(callback, oauth.generateRandomCodeVerifier());

    await expect(attempt).rejects.toMatchObject({ error: 'invalid_grant' });
    await expect(party.exchange(callback)).rejects.toMatchObject({ error: 'invalid_grant' });
  });

  it('is worth nothing with another redirect URI', async () => {
    const other = 'http://localhost:5173/other';
    const party = await start({ redirectUris: [REDIRECT_URI, other] });
    const callback = await party.callback();

    const attempt = party.exchange(callback, party.verifier, other);

    await expect(attempt).rejects.toMatchObject({ error: 'invalid_grant' });
  });

  it.each([
    [59_000, true],
    [60_000, false],
  ])('after %i ms works: %s', async (elapsed, works) => {
    let time = Date.now() - elapsed;
    const party = await start({ now: () => time });
    const callback = await party.callback();
    time += elapsed;

    const outcome = await party.exchange(callback).then(
      () => true,
      (error: oauth.ResponseBodyError) => error.error,
    );

    expect(outcome).toBe(works || 'invalid_grant');
  });
});

describe('a refresh token', () => {
  it('is traded for new tokens of the same sign-in and a new refresh token', async () => {
    const party = await start();
    const first = await party.signIn('ravi');

    const second = await party.refresh(first.refresh_token);

    expect(second.refresh_token).not.toBe(first.refresh_token);
    const [before, after] = [first, second].map((tokens) => decodeJwt(tokens.id_token ?? ''));
    expect(after).toMatchObject({
      sub: 'ravi',
      origin_jti: before?.origin_jti,
      auth_time: before?.auth_time,
    });
    expect(after?.jti).not.toBe(before?.jti);
  });

  it('used again revokes the whole sign-in, but no other', async () => {
    const party = await start();
    const [first, other] = [await party.signIn('ravi'), await party.signIn('ravi')];
    const second = await party.refresh(first.refresh_token);

    await expect(party.refresh(first.refresh_token)).rejects.toMatchObject({
      error: 'invalid_grant',
    });
    await expect(party.refresh(second.refresh_token)).rejects.toMatchObject({
      error: 'invalid_grant',
    });
    await expect(party.refresh(other.refresh_token)).resolves.toMatchObject({
      token_type: 'bearer',
    });
  });

  it.each([
    '/logout?id_token_hint=',
    '/logout?logout_uri=http%3A%2F%2Flocalhost%3A5173%2F&id_token_hint=',
  ])('stops working by %s', async (path) => {
    const party = await start();
    const tokens = await party.signIn();

    await fetch(`${issuer.url}${path}${tokens.id_token}`, { redirect: 'manual' });

    await expect(party.refresh(tokens.refresh_token)).rejects.toMatchObject({
      error: 'invalid_grant',
    });
  });

  it('stops working by sign-out with an ID token that has expired', async () => {
    let time = Date.now();
    const party = await start({ now: () => time });
    const tokens = await party.signIn();
    time += 24 * 60 * 60_000;

    await fetch(`${issuer.url}/logout?id_token_hint=${tokens.id_token}`);

    await expect(party.refresh(tokens.refresh_token)).rejects.toMatchObject({
      error: 'invalid_grant',
    });
  });

  it('can be revoked', async () => {
    const party = await start();
    const tokens = await party.signIn();
    const token = tokens.refresh_token ?? '';

    const response = await oauth.revocationRequest(
      party.server,
      party.client,
      oauth.None(),
      token,
      HTTP,
    );
    await oauth.processRevocationResponse(response);

    await expect(party.refresh(token)).rejects.toMatchObject({ error: 'invalid_grant' });
  });

  it('lives 30 days', async () => {
    let time = Date.now();
    const party = await start({ now: () => time });
    const tokens = await party.signIn();
    time += 30 * 24 * 60 * 60_000;

    await expect(party.refresh(tokens.refresh_token)).rejects.toMatchObject({
      error: 'invalid_grant',
    });
  });
});

describe('the token endpoint', () => {
  it.each([
    [{ client_id: 'other', grant_type: 'authorization_code' }, 'invalid_client'],
    [{ client_id: CLIENT_ID, grant_type: 'password' }, 'unsupported_grant_type'],
    [{ client_id: CLIENT_ID, grant_type: 'authorization_code' }, 'invalid_grant'],
    [{ client_id: CLIENT_ID, grant_type: 'refresh_token' }, 'invalid_grant'],
  ])('answers %j with %s', async (fields, error) => {
    await start();

    const response = await fetch(`${issuer.url}/oauth2/token`, {
      method: 'POST',
      body: new URLSearchParams(fields),
    });

    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ error });
  });

  it('lets the dashboard origin read its answers, and no other', async () => {
    await start();
    const ask = async (origin: string) => {
      const response = await fetch(`${issuer.url}/oauth2/token`, {
        method: 'POST',
        headers: { origin },
      });
      return response.headers.get('access-control-allow-origin');
    };

    expect(await ask('http://localhost:5173')).toBe('http://localhost:5173');
    expect(await ask('http://localhost:9999')).toBeNull();
  });
});

describe('userInfo', () => {
  it('tells who an access token stands for', async () => {
    const party = await start();
    const tokens = await party.signIn('ravi');

    const response = await oauth.userInfoRequest(
      party.server,
      party.client,
      tokens.access_token,
      HTTP,
    );
    const claims = await oauth.processUserInfoResponse(
      party.server,
      party.client,
      'ravi',
      response,
    );

    expect(claims).toMatchObject({
      sub: 'ravi',
      name: 'Ravi Menon',
      'custom:team': 'Technical Support',
    });
  });

  it.each(['none', 'id', 'expired'])('refuses another kind of credential (%s)', async (kind) => {
    let time = Date.now();
    const party = await start({ now: () => time, lifetimeSeconds: 60 });
    const tokens = await party.signIn();
    const token = { none: 'x', id: tokens.id_token, expired: tokens.access_token }[kind];
    if (kind === 'expired') time += 61_000;

    const response = await fetch(`${issuer.url}/oauth2/userInfo`, {
      headers: { authorization: `Bearer ${token}` },
    });

    expect(response.status).toBe(401);
    expect(response.headers.get('www-authenticate')).toContain('invalid_token');
  });
});

describe('sign-out', () => {
  it.each([
    ['logout_uri=http%3A%2F%2Flocalhost%3A5173%2F', 302, 'http://localhost:5173/'],
    [
      'post_logout_redirect_uri=http%3A%2F%2Flocalhost%3A5173%2Fcallback&state=s',
      302,
      `${REDIRECT_URI}?state=s`,
    ],
    ['logout_uri=https%3A%2F%2Fevil.example%2F', 400, null],
    ['', 200, null],
  ])('with %s answers %i', async (query, status, location) => {
    await start();

    const response = await fetch(`${issuer.url}/logout?${query}`, { redirect: 'manual' });

    expect(response.status).toBe(status);
    expect(response.headers.get('location')).toBe(location);
  });
});

it('the default personas have distinct subjects and one of them has no group', () => {
  const subjects = DEFAULT_PERSONAS.map(({ sub }) => sub);

  expect(new Set(subjects).size).toBe(subjects.length);
  expect(DEFAULT_PERSONAS.filter(({ groups }) => groups.length === 0)).toHaveLength(1);
});
