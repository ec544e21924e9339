import { createHash, randomBytes, randomUUID } from 'node:crypto';
import type { Persona } from './personas.ts';

/** One sign-in; all tokens that come of it share its id. */
export interface Grant {
  /** `origin_jti` of the tokens. */
  id: string;
  persona: Persona;
  clientId: string;
  scope: string;
  nonce?: string;
  /** Epoch seconds. */
  authTime: number;
}

/** What an authorization code is bound to. */
export interface CodeBinding {
  redirectUri: string;
  /** S256 PKCE challenge. */
  challenge: string;
}

/** Sign-ins in memory: single-use codes and rotating refresh tokens. */
export interface Grants {
  /** Records a sign-in and returns its authorization code. */
  issueCode(grant: Omit<Grant, 'id' | 'authTime'>, binding: CodeBinding): string;
  /** The sign-in behind a code; undefined when anything about the code does not fit. */
  redeemCode(request: {
    code: string;
    clientId: string;
    redirectUri: string;
    verifier: string;
  }): Grant | undefined;
  issueRefreshToken(grant: Grant): string;
  /** Trades a refresh token in; one that was traded in before revokes its whole sign-in. */
  redeemRefreshToken(token: string, clientId: string): Grant | undefined;
  /** The sign-in's refresh tokens stop working. */
  revoke(grantId: string): void;
  /** Revokes the sign-in a refresh token belongs to; an unknown token is no error. */
  revokeByRefreshToken(token: string, clientId: string): void;
}

/** Codes live 60 s. */
const CODE_LIFE_MS = 60_000;
/** Cognito's default life of a refresh token. */
const REFRESH_LIFE_MS = 30 * 24 * 60 * 60_000;

interface Issued {
  grant: Grant;
  expiresAt: number;
  used: boolean;
}

/** Keeps grants until they expire; `now` is epoch ms. */
export function createGrants(now: () => number): Grants {
  const codes = new Map<string, Issued & CodeBinding>();
  const refreshTokens = new Map<string, Issued>();

  const revoke = (grantId: string) => {
    for (const [token, { grant }] of refreshTokens) {
      if (grant.id === grantId) refreshTokens.delete(token);
    }
  };
  /** A secret seen twice has leaked: everything that came of it goes. */
  const spend = (issued: Issued | undefined, clientId: string): Grant | undefined => {
    if (issued === undefined || issued.grant.clientId !== clientId) return undefined;
    if (issued.used) revoke(issued.grant.id);
    const fresh = !issued.used && issued.expiresAt > now();
    issued.used = true;
    return fresh ? issued.grant : undefined;
  };
  const dropExpired = (secrets: Map<string, Issued>) => {
    for (const [secret, { expiresAt }] of secrets) {
      if (expiresAt <= now()) secrets.delete(secret);
    }
  };

  return {
    issueCode(grant, binding) {
      dropExpired(codes);
      const code = randomBytes(24).toString('base64url');
      const authTime = Math.floor(now() / 1000);
      codes.set(code, {
        ...binding,
        grant: { ...grant, id: randomUUID(), authTime },
        expiresAt: now() + CODE_LIFE_MS,
        used: false,
      });
      return code;
    },
    redeemCode({ code, clientId, redirectUri, verifier }) {
      const issued = codes.get(code);
      const grant = spend(issued, clientId);
      const fits = issued?.redirectUri === redirectUri && issued.challenge === s256(verifier);
      return fits ? grant : undefined;
    },
    issueRefreshToken(grant) {
      dropExpired(refreshTokens);
      const token = randomBytes(32).toString('base64url');
      refreshTokens.set(token, { grant, expiresAt: now() + REFRESH_LIFE_MS, used: false });
      return token;
    },
    redeemRefreshToken: (token, clientId) => spend(refreshTokens.get(token), clientId),
    revoke,
    revokeByRefreshToken(token, clientId) {
      const grant = refreshTokens.get(token)?.grant;
      if (grant?.clientId === clientId) revoke(grant.id);
    },
  };
}

/** RFC 7636, section 4.2. */
function s256(verifier: string): string {
  return createHash('sha256').update(verifier).digest('base64url');
}
