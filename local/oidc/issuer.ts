import { createServer, type IncomingMessage } from 'node:http';
import type { Closable } from '../contracts.ts';
import { createCors } from '../gateway/cors.ts';
import { gatewayMessage, type HttpAnswer, sendAnswer } from '../gateway/http-response.ts';
import { listen, requestTarget, shut } from '../gateway/listener.ts';
import { readBody } from '../gateway/request-body.ts';
import { createAuthorizationEndpoint } from './authorize.ts';
import { createGrants } from './grants.ts';
import { DEFAULT_PERSONAS, type Persona } from './personas.ts';
import { pickerStyles, renderNotice, renderPicker } from './picker-page.ts';
import { json, oauthError, page, redirect } from './replies.ts';
import { createTokenEndpoint } from './token-endpoint.ts';
import { createTokens, personaClaims } from './tokens.ts';

/** The laptop's sign-in. */
export interface IssuerOptions {
  /** 0 picks a free port. */
  port: number;
  /** The one public client. */
  clientId: string;
  /** Exact values; their origins may call the endpoints from a browser. */
  redirectUris: string[];
  /** Where sign-out may lead. Default: the redirect URIs and the roots of their origins. */
  logoutUris?: string[];
  /** Default: `DEFAULT_PERSONAS`. */
  personas?: readonly Persona[];
  /** Default `cognito:groups`. */
  groupClaim?: string;
  /** Life of ID and access tokens. Default 3600, as Cognito's. */
  lifetimeSeconds?: number;
  /** Epoch ms; a test can turn the clock. */
  now?: () => number;
}

/** A running OpenID Connect issuer. */
export interface Issuer extends Closable {
  /** `iss` of its tokens: `http://localhost:<port>`. */
  url: string;
  jwksUri: string;
}

type Handler = (request: {
  query: string;
  form: URLSearchParams;
  authorization: string;
}) => HttpAnswer | Promise<HttpAnswer>;

/** Forms of the flow are a few hundred bytes. */
const MAX_FORM_BYTES = 64 * 1024;

/**
 * Starts an issuer on 127.0.0.1 that stands in for a Cognito user pool: authorization code flow
 * with PKCE, token shapes and claims of Cognito. Its key and its sign-ins end with the process.
 */
export async function startIssuer(options: IssuerOptions): Promise<Issuer> {
  const { clientId, redirectUris } = options;
  const personas = options.personas ?? DEFAULT_PERSONAS;
  const lifetimeSeconds = options.lifetimeSeconds ?? 3600;
  const now = options.now ?? Date.now;
  const origins = [...new Set(redirectUris.map((uri) => new URL(uri).origin))];
  const logoutUris = options.logoutUris ?? [
    ...redirectUris,
    ...origins.flatMap((origin) => [origin, `${origin}/`]),
  ];
  const signer = await createTokens({
    groupClaim: options.groupClaim ?? 'cognito:groups',
    lifetimeSeconds,
    now,
  });
  const cors = createCors({
    allowOrigins: origins,
    allowMethods: ['GET', 'POST'],
    allowHeaders: ['authorization', 'content-type'],
    maxAge: 600,
  });

  const server = createServer((request, response) => {
    void serve(request).then((answer) => {
      if (!response.destroyed) sendAnswer(response, answer);
    });
  });
  const port = await listen(server, options.port);
  const url = `http://localhost:${port}`;
  const jwksUri = `${url}/.well-known/jwks.json`;
  const tokens = signer.forIssuer(url);
  const grants = createGrants(now);
  const token = createTokenEndpoint({ clientId, lifetimeSeconds, grants, tokens });
  const authorization = createAuthorizationEndpoint({
    issuer: url,
    clientId,
    redirectUris,
    personas,
    grants,
    renderPicker: (action, hintedSub) => renderPicker(personas, action, hintedSub),
    renderProblem: (text) => renderNotice('This sign-in cannot go on', text),
  });

  const userInfo: Handler = async ({ authorization: header }) => {
    const claims = await tokens.read(header.replace(/^Bearer +/i, ''), 'access');
    const persona = personas.find(({ sub }) => sub === claims?.sub);
    if (persona === undefined) {
      const challenge = { 'www-authenticate': 'Bearer error="invalid_token"' };
      return json(401, { error: 'invalid_token' }, challenge);
    }
    return json(200, { sub: persona.sub, username: persona.sub, ...personaClaims(persona) });
  };

  /** Takes OpenID Connect's parameters and Cognito's (`client_id`, `logout_uri`). */
  const logout = async (params: URLSearchParams): Promise<HttpAnswer> => {
    const hint = params.get('id_token_hint');
    const claims = hint === null ? undefined : await tokens.readLogoutHint(hint);
    if (typeof claims?.origin_jti === 'string') grants.revoke(claims.origin_jti);
    const target = params.get('post_logout_redirect_uri') ?? params.get('logout_uri');
    if (target === null) return page(200, renderNotice('Signed out', 'You can close this page.'));
    if (!logoutUris.includes(target)) {
      const text = 'The address to return to is not registered.';
      return page(400, renderNotice('Signed out', text));
    }
    const location = new URL(target);
    const state = params.get('state');
    if (state !== null) location.searchParams.set('state', state);
    return redirect(302, location.href);
  };

  const handlers: Record<string, Handler> = {
    'GET /.well-known/openid-configuration': () => json(200, discovery(url, jwksUri)),
    'GET /.well-known/jwks.json': () => json(200, tokens.jwks),
    'GET /oauth2/authorize': ({ query }) => authorization.show(query),
    'POST /oauth2/authorize': ({ query, form }) => authorization.choose(query, form),
    'POST /oauth2/token': ({ form }) => token(form),
    'POST /oauth2/revoke': ({ form }) => {
      grants.revokeByRefreshToken(form.get('token') ?? '', form.get('client_id') ?? '');
      return json(200, {});
    },
    'GET /oauth2/userInfo': userInfo,
    'POST /oauth2/userInfo': userInfo,
    'GET /logout': ({ query }) => logout(new URLSearchParams(query)),
    'POST /logout': ({ form }) => logout(form),
    'GET /picker.css': () => ({
      status: 200,
      headers: { 'content-type': 'text/css; charset=utf-8' },
      cookies: [],
      body: Buffer.from(pickerStyles),
    }),
  };

  async function serve(request: IncomingMessage): Promise<HttpAnswer> {
    const preflight = cors.preflight(request);
    if (preflight !== undefined) return preflight;
    return cors.decorate(request, await handle(request));
  }

  async function handle(request: IncomingMessage): Promise<HttpAnswer> {
    const { path, query } = requestTarget(request);
    const key = `${request.method} ${path}`;
    const handler = Object.hasOwn(handlers, key) ? handlers[key] : undefined;
    if (handler === undefined) return gatewayMessage(404, 'Not Found');
    // A client that breaks off in the middle is its own affair; nobody reads this answer.
    const body = await readBody(request, MAX_FORM_BYTES).catch(() => undefined);
    if (body === undefined)
      return oauthError(413, 'invalid_request', 'the form is too large or broke off');
    return handler({
      query,
      form: new URLSearchParams(body.toString('utf8')),
      authorization: request.headers.authorization ?? '',
    });
  }

  return { url, jwksUri, close: () => shut(server) };
}

function discovery(url: string, jwksUri: string): Record<string, unknown> {
  return {
    issuer: url,
    authorization_endpoint: `${url}/oauth2/authorize`,
    token_endpoint: `${url}/oauth2/token`,
    userinfo_endpoint: `${url}/oauth2/userInfo`,
    revocation_endpoint: `${url}/oauth2/revoke`,
    end_session_endpoint: `${url}/logout`,
    jwks_uri: jwksUri,
    response_types_supported: ['code'],
    grant_types_supported: ['authorization_code', 'refresh_token'],
    code_challenge_methods_supported: ['S256'],
    scopes_supported: ['openid', 'email', 'profile'],
    subject_types_supported: ['public'],
    id_token_signing_alg_values_supported: ['RS256'],
    token_endpoint_auth_methods_supported: ['none'],
    authorization_response_iss_parameter_supported: true,
  };
}
