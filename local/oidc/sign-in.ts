import * as oauth from 'oauth4webapi';

/** The tokens of one sign-in. */
export interface SignInTokens {
  idToken: string;
  accessToken: string;
  refreshToken: string;
}

/**
 * Signs in at the laptop's issuer as a person with a browser would: authorization request, choice
 * on the picker, redirect, code exchange with PKCE. Every check of the flow is on.
 * @throws {Error} when any step is refused, with the issuer's reason where it gives one.
 */
export async function signInAs(request: {
  issuer: string;
  clientId: string;
  redirectUri: string;
  personaSub: string;
}): Promise<SignInTokens> {
  const { clientId, redirectUri, personaSub } = request;
  const http = { [oauth.allowInsecureRequests]: true };
  const issuer = new URL(request.issuer);
  const server = await oauth.processDiscoveryResponse(
    issuer,
    await oauth.discoveryRequest(issuer, http),
  );
  const client: oauth.Client = { client_id: clientId };
  const verifier = oauth.generateRandomCodeVerifier();
  const [state, nonce] = [oauth.generateRandomState(), oauth.generateRandomNonce()];

  const target = new URL(server.authorization_endpoint ?? '');
  target.search = new URLSearchParams({
    response_type: 'code',
    client_id: clientId,
    redirect_uri: redirectUri,
    scope: 'openid profile email',
    state,
    nonce,
    code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
    login_hint: personaSub,
  }).toString();

  const location = await choosePersona(target, personaSub);
  const params = oauth.validateAuthResponse(server, client, location, state);
  const response = await oauth.authorizationCodeGrantRequest(
    server,
    client,
    oauth.None(),
    params,
    redirectUri,
    verifier,
    http,
  );
  const tokens = await oauth.processAuthorizationCodeResponse(server, client, response, {
    expectedNonce: nonce,
    requireIdToken: true,
  });
  const { id_token: idToken, refresh_token: refreshToken } = tokens;
  if (idToken === undefined || refreshToken === undefined) {
    throw new Error('The issuer left out a token.');
  }
  return { idToken, accessToken: tokens.access_token, refreshToken };
}

async function choosePersona(target: URL, personaSub: string): Promise<URL> {
  const picker = await fetch(target, { redirect: 'manual' });
  await picker.body?.cancel();
  if (picker.status !== 200) {
    throw new Error(`The issuer showed no persona picker (HTTP ${picker.status}).`);
  }
  const answer = await fetch(target, {
    method: 'POST',
    body: new URLSearchParams({ persona: personaSub }),
    redirect: 'manual',
  });
  await answer.body?.cancel();
  const location = answer.headers.get('location');
  if (location === null) {
    throw new Error(`The issuer did not sign in "${personaSub}" (HTTP ${answer.status}).`);
  }
  return new URL(location);
}
