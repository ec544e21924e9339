import * as oauth from 'oauth4webapi';
import type { startIssuer } from '../../../../local/oidc/issuer.ts';

export const CLIENT_ID = 'dashboard';
export const REDIRECT_URI = 'http://localhost:5173/callback';
export const HTTP = { [oauth.allowInsecureRequests]: true };

/** Options that every issuer under test starts from. */
export const ISSUER = { port: 0, clientId: CLIENT_ID, redirectUris: [REDIRECT_URI] };

export type TestIssuer = Awaited<ReturnType<typeof startIssuer>>;

/** A relying party built on an independent OAuth library, plus a browser's part of the flow. */
export class RelyingParty {
  readonly client: oauth.Client = { client_id: CLIENT_ID };
  readonly verifier = oauth.generateRandomCodeVerifier();
  readonly state = oauth.generateRandomState();
  readonly nonce = oauth.generateRandomNonce();
  readonly server: oauth.AuthorizationServer;

  constructor(server: oauth.AuthorizationServer) {
    this.server = server;
  }

  static async of(issuer: TestIssuer): Promise<RelyingParty> {
    const url = new URL(issuer.url);
    const response = await oauth.discoveryRequest(url, HTTP);
    return new RelyingParty(await oauth.processDiscoveryResponse(url, response));
  }

  async authorizationUrl(changes: Record<string, string | undefined> = {}): Promise<URL> {
    const url = new URL(this.server.authorization_endpoint ?? '');
    const params = {
      response_type: 'code',
      client_id: CLIENT_ID,
      redirect_uri: REDIRECT_URI,
      scope: 'openid profile email',
      state: this.state,
      nonce: this.nonce,
      code_challenge: await oauth.calculatePKCECodeChallenge(this.verifier),
      code_challenge_method: 'S256',
      ...changes,
    };
    for (const [name, value] of Object.entries(params)) {
      if (value !== undefined) url.searchParams.set(name, value);
    }
    return url;
  }

  /** Posts the picker's form and returns the redirect's target. */
  async choose(url: URL, persona: string): Promise<URL> {
    const body = new URLSearchParams({ persona });
    const response = await fetch(url, { method: 'POST', body, redirect: 'manual' });
    return new URL(response.headers.get('location') ?? '');
  }

  async callback(persona = 'asha'): Promise<URLSearchParams> {
    const location = await this.choose(await this.authorizationUrl(), persona);
    return oauth.validateAuthResponse(this.server, this.client, location, this.state);
  }

  async exchange(callback: URLSearchParams, verifier = this.verifier, redirectUri = REDIRECT_URI) {
    const response = await oauth.authorizationCodeGrantRequest(
      this.server,
      this.client,
      oauth.None(),
      callback,
      redirectUri,
      verifier,
      HTTP,
    );
    return oauth.processAuthorizationCodeResponse(this.server, this.client, response, {
      expectedNonce: this.nonce,
      requireIdToken: true,
    });
  }

  async signIn(persona = 'asha') {
    return this.exchange(await this.callback(persona));
  }

  async refresh(refreshToken = '') {
    const response = await oauth.refreshTokenGrantRequest(
      this.server,
      this.client,
      oauth.None(),
      refreshToken,
      HTTP,
    );
    return oauth.processRefreshTokenResponse(this.server, this.client, response);
  }
}
