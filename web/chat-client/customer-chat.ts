import type { CreateTicket, CustomerTicket } from '../../protocol/http.ts';
import { type Clock, systemClock } from './clock.ts';
import { type Connection, type ConnectionState, createConnection } from './connection.ts';
import { type Credentials, openCredentials } from './credentials.ts';
import { ApiError, type Http } from './http.ts';
import { createSessionClient, type SessionClient } from './session-client.ts';
import { isEnded } from './session-facts.ts';
import type { SessionState } from './session-state.ts';
import type { SocketConstructor } from './socket.ts';
import { memoryStore, type Store } from './store.ts';

export type { Credentials };

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
  /** The chats before this one, oldest first, as they ended in front of the customer. */
  readonly earlier: readonly SessionState[];
}

/** A customer's whole chat: a session over a connection, and its sequels. */
export interface CustomerChat {
  /** Of the chat that goes on; another one after a sequel has begun. */
  readonly connection: Connection;
  /** Of the chat that goes on; another one after a sequel has begun. */
  readonly session: SessionClient;
  getState(): CustomerChatState;
  /** Calls `listener` after each change; returns the unsubscription. */
  subscribe(listener: () => void): () => void;
  /** Connects: opens a session, or resumes the stored one. Also the way back after `superseded`. */
  open(): void;
  /** Says something; after the end this begins a sequel, linked to the chat that ended. */
  send(text: string): void;
  /** Tries a failed message again; after the end, in a sequel. */
  retry(id: string): void;
  /** Begins a sequel; what was not sent moves over. For a chat that ended or has expired. */
  continue(): void;
  /** As for the session, and for those to come. */
  setVisible(visible: boolean): void;
  /** Null before the first ticket. */
  credentials(): Credentials | null;
  /** Erases what is stored; this chat goes on until it is closed. */
  forget(): void;
  /** Ends the connection and all timers; the session stays as it is on the server. */
  close(): void;
}

const OUTBOX = 'outbox';

/** Makes a customer's chat; nothing happens before `open`. */
export function createCustomerChat(options: CustomerChatOptions): CustomerChat {
  const store = options.store ?? memoryStore();
  const { clock = systemClock, random, WebSocket, isOffline, socketUrl } = options;
  const stored = openCredentials(store, clock.now);
  const listeners = new Set<() => void>();
  let credentials = stored.current();
  let visible = false;

  const request = async (body: CreateTicket) => {
    const asking = leg;
    const answer = await options.http.post<CustomerTicket>('/tickets', body);
    // A sequel that began meanwhile has credentials of its own.
    if (asking === leg) {
      credentials = { sessionId: answer.sessionId, sessionKey: answer.sessionKey };
      stored.opened(credentials);
    }
    return answer.ticket;
  };

  const openNew = async () => {
    const customer = options.customer?.();
    const body: CreateTicket = customer ? { customer } : {};
    const before = stored.ended();
    if (!before) return request(body);
    try {
      return await request({ ...body, continuedFrom: before });
    } catch (error) {
      if (!isGone(error)) throw error;
      stored.forgetEnded();
      return request(body);
    }
  };

  /** One session over one connection of its own. */
  const begin = () => {
    let wasOnline = false;
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
    const connection = createConnection({ ticket, socketUrl, WebSocket, clock, random, isOffline });
    const session = createSessionClient({
      clock,
      random,
      sessionId: () => credentials?.sessionId ?? '',
      sender: 'customer',
      link: { send: connection.send, probe: connection.retryNow },
      continues: true,
      store,
      storeKey: OUTBOX,
    });
    session.setVisible(visible);
    session.subscribe(() => {
      change({ session: session.getState() });
      // Not in the middle of the frame that brought this about.
      if (isSettled(session.getState())) queueMicrotask(settle);
    });
    connection.listen({
      frame: (frame) => {
        if (frame.type === 'problem' && frame.sessionId === undefined) session.fault();
        else session.receive(frame);
      },
      fault: () => session.fault(),
      renewed: () => session.renewed(),
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
    return { connection, session };
  };

  /** Ends this leg and begins another, in `next` or in a new session. */
  const goOn = (next: Credentials | null) => {
    const before = leg;
    const unsent = before.session.drain();
    const seen = before.session.getState();
    before.session.close();
    before.connection.close();
    if (isEnded(seen.status) && credentials) stored.finished(credentials);
    credentials = next;
    leg = begin();
    change({
      connection: leg.connection.state,
      error: null,
      session: leg.session.getState(),
      ...(seen.messages.length > 0 ? { earlier: [...state.earlier, seen] } : {}),
    });
    // With ids of their own: in another session they are other messages.
    for (const { text } of unsent) leg.session.send(text);
    leg.connection.connect();
  };

  /** Once the whole transcript of an ended chat is known, what is unsent was never stored. */
  const isSettled = ({ status, synced, complete, pending }: SessionState) =>
    isEnded(status) && ((synced && complete) || pending.length === 0);

  const settle = () => {
    const session = leg.session.getState();
    if (!isSettled(session) || !credentials) return;
    stored.finished(credentials);
    if (session.pending.some(({ state }) => state === 'sending')) goOn(null);
  };

  let leg = begin();
  let state: CustomerChatState = {
    connection: leg.connection.state,
    error: null,
    session: leg.session.getState(),
    earlier: [],
  };
  const change = (part: Partial<CustomerChatState>) => {
    state = { ...state, ...part };
    for (const listener of [...listeners]) listener();
  };

  return {
    get connection() {
      return leg.connection;
    },
    get session() {
      return leg.session;
    },
    getState: () => state,
    subscribe(listener) {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
    open() {
      const other = stored.current();
      // The tab that took over may have gone on to a sequel.
      const moved =
        leg.connection.state === 'superseded' && other?.sessionId !== credentials?.sessionId;
      if (other && moved) goOn(other);
      else leg.connection.connect();
    },
    send(text) {
      if (isSettled(leg.session.getState())) goOn(null);
      leg.session.send(text);
    },
    retry(id) {
      if (isSettled(leg.session.getState())) goOn(null);
      else leg.session.retry(id);
    },
    continue: () => goOn(null),
    setVisible(now) {
      visible = now;
      leg.session.setVisible(now);
    },
    credentials: () => credentials,
    forget() {
      stored.forget();
      store.remove(OUTBOX);
    },
    close() {
      leg.connection.close();
      leg.session.close();
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
