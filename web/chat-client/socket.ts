/** What Switchboard uses of an event on a socket. */
export interface SocketEvent {
  readonly type: string;
  readonly data?: unknown;
}

/** The part of a WebSocket that Switchboard uses: a browser's and that of the package `ws` fit. */
export interface SocketLike {
  readonly readyState: number;
  send(data: string): void;
  close(code?: number): void;
  addEventListener(type: SocketEventType, listener: (event: SocketEvent) => void): void;
  removeEventListener(type: SocketEventType, listener: (event: SocketEvent) => void): void;
}

/** The events that a socket is listened to for. */
export type SocketEventType = 'open' | 'message' | 'close' | 'error';

/** Makes a socket that starts connecting at once. */
export type SocketConstructor = new (url: string) => SocketLike;

/** What happens on a socket, until it is closed from this side. */
export interface SocketEvents {
  opened(): void;
  received(data: unknown): void;
  /** Once: ended by the other side, or never opened. */
  closed(): void;
}

/** A socket without its events. */
export interface SocketHandle {
  /** False if the socket is not open. */
  send(data: string): boolean;
  /** Closes it; no event is heard after this. */
  close(): void;
}

const CONNECTING = 0;
const OPEN = 1;
const CLOSE_NORMAL = 1000;

/**
 * Opens a socket with `WebSocket`, or the global one.
 * @throws TypeError if there is neither.
 */
export function openSocket(
  WebSocket: SocketConstructor | undefined,
  url: string,
  events: SocketEvents,
): SocketHandle {
  const Socket = WebSocket ?? (globalThis as unknown as { WebSocket: SocketConstructor }).WebSocket;
  const socket = new Socket(url);
  const closed = () => {
    stop();
    events.closed();
  };
  const handlers: Record<SocketEventType, (event: SocketEvent) => void> = {
    open: events.opened,
    message: (event) => events.received(event.data),
    close: closed,
    // A close event follows every error; some sockets need a listener all the same.
    error: ignore,
  };
  const types = Object.keys(handlers) as SocketEventType[];
  const stop = () => {
    for (const type of types) {
      // `ws` reports a handshake that is cut short as an error, and throws if nobody listens.
      if (type === 'error' && socket.readyState === CONNECTING) continue;
      socket.removeEventListener(type, handlers[type]);
    }
  };
  for (const type of types) socket.addEventListener(type, handlers[type]);
  return {
    send(data) {
      if (socket.readyState !== OPEN) return false;
      socket.send(data);
      return true;
    },
    close() {
      stop();
      socket.close(CLOSE_NORMAL);
    },
  };
}

function ignore(): void {}
