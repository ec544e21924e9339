import { afterEach, describe, expect, it } from 'vitest';
import { type IssuerOptions, startIssuer } from '../../../../local/oidc/issuer.ts';
import { DEFAULT_PERSONAS } from '../../../../local/oidc/personas.ts';
import { ISSUER, RelyingParty, type TestIssuer } from './browser.ts';

let issuer: TestIssuer;
afterEach(() => issuer.close());

async function start(options: Partial<IssuerOptions> = {}): Promise<RelyingParty> {
  issuer = await startIssuer({ ...ISSUER, ...options });
  return RelyingParty.of(issuer);
}

describe('the authorization request', () => {
  it.each([
    ['an unknown client', { client_id: 'other' }],
    ['an unregistered redirect URI', { redirect_uri: 'https://evil.example/' }],
    ['a redirect URI that only begins alike', { redirect_uri: 'http://localhost:5173/callback/x' }],
    ['no redirect URI', { redirect_uri: undefined }],
  ])('with %s is answered here, by GET and POST, without any redirect', async (_what, change) => {
    const party = await start();
    const url = await party.authorizationUrl(change);

    for (const init of [{}, { method: 'POST', body: new URLSearchParams({ persona: 'asha' }) }]) {
      const response = await fetch(url, { ...init, redirect: 'manual' });
      expect(response.status).toBe(400);
      expect(response.headers.get('location')).toBeNull();
    }
  });

  it.each([
    ['another response type', { response_type: 'token' }, 'unsupported_response_type'],
    ['no openid scope', { scope: 'email' }, 'invalid_scope'],
    ['no PKCE', { code_challenge: undefined, code_challenge_method: undefined }, 'invalid_request'],
    ['plain PKCE', { code_challenge_method: 'plain' }, 'invalid_request'],
    ['a malformed challenge', { code_challenge: 'short' }, 'invalid_request'],
    ['prompt=none', { prompt: 'none' }, 'login_required'],
  ])('with %s goes back with an error and the state', async (_what, change, error) => {
    const party = await start();

    const response = await fetch(await party.authorizationUrl(change), { redirect: 'manual' });

    const location = new URL(response.headers.get('location') ?? '');
    expect(Object.fromEntries(location.searchParams)).toMatchObject({
      error,
      state: party.state,
      iss: issuer.url,
    });
    expect(location.searchParams.has('code')).toBe(false);
  });

  it('never signs in by its hint alone', async () => {
    const party = await start();

    const response = await fetch(await party.authorizationUrl({ login_hint: 'ravi' }), {
      redirect: 'manual',
    });

    expect(response.status).toBe(200);
  });

  it('for a persona that does not exist is refused', async () => {
    const party = await start();
    const body = new URLSearchParams({ persona: 'nobody' });

    const response = await fetch(await party.authorizationUrl(), { method: 'POST', body });

    expect(response.status).toBe(400);
  });
});

describe('the persona picker', () => {
  const forms = (html: string) =>
    [...html.matchAll(/<form method="post" action="([^"]*)">([\s\S]*?)<\/form>/g)].map(
      ([, action = '', content = '']) => ({
        action: action.replace(/&#(\d+);/g, (_mark, code) => String.fromCharCode(Number(code))),
        persona: /name="persona" value="([^"]*)"/.exec(content)?.[1],
        focused: content.includes('autofocus'),
      }),
    );

  it('has one form per persona that carries the request on', async () => {
    const party = await start();
    const url = await party.authorizationUrl();

    const html = await (await fetch(url)).text();

    expect(forms(html).map(({ persona }) => persona)).toEqual(
      DEFAULT_PERSONAS.map(({ sub }) => sub),
    );
    for (const { action } of forms(html)) expect(new URL(action, issuer.url).href).toBe(url.href);
  });

  it.each([
    [undefined, 'asha'],
    ['ravi', 'ravi'],
    ['unknown', 'asha'],
  ])('with the hint %s focuses %s', async (login_hint, expected) => {
    const party = await start();

    const html = await (await fetch(await party.authorizationUrl({ login_hint }))).text();

    const focused = forms(html).filter((form) => form.focused);
    expect(focused.map(({ persona }) => persona)).toEqual([expected]);
  });

  it('treats names as text', async () => {
    const name = '<img src=x onerror=alert(1)>';
    const party = await start({
      personas: [{ sub: '"x', name, email: 'e', team: '<b>', skills: ['<i>'], groups: [] }],
    });

    const html = await (await fetch(await party.authorizationUrl())).text();

    expect(html).not.toMatch(/<img|<b>|<i>|value=""x/);
  });

  it('needs no script and allows none, nor framing, nor caching', async () => {
    const party = await start();

    const response = await fetch(await party.authorizationUrl());
    const html = await response.text();

    const policy = response.headers.get('content-security-policy') ?? '';
    expect(html).not.toMatch(/<script|<style| style=| on\w+=/);
    expect(policy).toContain("default-src 'none'");
    expect(policy).not.toMatch(/script-src|unsafe-inline/);
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).toContain("form-action 'self' http://localhost:5173");
    expect(response.headers.get('cache-control')).toBe('no-store');
  });

  it('gets its style sheet from the issuer', async () => {
    await start();

    const response = await fetch(`${issuer.url}/picker.css`);

    expect(response.headers.get('content-type')).toContain('text/css');
    expect(await response.text()).toContain('light-dark(');
  });
});

it('answers other paths with 404', async () => {
  await start();

  for (const path of ['/', '/oauth2', '/constructor', '/oauth2/token']) {
    expect((await fetch(`${issuer.url}${path}`)).status).toBe(404);
  }
});

it('refuses a form that is far too large', async () => {
  await start();
  const body = new URLSearchParams({ persona: 'x'.repeat(100_000) });

  const response = await fetch(`${issuer.url}/oauth2/token`, { method: 'POST', body });

  expect(response.status).toBe(413);
});
