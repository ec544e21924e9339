import type { Connection } from './connection.ts';
import {
  createSessionClient,
  type SessionClient,
  type SessionClientOptions,
} from './session-client.ts';

/** Several sessions over one connection. */
export interface Hub {
  /** The client of a session, made at its first mention. */
  session(options: HubSessionOptions): SessionClient;
  /** The client of a session, if there is one. */
  get(sessionId: string): SessionClient | undefined;
  /** Closes and forgets one session's client. */
  release(sessionId: string): void;
  /** Closes all clients; the connection stays. */
  close(): void;
}

/** As for `createSessionClient`; the hub adds the link. */
export type HubSessionOptions = Omit<SessionClientOptions, 'link' | 'sessionId'> & {
  sessionId: string;
};

/** Gives each session its frames and the state of the connection. */
export function createHub(connection: Connection): Hub {
  const clients = new Map<string, SessionClient>();
  const link = { send: connection.send, probe: connection.retryNow };
  let online = connection.state === 'online';
  const stop = connection.listen({
    frame(frame) {
      if ('sessionId' in frame && frame.sessionId !== undefined) {
        clients.get(frame.sessionId)?.receive(frame);
      } else if (frame.type === 'problem') {
        // It does not say which frame it refuses: whoever waits for an answer asks again.
        for (const client of clients.values()) client.fault();
      }
    },
    state(state) {
      const was = online;
      online = state === 'online';
      if (was === online) return;
      for (const client of clients.values()) {
        if (online) client.connected();
        else client.disconnected();
      }
    },
    renewed() {
      for (const client of clients.values()) client.renewed();
    },
    fault() {
      for (const client of clients.values()) client.fault();
    },
  });
  return {
    session(options) {
      const known = clients.get(options.sessionId);
      if (known) return known;
      const client = createSessionClient({ ...options, link });
      clients.set(options.sessionId, client);
      if (online) client.connected();
      return client;
    },
    get: (sessionId) => clients.get(sessionId),
    release(sessionId) {
      clients.get(sessionId)?.close();
      clients.delete(sessionId);
    },
    close() {
      stop();
      for (const client of clients.values()) client.close();
      clients.clear();
    },
  };
}
