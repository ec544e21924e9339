import type { ClientFrame } from '../../protocol/client-frames.ts';
import type { ServerFrame } from '../../protocol/server-frames.ts';
import { backoff } from './backoff.ts';
import { createTimers, systemClock } from './clock.ts';
import type {
  Connection,
  ConnectionListener,
  ConnectionOptions,
  ConnectionState,
} from './connection-types.ts';
import { openSocket, type SocketEvents, type SocketHandle } from './socket.ts';

export type { Connection, ConnectionOptions, ConnectionState };

const MINUTE_MS = 60_000;
const PING_EVERY_MS = 4 * MINUTE_MS;
const ANSWER_WITHIN_MS = 10_000;
const HANDSHAKE_WITHIN_MS = 15_000;
/** A socket that lived this long proves that connecting works: the next retry is quick again. */
const STABLE_AFTER_MS = 10_000;
const RETRY_WHILE_OFFLINE_MS = 30_000;

/** API Gateway ends every socket at 2 hours; leaving earlier and apart spreads the reconnects. */
const rolloverMs = (random: () => number) => (90 + 20 * random()) * MINUTE_MS;
/** A renewal that failed has ten more tries at least before the gateway's end. */
const RENEW_AGAIN_MS = MINUTE_MS;

/** Makes a connection; nothing happens before `connect`. */
export function createConnection(options: ConnectionOptions): Connection {
  const clock = options.clock ?? systemClock;
  const random = options.random ?? Math.random;
  const pingEveryMs = options.pingEveryMs ?? PING_EVERY_MS;
  const timers = createTimers<'retry' | 'handshake' | 'ping' | 'pong' | 'rollover' | 'heir'>(clock);
  const listeners = new Set<ConnectionListener>();
  let state: ConnectionState = 'idle';
  let socket: SocketHandle | null = null;
  // Opened beside a socket that serves, to take over from it.
  let heir: SocketHandle | null = null;
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
    heir?.close();
    socket = null;
    heir = null;
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

  /** Only a socket on which nothing arrives needs a ping. */
  const rest = () => timers.set('ping', pingEveryMs, keepAlive);

  const keepAlive = () => {
    probe();
    rest();
  };

  const serve = () => {
    for (const name of ['handshake', 'heir', 'pong'] as const) timers.clear(name);
    openedAt = clock.now();
    rest();
    timers.set('rollover', rolloverMs(random), renew);
  };

  const opened = () => {
    serve();
    move('online');
  };

  /** The server has given the socket's place to its heir, which is about to open. */
  const retire = () => {
    socket?.close();
    socket = null;
    timers.clear('ping');
    timers.clear('pong');
  };

  const takeOver = () => {
    retire();
    socket = heir;
    heir = null;
    serve();
    for (const listener of [...listeners]) {
      if (listener.renewed) {
        listener.renewed();
      } else {
        listener.state?.('reconnecting');
        listener.state?.('online');
      }
    }
  };

  const renewLater = () => {
    // A ticket that is still under way is of no use any more.
    epoch += 1;
    timers.clear('heir');
    heir?.close();
    heir = null;
    if (socket) timers.set('rollover', RENEW_AGAIN_MS, renew);
    else lost();
  };

  const received = (data: unknown) => {
    timers.clear('pong');
    // Whatever arrives shows that the socket lives, and keeps it open.
    if (timers.has('ping')) rest();
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
      if (heir) {
        // By ourselves.
        retire();
        return;
      }
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

  const open = async (
    events: SocketEvents,
    take: (socket: SocketHandle) => void,
    refused: (error: unknown) => void,
  ) => {
    const mine = epoch;
    let ticket: string;
    try {
      ticket = await options.ticket();
    } catch (error) {
      if (mine === epoch) refused(error);
      return;
    }
    if (mine !== epoch) return;
    const separator = options.socketUrl.includes('?') ? '&' : '?';
    const url = `${options.socketUrl}${separator}ticket=${encodeURIComponent(ticket)}`;
    try {
      take(openSocket(options.WebSocket, url, events));
    } catch (error) {
      // No WebSocket here, or an address that is none: trying again cannot help.
      failed(error);
    }
  };

  const closed = () => {
    if (heir) retire();
    else lost();
  };

  const dial = () => {
    drop();
    if (state !== 'offline' && state !== 'reconnecting') move('connecting');
    timers.set('handshake', HANDSHAKE_WITHIN_MS, lost);
    void open(
      { opened, received, closed },
      (it) => {
        socket = it;
      },
      (error) => (isFinal(error) ? failed(error) : lost()),
    );
  };

  /** Opens another socket while this one serves, and goes over to it unseen. */
  const renew = () => {
    timers.set('heir', HANDSHAKE_WITHIN_MS, renewLater);
    let mine: SocketHandle | null = null;
    const ended = () => {
      // Once it has taken over it is a socket like any other.
      if (mine !== null && mine === heir) renewLater();
      else closed();
    };
    void open(
      { opened: takeOver, received, closed: ended },
      (it) => {
        mine = it;
        heir = it;
      },
      // Whatever it is, the socket still serves; what is final shows when it is gone.
      renewLater,
    );
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

  listen({ frame: options.onFrame, state: options.onState });

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
