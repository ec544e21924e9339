import { createRemoteJWKSet, errors, type JWTPayload, jwtVerify } from 'jose';
import type { JwtContext } from './http-event.ts';
import type { JwtOptions } from './http-options.ts';
import { isObject } from './integration.ts';

/** The verdict on a bearer token; `challenge` is the `www-authenticate` header. */
export type JwtVerdict =
  | { valid: true; context: JwtContext }
  | { valid: false; status: 401 | 403; challenge: string; cause: string };

/** AWS: a JWT authorizer supports RSA based algorithms only. */
const ALGORITHMS = ['RS256', 'RS384', 'RS512'];

/**
 * An HTTP API's JWT authorizer: signature by the issuer's key set, `iss`, `aud` (or `client_id`
 * in a token without `aud`), `exp`, `nbf`, `iat`, and at least one of the route's scopes, if it has
 * any, in `scope` or `scp`. The check throws when the issuer's keys cannot be had, which is no
 * verdict on the token.
 */
export function createJwtAuthorizer(
  options: JwtOptions,
): (authorization: string | undefined, routeScopes?: readonly string[]) => Promise<JwtVerdict> {
  let keySet: Promise<ReturnType<typeof createRemoteJWKSet>> | undefined;
  const keys = () => {
    keySet ??= findKeySet(options).catch((error: unknown) => {
      keySet = undefined;
      throw error;
    });
    return keySet;
  };

  return async (authorization, routeScopes = []) => {
    const token = authorization?.replace(/^Bearer +/i, '').trim();
    if (!token) return { valid: false, status: 401, challenge: 'Bearer', cause: 'no token' };
    const getKey = await keys();
    try {
      const { payload } = await jwtVerify(token, getKey, {
        issuer: options.issuer,
        algorithms: ALGORITHMS,
        requiredClaims: ['exp'],
      });
      const fault = audienceFault(payload, options.audience) ?? issuedAtFault(payload);
      if (fault !== undefined) return invalid(fault);
      const scopes = routeScopes.length === 0 ? null : scopesOf(payload);
      if (scopes && !routeScopes.some((scope) => scopes.includes(scope))) {
        return insufficient(routeScopes);
      }
      return { valid: true, context: { jwt: { claims: claimStrings(payload), scopes } } };
    } catch (error) {
      if (error instanceof errors.JWKSTimeout || !(error instanceof errors.JOSEError)) throw error;
      if (error.code === 'ERR_JOSE_GENERIC' || error.code === 'ERR_JWKS_INVALID') throw error;
      return invalid(faultOf(error));
    }
  };
}

async function findKeySet(options: JwtOptions) {
  if (options.jwksUri !== undefined) return createRemoteJWKSet(new URL(options.jwksUri));
  const url = `${options.issuer.replace(/\/$/, '')}/.well-known/openid-configuration`;
  const response = await fetch(url, { signal: AbortSignal.timeout(5_000) });
  const discovered: unknown = response.ok ? await response.json() : undefined;
  if (!isObject(discovered) || typeof discovered.jwks_uri !== 'string') {
    throw new Error(`The issuer's discovery document at ${url} names no jwks_uri.`);
  }
  return createRemoteJWKSet(new URL(discovered.jwks_uri));
}

function audienceFault(payload: JWTPayload, audience: string[]): string | undefined {
  const named = payload.aud ?? payload.client_id;
  const values = Array.isArray(named) ? named : [named];
  return values.some((value) => typeof value === 'string' && audience.includes(value))
    ? undefined
    : 'the token does not have a valid audience';
}

function issuedAtFault(payload: JWTPayload): string | undefined {
  if (payload.iat === undefined || payload.iat <= Math.floor(Date.now() / 1000)) return undefined;
  return 'the token was issued in the future';
}

function faultOf(error: errors.JOSEError): string {
  if (error instanceof errors.JWTExpired) return 'the token has expired';
  if (error instanceof errors.JWTClaimValidationFailed)
    return `the claim ${error.claim} is invalid`;
  return 'signature verification failed';
}

function invalid(cause: string): JwtVerdict {
  const challenge = `Bearer scope="" error="invalid_token" error_description="${cause}"`;
  return { valid: false, status: 401, challenge, cause };
}

/** RFC 6750, section 3.1: a token that is good, but not for this. */
function insufficient(routeScopes: readonly string[]): JwtVerdict {
  const challenge = `Bearer scope="${routeScopes.join(' ')}" error="insufficient_scope"`;
  return { valid: false, status: 403, challenge, cause: 'the token has no scope of the route' };
}

/** Issuers write one text with blanks between the scopes, or a list. */
function scopesOf({ scope, scp }: JWTPayload): string[] {
  return [scope, scp]
    .flat()
    .flatMap((value) => (typeof value === 'string' ? value.split(' ') : []))
    .filter((value) => value !== '');
}

/** API Gateway hands claims on as strings in Go's notation: `["a","b"]` becomes `[a b]`. */
function claimStrings(payload: JWTPayload): Record<string, string> {
  return Object.fromEntries(
    Object.entries(payload).map(([name, value]) => [name, goString(value)]),
  );
}

function goString(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(goString).join(' ')}]`;
  if (!isObject(value)) return String(value);
  const fields = Object.keys(value).sort();
  return `map[${fields.map((name) => `${name}:${goString(value[name])}`).join(' ')}]`;
}
