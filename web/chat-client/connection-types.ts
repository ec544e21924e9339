import type { ClientFrame } from '../../protocol/client-frames.ts';
import type { ServerFrame } from '../../protocol/server-frames.ts';
import type { Clock } from './clock.ts';
import type { SocketConstructor } from './socket.ts';

/**
 * `idle` before `connect`, `connecting` the first time, `online`, `reconnecting` by itself,
 * `offline` while the device has no network (it still tries), `superseded` by a newer connection
 * and `failed` because the ticket was refused for good (both wait for `connect`), `closed` for ever.
 */
export type ConnectionState =
  | 'idle'
  | 'connecting'
  | 'online'
  | 'reconnecting'
  | 'offline'
  | 'superseded'
  | 'failed'
  | 'closed';

/** What a listener can hear; each part is optional. */
export interface ConnectionListener {
  /** A frame of the protocol, `pong` excepted. */
  frame?(frame: ServerFrame): void;
  /** The new state; with `failed`, why. */
  state?(state: ConnectionState, error?: unknown): void;
  /**
   * A newer socket has taken over while the state stayed `online`: frames pushed in between may be
   * lost, and what was asked on the older one is not answered any more. A listener without this
   * hears `reconnecting` and `online` instead.
   */
  renewed?(): void;
  /** The gateway answered some frame with an error of its own: its outcome is unknown. */
  fault?(): void;
}

/** What a connection needs from outside. */
export interface ConnectionOptions {
  socketUrl: string;
  /**
   * Gets a fresh ticket for each connect. A rejection with `retriable: false` ends in `failed`; any
   * other is tried again.
   */
  ticket: () => Promise<string>;
  /** Defaults to the global one; Node 20 has none. */
  WebSocket?: SocketConstructor;
  clock?: Clock;
  /** From 0 up to 1; for jitter only. */
  random?: () => number;
  onFrame?: ConnectionListener['frame'];
  onState?: ConnectionListener['state'];
  /** API Gateway drops a socket that was silent for 10 minutes. */
  pingEveryMs?: number;
  /** True if the device says that it has no network. */
  isOffline?: () => boolean;
}

/** One socket that is kept alive. */
export interface Connection {
  readonly state: ConnectionState;
  /** Connects from `idle`, `superseded` or `failed`: a start, or a person's wish. */
  connect(): void;
  /** Tries now instead of later; if online, checks that the socket still lives. */
  retryNow(): void;
  /** The device has lost its network: gives the socket up until `retryNow` or a later try. */
  networkLost(): void;
  /** Sends a frame; false if not online (nothing is kept). */
  send(frame: ClientFrame): boolean;
  /** Adds a listener and returns its removal. */
  listen(listener: ConnectionListener): () => void;
  /** Ends for good; leaves no timer and no listener. */
  close(): void;
}
