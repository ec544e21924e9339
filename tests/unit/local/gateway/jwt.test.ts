import { createServer } from 'node:http';
import {
  type CryptoKey,
  decodeJwt,
  exportJWK,
  exportSPKI,
  generateKeyPair,
  type JWTPayload,
  SignJWT,
} from 'jose';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import type { HttpGatewayOptions } from '../../../../local/gateway/http-options.ts';
import { listen, shut } from '../../../../local/gateway/listener.ts';
import { HttpHarness } from './http-harness.ts';

const AUDIENCE = 'client-1';
const now = () => Math.floor(Date.now() / 1000);

let issuer: string;
let harness: HttpHarness;
let sign: (claims: JWTPayload, kid?: string) => Promise<string>;
let forge: (claims: JWTPayload) => Promise<string>;
let failing = false;

const keyServer = createServer((request, response) => {
  if (failing) response.writeHead(503);
  const found = request.url === '/.well-known/openid-configuration';
  response.end(JSON.stringify(found ? { issuer, jwks_uri: `${issuer}/keys` } : keys));
});
let keys: { keys: unknown[] };
let publicPem: string;
let rotate: () => Promise<(claims: JWTPayload) => Promise<string>>;
const payloadOf = (claims: JWTPayload) => Buffer.from(JSON.stringify(claims)).toString('base64url');

beforeAll(async () => {
  const [own, foreign] = await Promise.all([generateKeyPair('RS256'), generateKeyPair('RS256')]);
  publicPem = await exportSPKI(own.publicKey);
  keys = { keys: [{ ...(await exportJWK(own.publicKey)), kid: 'k1', alg: 'RS256', use: 'sig' }] };
  issuer = `http://localhost:${await listen(keyServer, 0)}`;
  const signer = (key: CryptoKey) => (claims: JWTPayload, kid: string) =>
    new SignJWT(claims).setProtectedHeader({ alg: 'RS256', kid }).sign(key);
  sign = (claims, kid = 'k1') => signer(own.privateKey)(claims, kid);
  forge = (claims) => signer(foreign.privateKey)(claims, 'k1');
  rotate = async () => {
    const jwk = await exportJWK(foreign.publicKey);
    keys = { keys: [...keys.keys, { ...jwk, kid: 'k3', alg: 'RS256', use: 'sig' }] };
    return (claims) => signer(foreign.privateKey)(claims, 'k3');
  };
});
afterAll(() => shut(keyServer));
afterEach(async () => {
  failing = false;
  vi.useRealTimers();
  await harness.stop();
});

function start(options: Partial<HttpGatewayOptions> = {}) {
  return new HttpHarness().start((event) => event.requestContext.authorizer, {
    routes: {
      'GET /open': { functionArn: 'fn' },
      'GET /guarded': { functionArn: 'fn', authorizer: 'jwt' },
      'GET /scoped': {
        functionArn: 'fn',
        authorizer: 'jwt',
        authorizationScopes: ['tickets/read', 'tickets/write'],
      },
    },
    jwt: { issuer, audience: [AUDIENCE] },
    ...options,
  });
}
const good = (): JWTPayload => ({
  iss: issuer,
  aud: AUDIENCE,
  sub: 'asha',
  iat: now(),
  exp: now() + 60,
});
/** Swaps the subject and keeps the signature. */
const withSubject = (token: string, sub: string) => {
  const [header, , signature] = token.split('.');
  const payload = Buffer.from(JSON.stringify({ ...decodeJwt(token), sub })).toString('base64url');
  return `${header}.${payload}.${signature}`;
};
const bearer = (token: string) => ({ headers: { authorization: `Bearer ${token}` } });

describe('a guarded route', () => {
  it('passes the claims on as strings', async () => {
    harness = await start();
    const claims = {
      ...good(),
      'cognito:groups': ['agent', 'supervisor'],
      email_verified: true,
      address: { town: 'Pune', code: 411 },
    };

    const response = await harness.fetch('/guarded', bearer(await sign(claims)));

    expect(response.status).toBe(200);
    expect(await response.json()).toEqual({
      jwt: {
        claims: {
          iss: issuer,
          aud: AUDIENCE,
          sub: 'asha',
          iat: String(claims.iat),
          exp: String(claims.exp),
          'cognito:groups': '[agent supervisor]',
          email_verified: 'true',
          address: 'map[code:411 town:Pune]',
        },
        scopes: null,
      },
    });
  });

  it('takes client_id for the audience of a token without aud', async () => {
    harness = await start();
    const { aud: _none, ...claims } = good();

    const token = await sign({ ...claims, client_id: AUDIENCE });

    expect((await harness.fetch('/guarded', bearer(token))).status).toBe(200);
  });

  it('refuses a request without a token', async () => {
    harness = await start();

    const response = await harness.fetch('/guarded');

    expect(response.status).toBe(401);
    expect(response.headers.get('www-authenticate')).toBe('Bearer');
    expect(await response.json()).toEqual({ message: 'Unauthorized' });
    expect(harness.events).toEqual([]);
  });

  it.each<[string, () => Promise<string>]>([
    ['expired', () => sign({ ...good(), exp: now() - 1 })],
    ['without an expiry', () => sign({ ...good(), exp: undefined })],
    ['not valid yet', () => sign({ ...good(), nbf: now() + 60 })],
    ['issued in the future', () => sign({ ...good(), iat: now() + 60 })],
    ['of another issuer', () => sign({ ...good(), iss: 'http://localhost:1' })],
    ['for another audience', () => sign({ ...good(), aud: 'client-2' })],
    [
      'whose client_id fits but whose aud does not',
      () => sign({ ...good(), aud: 'client-2', client_id: AUDIENCE }),
    ],
    ['for nobody', () => sign({ ...good(), aud: undefined })],
    ['signed by another key', () => forge(good())],
    ['of an unknown key', () => sign(good(), 'k2')],
    ['tampered with', async () => withSubject(await sign(good()), 'jonas')],
    [
      'that is not signed',
      async () => `${Buffer.from('{"alg":"none"}').toString('base64url')}.${payloadOf(good())}.`,
    ],
    [
      'signed with the public key as a shared secret',
      () =>
        new SignJWT(good())
          .setProtectedHeader({ alg: 'HS256', kid: 'k1' })
          .sign(new TextEncoder().encode(publicPem)),
    ],
    [
      'signed with a shared secret',
      () =>
        new SignJWT(good())
          .setProtectedHeader({ alg: 'HS256', kid: 'k1' })
          .sign(new TextEncoder().encode(AUDIENCE.repeat(8))),
    ],
    ['no token at all', async () => 'gibberish'],
  ])('refuses a token %s', async (_what, token) => {
    harness = await start();

    const response = await harness.fetch('/guarded', bearer(await token()));

    expect(response.status).toBe(401);
    expect(response.headers.get('www-authenticate')).toMatch(/^Bearer .*error="invalid_token"/);
    expect(await response.json()).toEqual({ message: 'Unauthorized' });
    expect(harness.events).toEqual([]);
  });

  it('refuses with CORS headers, so that a browser can read the 401', async () => {
    const origin = 'https://dashboard.example';
    const cors = { allowOrigins: [origin], allowMethods: ['GET'], allowHeaders: ['authorization'] };
    harness = await start({ cors });

    const response = await harness.fetch('/guarded', { headers: { origin } });

    expect(response.status).toBe(401);
    expect(response.headers.get('access-control-allow-origin')).toBe(origin);
  });

  it('answers 500, not 401, while the keys cannot be had, and recovers', async () => {
    harness = await start();
    const token = await sign(good());

    failing = true;
    const during = await harness.fetch('/guarded', bearer(token));
    failing = false;
    const after = await harness.fetch('/guarded', bearer(token));

    expect([during.status, after.status]).toEqual([500, 200]);
  });

  it('can be told where the keys are', async () => {
    harness = await start({
      jwt: { issuer: 'urn:x', audience: [AUDIENCE], jwksUri: `${issuer}/k` },
    });

    const token = await sign({ ...good(), iss: 'urn:x' });

    expect((await harness.fetch('/guarded', bearer(token))).status).toBe(200);
  });
});

describe('a route with scopes', () => {
  it.each<[string, JWTPayload, string[]]>([
    ['in scope', { scope: 'openid tickets/write' }, ['openid', 'tickets/write']],
    ['in scp, as a list', { scp: ['tickets/read'] }, ['tickets/read']],
  ])('takes a token that has one of them %s', async (_where, claims, scopes) => {
    harness = await start();

    const response = await harness.fetch('/scoped', bearer(await sign({ ...good(), ...claims })));

    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject({ jwt: { scopes } });
  });

  it.each<[string, JWTPayload]>([
    ['none', {}],
    ['another', { scope: 'tickets' }],
    ['one that only begins alike', { scope: 'tickets/read-all' }],
  ])('forbids a token that has %s', async (_what, claims) => {
    harness = await start();

    const response = await harness.fetch('/scoped', bearer(await sign({ ...good(), ...claims })));

    expect(response.status).toBe(403);
    expect(await response.json()).toEqual({ message: 'Forbidden' });
    expect(response.headers.get('www-authenticate')).toContain('error="insufficient_scope"');
    expect(harness.events).toEqual([]);
  });

  it('does not look at scopes before the token is proven', async () => {
    harness = await start();

    const token = await forge({ ...good(), scope: 'tickets/read' });

    expect((await harness.fetch('/scoped', bearer(token))).status).toBe(401);
  });
});

it('an open route asks for no token', async () => {
  harness = await start();

  const response = await harness.fetch('/open');

  expect(response.status).toBe(200);
  expect(harness.events[0]?.requestContext).not.toHaveProperty('authorizer');
});

it('a guarded route follows the issuer to a new key', async () => {
  harness = await start();
  expect((await harness.fetch('/guarded', bearer(await sign(good())))).status).toBe(200);
  const signWithNew = await rotate();
  // Keys are not asked for again within half a minute.
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 31_000 });

  const response = await harness.fetch('/guarded', bearer(await signWithNew(good())));

  expect(response.status).toBe(200);
});

it('a guarded route without an authorizer is refused at start', async () => {
  harness = await start();
  const routes = { 'GET /guarded': { functionArn: 'fn', authorizer: 'jwt' as const } };

  const started = new HttpHarness().start(() => 'x', { routes });

  await expect(started).rejects.toThrow('Route GET /guarded needs a JWT authorizer');
});
