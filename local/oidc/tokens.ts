import { createHash, randomUUID } from 'node:crypto';
import {
  calculateJwkThumbprint,
  exportJWK,
  generateKeyPair,
  type JSONWebKeySet,
  type JWTPayload,
  jwtVerify,
  SignJWT,
} from 'jose';
import type { Grant } from './grants.ts';
import type { Persona } from './personas.ts';

/** Signs and checks the issuer's tokens. */
export interface Tokens {
  jwks: JSONWebKeySet;
  /** Shaped as Cognito's: the ID token has `aud`, the access token `client_id` and no `aud`. */
  issue(grant: Grant): Promise<{ idToken: string; accessToken: string }>;
  /** Claims of a token this issuer signed; undefined for any other, or an expired one. */
  read(token: string, use: 'id' | 'access'): Promise<JWTPayload | undefined>;
  /** As `read` for an ID token, but an expired one still tells who wants to leave. */
  readLogoutHint(token: string): Promise<JWTPayload | undefined>;
}

/** Attributes of a persona under the names Cognito gives them. */
export function personaClaims(persona: Persona): Record<string, unknown> {
  return {
    name: persona.name,
    email: persona.email,
    email_verified: true,
    'custom:team': persona.team,
    'custom:skills': persona.skills.join(','),
  };
}

/** Makes an RS256 key, which lives as long as the process, and the tokens signed with it. */
export async function createTokens(options: {
  groupClaim: string;
  lifetimeSeconds: number;
  now: () => number;
}): Promise<{ forIssuer(issuer: string): Tokens }> {
  const { privateKey, publicKey } = await generateKeyPair('RS256');
  const jwk = await exportJWK(publicKey);
  const kid = await calculateJwkThumbprint(jwk);
  const jwks: JSONWebKeySet = { keys: [{ ...jwk, kid, alg: 'RS256', use: 'sig' }] };

  return {
    forIssuer(issuer) {
      const sign = (claims: JWTPayload, grant: Grant) => {
        const { groups, sub } = grant.persona;
        const issuedAt = Math.floor(options.now() / 1000);
        return new SignJWT({
          sub,
          iss: issuer,
          ...claims,
          ...(groups.length === 0 ? {} : { [options.groupClaim]: groups }),
          auth_time: grant.authTime,
          iat: issuedAt,
          exp: issuedAt + options.lifetimeSeconds,
          jti: randomUUID(),
          origin_jti: grant.id,
        })
          .setProtectedHeader({ alg: 'RS256', kid })
          .sign(privateKey);
      };
      const verify = async (token: string, use: string, currentDate: Date | 'any') => {
        const verified = await jwtVerify(token, publicKey, {
          issuer,
          algorithms: ['RS256'],
          ...(currentDate === 'any'
            ? { clockTolerance: Number.MAX_SAFE_INTEGER }
            : { currentDate }),
        }).catch(() => undefined); // Whatever is wrong with a token, the answer is the same.
        return verified?.payload.token_use === use ? verified.payload : undefined;
      };
      return {
        jwks,
        async issue(grant) {
          const { persona, clientId, scope, nonce } = grant;
          const accessToken = await sign(
            { client_id: clientId, token_use: 'access', scope, username: persona.sub, version: 2 },
            grant,
          );
          const idToken = await sign(
            {
              aud: clientId,
              token_use: 'id',
              at_hash: accessTokenHash(accessToken),
              'cognito:username': persona.sub,
              ...(nonce === undefined ? {} : { nonce }),
              ...personaClaims(persona),
            },
            grant,
          );
          return { idToken, accessToken };
        },
        read: (token, use) => verify(token, use, new Date(options.now())),
        readLogoutHint: (token) => verify(token, 'id', 'any'),
      };
    },
  };
}

/** OpenID Connect Core, section 3.1.3.6: the left half of the hash. */
function accessTokenHash(accessToken: string): string {
  return createHash('sha256').update(accessToken).digest().subarray(0, 16).toString('base64url');
}
