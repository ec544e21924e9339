import type { ClientFrame } from '../../protocol/client-frames.ts';
import type { ServerFrame } from '../../protocol/server-frames.ts';
import { backoff } from './backoff.ts';
import { type Clock, createTimers, systemClock } from './clock.ts';
import { openSocket, type SocketConstructor, type SocketHandle } from './socket.ts';

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

const MINUTE_MS = 60_000;
const PING_EVERY_MS = 4 * MINUTE_MS;
const ANSWER_WITHIN_MS = 10_000;
const HANDSHAKE_WITHIN_MS = 15_000;
/** A socket that lived this long proves that connecting works: the next retry is quick again. */
const STABLE_AFTER_MS = 10_000;
const RETRY_WHILE_OFFLINE_MS = 30_000;

/** API Gateway ends every socket at 2 hours; leaving earlier and apart spreads the reconnects. */
const rolloverMs = (random: () => number) => (90 + 20 * random()) * MINUTE_MS;

/** Makes a connection; nothing happens before `connect`. */
export function createConnection(options: ConnectionOptions): Connection {
  const clock = options.clock ?? systemClock;
  const random = options.random ?? Math.random;
  const pingEveryMs = options.pingEveryMs ?? PING_EVERY_MS;
  const timers = createTimers<'retry' | 'handshake' | 'ping' | 'pong' | 'rollover'>(clock);
  const listeners = new Set<ConnectionListener>();
  let state: ConnectionState = 'idle';
  let socket: SocketHandle | null = null;
  let attempt = 0;
  let openedAt = 0;
  // Raised whenever a try or a socket is given up, so that its late results count for nothing.
  let epoch = 0;

  const move = (next: ConnectionState, error?: unknown) => {
    if (state === next) return;
    state = next;
    for (const listener of [...listeners]) listener.state?.(next, error);
  };

  const drop = () => {
    epoch += 1;
    timers.clearAll();
    socket?.close();
    socket = null;
  };

  const lost = () => {
    if (state === 'online' && clock.now() - openedAt >= STABLE_AFTER_MS) attempt = 0;
    drop();
    timers.set('retry', backoff(attempt, random), dial);
    attempt += 1;
    move(options.isOffline?.() ? 'offline' : 'reconnecting');
  };

  const probe = () => {
    if (timers.has('pong')) return;
    timers.set('pong', ANSWER_WITHIN_MS, lost);
    send({ type: 'ping' });
  };

  const keepAlive = () => {
    probe();
    timers.set('ping', pingEveryMs, keepAlive);
  };

  const opened = () => {
    timers.clear('handshake');
    openedAt = clock.now();
    timers.set('ping', pingEveryMs, keepAlive);
    timers.set('rollover', rolloverMs(random), dial);
    move('online');
  };

  const received = (data: unknown) => {
    timers.clear('pong');
    const frame = parseFrame(data);
    if (frame === null) {
      for (const listener of [...listeners]) listener.fault?.();
      return;
    }
    if (frame.type === 'pong') return;
    if (
      frame.type === 'session.superseded' ||
      (frame.type === 'problem' && frame.code === 'superseded')
    ) {
      drop();
      move('superseded');
      return;
    }
    for (const listener of [...listeners]) listener.frame?.(frame);
  };

  const failed = (error: unknown) => {
    drop();
    move('failed', error);
  };

  const open = async (mine: number) => {
    let ticket: string;
    try {
      ticket = await options.ticket();
    } catch (error) {
      if (mine !== epoch) return;
      if (isFinal(error)) failed(error);
      else lost();
      return;
    }
    if (mine !== epoch) return;
    const separator = options.socketUrl.includes('?') ? '&' : '?';
    const url = `${options.socketUrl}${separator}ticket=${encodeURIComponent(ticket)}`;
    try {
      socket = openSocket(options.WebSocket, url, { opened, received, closed: lost });
    } catch (error) {
      // No WebSocket here, or an address that is none: trying again cannot help.
      failed(error);
    }
  };

  const dial = () => {
    drop();
    if (state === 'online') move('reconnecting');
    else if (state !== 'offline' && state !== 'reconnecting') move('connecting');
    timers.set('handshake', HANDSHAKE_WITHIN_MS, lost);
    void open(epoch);
  };

  const send = (frame: ClientFrame) => {
    if (state !== 'online' || socket === null) return false;
    return socket.send(JSON.stringify(frame));
  };

  const listen = (listener: ConnectionListener) => {
    listeners.add(listener);
    return () => {
      listeners.delete(listener);
    };
  };

  listen({
    ...(options.onFrame ? { frame: options.onFrame } : {}),
    ...(options.onState ? { state: options.onState } : {}),
  });

  return {
    get state() {
      return state;
    },
    connect() {
      if (state !== 'idle' && state !== 'superseded' && state !== 'failed') return;
      attempt = 0;
      dial();
    },
    retryNow() {
      if (state === 'online') {
        probe();
      } else if ((state === 'reconnecting' || state === 'offline') && timers.has('retry')) {
        attempt = 0;
        dial();
      }
    },
    networkLost() {
      if (state !== 'online' && state !== 'connecting' && state !== 'reconnecting') return;
      drop();
      timers.set('retry', RETRY_WHILE_OFFLINE_MS, dial);
      move('offline');
    },
    send,
    listen,
    close() {
      drop();
      move('closed');
      listeners.clear();
    },
  };
}

function isFinal(error: unknown): boolean {
  return (
    typeof error === 'object' && error !== null && 'retriable' in error && error.retriable === false
  );
}

function parseFrame(data: unknown): ServerFrame | null {
  if (typeof data !== 'string') return null;
  let value: unknown;
  try {
    value = JSON.parse(data);
  } catch {
    // Not ours: the caller treats it like the gateway's own error body.
    return null;
  }
  if (typeof value !== 'object' || value === null) return null;
  // The server is the only writer on this socket and validates what it sends.
  return 'type' in value && typeof value.type === 'string' ? (value as ServerFrame) : null;
}
