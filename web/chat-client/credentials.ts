import type { Store } from './store.ts';

/** What opens a session again. */
export interface Credentials {
  readonly sessionId: string;
  readonly sessionKey: string;
}

/** The customer's chats on this device: the one that goes on, and the last one that ended. */
export interface StoredCredentials {
  /** As stored now; another tab may have begun another chat. */
  current(): Credentials | null;
  /** The chat that a new one continues; null if it ended more than 7 days ago. */
  ended(): Credentials | null;
  opened(credentials: Credentials): void;
  /** The chat is over: it is not resumed any more, but may be continued. */
  finished(credentials: Credentials): void;
  /** The chat that ended cannot be continued. */
  forgetEnded(): void;
  /** Erases both, and stores nothing from now on. */
  forget(): void;
}

const CURRENT = 'session';
const ENDED = 'ended';
/** Later a new chat counts as a contact of its own; what it makes of less is the server's. */
const LINKED_MS = 7 * 24 * 3_600_000;

/** Opens what is kept in `store`; `now` in ms since the epoch. */
export function openCredentials(store: Store, now: () => number): StoredCredentials {
  let forgotten = false;
  const write = (key: string, value: Stored) => {
    if (!forgotten) store.set(key, JSON.stringify(value));
  };
  return {
    current: () => read(store, CURRENT),
    ended() {
      const { at = 0, ...credentials } = read(store, ENDED) ?? {};
      return 'sessionId' in credentials && now() - at < LINKED_MS ? credentials : null;
    },
    opened: (credentials) => write(CURRENT, credentials),
    finished(credentials) {
      const isThis = (key: string) => read(store, key)?.sessionId === credentials.sessionId;
      if (!isThis(ENDED)) write(ENDED, { ...credentials, at: now() });
      if (isThis(CURRENT)) store.remove(CURRENT);
    },
    forgetEnded: () => store.remove(ENDED),
    forget() {
      forgotten = true;
      store.remove(CURRENT);
      store.remove(ENDED);
    },
  };
}

/** True if a session is stored that would be resumed. */
export function hasStoredSession(store: Store): boolean {
  return read(store, CURRENT) !== null;
}

type Stored = Credentials & { at?: number };

function read(store: Store, key: string): Stored | null {
  try {
    const value = JSON.parse(store.get(key) ?? 'null') as Partial<Stored> | null;
    return typeof value?.sessionId === 'string' && typeof value.sessionKey === 'string'
      ? (value as Stored)
      : null;
  } catch {
    // Not written by us: as good as nothing.
    return null;
  }
}
