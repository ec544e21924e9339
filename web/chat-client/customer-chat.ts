import type { CreateTicket, CustomerTicket } from '../../protocol/http.ts';
import type { Clock } from './clock.ts';
import { type Connection, type ConnectionState, createConnection } from './connection.ts';
import { ApiError, type Http } from './http.ts';
import { createSessionClient, type SessionClient } from './session-client.ts';
import type { SessionState } from './session-state.ts';
import type { SocketConstructor } from './socket.ts';
import { memoryStore, type Store } from './store.ts';

/** What opens a session again. */
export interface Credentials {
  readonly sessionId: string;
  readonly sessionKey: string;
}

/** What a customer's chat needs from outside. */
export interface CustomerChatOptions {
  http: Http;
  socketUrl: string;
  /** Keeps credentials and outbox over a reload. Nothing is written before `open`. */
  store?: Store;
  /** What the site knows of the customer; read when a session is opened. */
  customer?: () => CreateTicket['customer'];
  WebSocket?: SocketConstructor;
  clock?: Clock;
  random?: () => number;
  isOffline?: () => boolean;
}

/** Connection and session in one picture. */
export interface CustomerChatState {
  readonly connection: ConnectionState;
  /** Why the connection is `failed`. */
  readonly error: unknown;
  readonly session: SessionState;
}

/** A customer's whole chat: one session over one connection. */
export interface CustomerChat {
  readonly connection: Connection;
  readonly session: SessionClient;
  getState(): CustomerChatState;
  /** Calls `listener` after each change; returns the unsubscription. */
  subscribe(listener: () => void): () => void;
  /** Connects: opens a session, or resumes the stored one. Also the way back after `superseded`. */
  open(): void;
  /** Null before the first ticket. */
  credentials(): Credentials | null;
  /** Erases what is stored; this chat goes on until it is closed. */
  forget(): void;
  /** Ends the connection and all timers; the session stays as it is on the server. */
  close(): void;
}

const CREDENTIALS = 'session';
const OUTBOX = 'outbox';

/** True if a session is stored that `open` would resume. */
export function hasStoredSession(store: Store): boolean {
  return readCredentials(store) !== null;
}

/** Makes a customer's chat; nothing happens before `open`. */
export function createCustomerChat(options: CustomerChatOptions): CustomerChat {
  const store = options.store ?? memoryStore();
  const listeners = new Set<() => void>();
  let credentials = readCredentials(store);
  let forgotten = false;
  let wasOnline = false;

  const request = async (body: CreateTicket) => {
    const answer = await options.http.post<CustomerTicket>('/tickets', body);
    credentials = { sessionId: answer.sessionId, sessionKey: answer.sessionKey };
    if (!forgotten) store.set(CREDENTIALS, JSON.stringify(credentials));
    return answer.ticket;
  };

  const openNew = () => {
    const customer = options.customer?.();
    return request(customer ? { customer } : {});
  };

  const ticket = async () => {
    if (!credentials) return openNew();
    try {
      return await request(credentials);
    } catch (error) {
      // A stored session may have expired since; one that was open in front of somebody must not
      // be replaced under their eyes.
      if (wasOnline || !isGone(error)) throw error;
      credentials = null;
      return openNew();
    }
  };

  const connection = createConnection({
    ticket,
    socketUrl: options.socketUrl,
    ...(options.WebSocket ? { WebSocket: options.WebSocket } : {}),
    ...(options.clock ? { clock: options.clock } : {}),
    ...(options.random ? { random: options.random } : {}),
    ...(options.isOffline ? { isOffline: options.isOffline } : {}),
  });
  const session = createSessionClient({
    sessionId: () => credentials?.sessionId ?? '',
    sender: 'customer',
    link: { send: connection.send, probe: connection.retryNow },
    store,
    storeKey: OUTBOX,
    ...(options.clock ? { clock: options.clock } : {}),
    ...(options.random ? { random: options.random } : {}),
  });

  let state: CustomerChatState = {
    connection: connection.state,
    error: null,
    session: session.getState(),
  };
  const change = (part: Partial<CustomerChatState>) => {
    state = { ...state, ...part };
    for (const listener of [...listeners]) listener();
  };

  session.subscribe(() => change({ session: session.getState() }));
  connection.listen({
    frame: (frame) => {
      if (frame.type === 'problem' && frame.sessionId === undefined) session.fault();
      else session.receive(frame);
    },
    fault: () => session.fault(),
    state(next, error) {
      change({ connection: next, error: error ?? null });
      if (next === 'online') {
        wasOnline = true;
        session.connected();
      } else {
        session.disconnected();
      }
    },
  });

  return {
    connection,
    session,
    getState: () => state,
    subscribe(listener) {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
    open: connection.connect,
    credentials: () => credentials,
    forget() {
      forgotten = true;
      store.remove(CREDENTIALS);
      store.remove(OUTBOX);
    },
    close() {
      connection.close();
      session.close();
      listeners.clear();
    },
  };
}

function isGone(error: unknown): boolean {
  return (
    error instanceof ApiError &&
    (error.code === 'session_unknown' || error.code === 'session_key_invalid')
  );
}

function readCredentials(store: Store): Credentials | null {
  const stored = store.get(CREDENTIALS);
  if (stored === null) return null;
  try {
    const value = JSON.parse(stored) as Partial<Credentials> | null;
    return typeof value?.sessionId === 'string' && typeof value.sessionKey === 'string'
      ? { sessionId: value.sessionId, sessionKey: value.sessionKey }
      : null;
  } catch {
    // Not written by us: as good as nothing.
    return null;
  }
}
