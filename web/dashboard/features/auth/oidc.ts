import * as oauth from 'oauth4webapi';
import type { SiteConfig } from '../../lib/config.ts';

/** The part of the Web Storage interface that sign-in needs. */
export interface KeyValueStore {
  getItem(key: string): string | null;
  setItem(key: string, value: string): void;
  removeItem(key: string): void;
}

/** The tokens of one signed-in agent. */
export interface Tokens {
  idToken: string;
  refreshToken: string | null;
  /** End of the ID token's life, ms since the epoch. */
  expiresAt: number;
}

/** One issuer as a public client with PKCE sees it. */
export interface OidcClient {
  /** Starts a sign-in: remembers verifier, state and nonce, and answers where to send the browser. */
  begin(): Promise<URL>;
  /** True if this address is the issuer's answer to a sign-in that this tab began. */
  isCallback(address: URL): boolean;
  /** Ends a sign-in; throws an Error if state, nonce or the issuer's answer is wrong. */
  complete(address: URL): Promise<Tokens>;
  /** New tokens for a refresh token; throws if the issuer refuses it. */
  refresh(refreshToken: string): Promise<Tokens>;
  /** Makes the refresh token useless where the issuer can, and answers where to sign out. */
  end(refreshToken: string | null): Promise<URL | null>;
}

/** What `createOidcClient` takes from its surroundings. */
export interface OidcEnvironment {
  config: Pick<SiteConfig, 'issuer' | 'clientId' | 'signInDomain'>;
  /** Where the issuer sends the browser back: the site root. */
  redirectUri: string;
  /** Lives as long as the tab; holds one unfinished sign-in. */
  store: KeyValueStore;
  fetch?: typeof globalThis.fetch;
}

const ATTEMPT_KEY = 'switchboard.sign-in';

interface Attempt {
  verifier: string;
  state: string;
  nonce: string;
}

/** Signs agents in with authorization code and PKCE at any OIDC issuer that can be discovered. */
export function createOidcClient(environment: OidcEnvironment): OidcClient {
  const { config, redirectUri, store } = environment;
  const client: oauth.Client = { client_id: config.clientId };
  const options = {
    // An issuer on the developer's own machine has no certificate.
    [oauth.allowInsecureRequests]: config.issuer.startsWith('http://'),
    ...(environment.fetch ? { [oauth.customFetch]: environment.fetch } : {}),
  };
  let discovered: Promise<oauth.AuthorizationServer> | null = null;

  function discover(): Promise<oauth.AuthorizationServer> {
    const issuer = new URL(config.issuer);
    discovered ??= oauth
      .discoveryRequest(issuer, { algorithm: 'oidc', ...options })
      .then((response) => oauth.processDiscoveryResponse(issuer, response))
      .catch((error: unknown) => {
        discovered = null;
        throw error;
      });
    return discovered;
  }

  function readAttempt(): Attempt | null {
    const stored = store.getItem(ATTEMPT_KEY);
    return stored === null ? null : (JSON.parse(stored) as Attempt);
  }

  return {
    async begin() {
      const server = await discover();
      if (!server.authorization_endpoint) throw new Error('The issuer has no sign-in page.');
      const attempt: Attempt = {
        verifier: oauth.generateRandomCodeVerifier(),
        state: oauth.generateRandomState(),
        nonce: oauth.generateRandomNonce(),
      };
      store.setItem(ATTEMPT_KEY, JSON.stringify(attempt));
      const address = new URL(server.authorization_endpoint);
      const parameters = {
        response_type: 'code',
        client_id: config.clientId,
        redirect_uri: redirectUri,
        scope: scopes(server),
        state: attempt.state,
        nonce: attempt.nonce,
        code_challenge: await oauth.calculatePKCECodeChallenge(attempt.verifier),
        code_challenge_method: 'S256',
      };
      for (const [name, value] of Object.entries(parameters)) address.searchParams.set(name, value);
      return address;
    },

    isCallback(address) {
      const answered = address.searchParams.has('code') || address.searchParams.has('error');
      return answered && address.searchParams.has('state');
    },

    async complete(address) {
      const attempt = readAttempt();
      // Removed first: a code and its verifier work once.
      store.removeItem(ATTEMPT_KEY);
      if (!attempt) throw new Error('This sign-in was not started in this tab.');
      const server = await discover();
      const parameters = oauth.validateAuthResponse(server, client, address, attempt.state);
      const response = await oauth.authorizationCodeGrantRequest(
        server,
        client,
        oauth.None(),
        parameters,
        redirectUri,
        attempt.verifier,
        options,
      );
      const result = await oauth.processAuthorizationCodeResponse(server, client, response, {
        expectedNonce: attempt.nonce,
        requireIdToken: true,
      });
      return toTokens(result, null);
    },

    async refresh(refreshToken) {
      const server = await discover();
      const response = await oauth.refreshTokenGrantRequest(
        server,
        client,
        oauth.None(),
        refreshToken,
        options,
      );
      const result = await oauth.processRefreshTokenResponse(server, client, response);
      return toTokens(result, refreshToken);
    },

    async end(refreshToken) {
      const server = await discover();
      if (refreshToken && server.revocation_endpoint) {
        await oauth
          .revocationRequest(server, client, oauth.None(), refreshToken, options)
          .then(oauth.processRevocationResponse)
          // The token is forgotten here all the same, and signing out must not stop half-way.
          .catch((error: unknown) => console.warn('The refresh token was not revoked.', error));
      }
      return signOutAddress(server, config, redirectUri);
    },
  };
}

/** Scopes this issuer knows: some refuse a sign-in that names one they do not. */
function scopes(server: oauth.AuthorizationServer): string {
  const known = server.scopes_supported ?? ['openid', 'profile', 'email'];
  return ['openid', 'profile', 'email', 'offline_access']
    .filter((scope) => scope === 'openid' || known.includes(scope))
    .join(' ');
}

function toTokens(result: oauth.TokenEndpointResponse, previous: string | null): Tokens {
  const claims = oauth.getValidatedIdTokenClaims(result);
  if (!result.id_token || !claims) throw new Error('The issuer sent no ID token.');
  return {
    idToken: result.id_token,
    // Issuers that do not rotate refresh tokens leave the field out on refresh.
    refreshToken: result.refresh_token ?? previous,
    expiresAt: claims.exp * 1000,
  };
}

/** Where the browser ends the issuer's own session; null if the issuer has no such page. */
export function signOutAddress(
  server: { end_session_endpoint?: string },
  config: Pick<SiteConfig, 'clientId' | 'signInDomain'>,
  redirectUri: string,
): URL | null {
  const site = config.signInDomain?.replace(/^(?!https?:\/\/)/, 'https://').replace(/\/+$/, '');
  const endpoint = server.end_session_endpoint ?? (site ? `${site}/logout` : null);
  if (!endpoint) return null;
  const address = new URL(endpoint);
  // The client id stands in for the usual token hint, so that no token appears in an address.
  address.searchParams.set('client_id', config.clientId);
  address.searchParams.set('post_logout_redirect_uri', redirectUri);
  // Cognito's name for the same thing.
  address.searchParams.set('logout_uri', redirectUri);
  return address;
}
