import type { HttpAnswer } from '../gateway/http-response.ts';
import type { Grant, Grants } from './grants.ts';
import { json, oauthError } from './replies.ts';
import type { Tokens } from './tokens.ts';

/** Serves `authorization_code` (with PKCE) and `refresh_token` (with rotation) for a public client. */
export function createTokenEndpoint(options: {
  clientId: string;
  lifetimeSeconds: number;
  grants: Grants;
  tokens: Tokens;
}): (form: URLSearchParams) => Promise<HttpAnswer> {
  const { clientId, grants, tokens } = options;

  const answer = async (grant: Grant) => {
    const { idToken, accessToken } = await tokens.issue(grant);
    return json(200, {
      id_token: idToken,
      access_token: accessToken,
      refresh_token: grants.issueRefreshToken(grant),
      expires_in: options.lifetimeSeconds,
      token_type: 'Bearer',
      scope: grant.scope,
    });
  };

  return async (form) => {
    const field = (name: string) => form.get(name) ?? '';
    if (field('client_id') !== clientId) {
      return oauthError(400, 'invalid_client', 'client_id is not known here');
    }
    switch (field('grant_type')) {
      case 'authorization_code': {
        const grant = grants.redeemCode({
          code: field('code'),
          clientId,
          redirectUri: field('redirect_uri'),
          verifier: field('code_verifier'),
        });
        return grant === undefined
          ? oauthError(400, 'invalid_grant', 'the code is used, expired or not for this request')
          : answer(grant);
      }
      case 'refresh_token': {
        const grant = grants.redeemRefreshToken(field('refresh_token'), clientId);
        return grant === undefined
          ? oauthError(400, 'invalid_grant', 'the refresh token is used, expired or revoked')
          : answer(grant);
      }
      default:
        return oauthError(400, 'unsupported_grant_type', 'authorization_code or refresh_token');
    }
  };
}
