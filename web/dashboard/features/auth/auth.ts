import { createStore, type StoreApi } from 'zustand/vanilla';
import type { KeyValueStore, OidcClient, Tokens } from './oidc.ts';

/** Where a person stands with sign-in. */
export type AuthState =
  | { status: 'checking' }
  | { status: 'signed_out'; reason?: 'expired' | 'failed'; detail?: string }
  | { status: 'signed_in' }
  | { status: 'not_an_agent' };

/** One person's sign-in; the only holder of tokens. */
export interface Auth {
  store: StoreApi<AuthState>;
  /** Takes up where the page was left: an issuer's answer, a refresh token, or nothing. */
  start(address: URL): Promise<void>;
  /** Sends the browser to the issuer. */
  signIn(): Promise<void>;
  /** Forgets the tokens and ends the issuer's session. */
  signOut(): Promise<void>;
  /** A valid ID token, renewed if it is about to end; throws SignedOutError if that fails. */
  idToken(): Promise<string>;
  /** The server did not take the token: sign in again. */
  expire(): void;
  /** The server took the token, but it belongs to no agent. */
  refuse(): void;
}

/** No token can be had without the person. */
export class SignedOutError extends Error {}

/** What `createAuth` takes from its surroundings. */
export interface AuthEnvironment {
  oidc: OidcClient;
  store: KeyValueStore;
  /** Leaves the page for another address. */
  navigate(address: string): void;
  /** Shows another address without leaving the page. */
  replaceAddress(address: string): void;
  homeAddress: string;
  now?: () => number;
}

/** The refresh token lives in the tab's own storage, and only there, so that a reload or a crash
 * does not sign an agent out in the middle of a chat. It ends with the tab, other origins cannot
 * read it, and the content security policy lets no foreign script run here. The ID token is kept
 * in memory alone. */
const REFRESH_KEY = 'switchboard.refresh';

/** Tokens are renewed this long before they end, so that none ends on its way to the server. */
const RENEW_BEFORE_MS = 60_000;

/** Holds one person's tokens and says whether they are signed in. */
export function createAuth(environment: AuthEnvironment): Auth {
  const { oidc, store: storage, navigate } = environment;
  const now = environment.now ?? Date.now;
  const store = createStore<AuthState>(() => ({ status: 'checking' }));
  let tokens: Tokens | null = null;
  let renewal: Promise<string> | null = null;

  function hold(next: Tokens): void {
    tokens = next;
    if (next.refreshToken) storage.setItem(REFRESH_KEY, next.refreshToken);
    store.setState({ status: 'signed_in' }, true);
  }

  function forget(state: AuthState): void {
    tokens = null;
    storage.removeItem(REFRESH_KEY);
    store.setState(state, true);
  }

  async function renew(refreshToken: string): Promise<string> {
    const next = await oidc.refresh(refreshToken);
    hold(next);
    return next.idToken;
  }

  return {
    store,

    async start(address) {
      if (oidc.isCallback(address)) {
        environment.replaceAddress(environment.homeAddress);
        try {
          hold(await oidc.complete(address));
        } catch (error) {
          forget({ status: 'signed_out', reason: 'failed', detail: messageOf(error) });
        }
        return;
      }
      const refreshToken = storage.getItem(REFRESH_KEY);
      if (!refreshToken) return store.setState({ status: 'signed_out' }, true);
      try {
        await renew(refreshToken);
      } catch (error) {
        const detail = messageOf(error);
        // Kept when the issuer was merely out of reach: the next reload tries again.
        if (isNetworkError(error)) {
          store.setState({ status: 'signed_out', reason: 'failed', detail }, true);
        } else forget({ status: 'signed_out', reason: 'expired', detail });
      }
    },

    async signIn() {
      try {
        navigate((await oidc.begin()).href);
      } catch (error) {
        store.setState({ status: 'signed_out', reason: 'failed', detail: messageOf(error) }, true);
      }
    },

    async signOut() {
      const refreshToken = tokens?.refreshToken ?? storage.getItem(REFRESH_KEY);
      forget({ status: 'signed_out' });
      try {
        const address = await oidc.end(refreshToken);
        if (address) navigate(address.href);
      } catch (error) {
        // Signed out here in any case; only the issuer's own session may live on.
        store.setState({ status: 'signed_out', reason: 'failed', detail: messageOf(error) }, true);
      }
    },

    async idToken() {
      if (!tokens) throw new SignedOutError('Not signed in.');
      if (tokens.expiresAt - now() > RENEW_BEFORE_MS) return tokens.idToken;
      const { refreshToken } = tokens;
      if (!refreshToken) {
        forget({ status: 'signed_out', reason: 'expired' });
        throw new SignedOutError('The sign-in has ended.');
      }
      // One renewal at a time: an issuer that rotates refuses the second use of a refresh token.
      renewal ??= renew(refreshToken).finally(() => {
        renewal = null;
      });
      try {
        return await renewal;
      } catch (error) {
        if (isNetworkError(error)) throw error;
        forget({ status: 'signed_out', reason: 'expired', detail: messageOf(error) });
        throw new SignedOutError('The sign-in has ended.', { cause: error });
      }
    },

    expire: () => forget({ status: 'signed_out', reason: 'expired' }),
    refuse: () => store.setState({ status: 'not_an_agent' }, true),
  };
}

/** `fetch` reports an unreachable host as a TypeError; a refusal comes as another error. */
function isNetworkError(error: unknown): boolean {
  return error instanceof TypeError;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
