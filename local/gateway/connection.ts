import type { WebSocket } from 'ws';
import { limitFrames } from './frame-limit.ts';
import type { ConnectionFacts } from './socket-events.ts';
import type { SocketLimits } from './socket-options.ts';

/** Why a connection ended, as `$disconnect` reports it. */
interface Disconnection {
  code: number;
  reason: string;
}

/** What a connection tells the gateway. */
export interface ConnectionEvents {
  onText(text: string): void;
  /** Exactly once, after the last `onText`. */
  onClosed(disconnection: Disconnection): void;
}

/** An open WebSocket with the service's limits and clocks applied. */
export interface Connection {
  facts: ConnectionFacts;
  /** Epoch ms of the last data in either direction. */
  readonly lastActiveAt: number;
  readonly open: boolean;
  /** Bytes accepted for the client and not yet taken by its side of the network. */
  readonly unsentBytes: number;
  /** Sends a text frame; a connection that is closing drops it. */
  send(text: string): void;
  /** Starts the closing handshake. The first call decides what `$disconnect` reports. */
  end(code: number, reason: string): void;
  /** Cuts the connection without a closing handshake. */
  drop(): void;
}

const ABNORMAL: Disconnection = { code: 1006, reason: 'Connection Closed Abnormally' };
const NO_STATUS = 'Client-side close frame status not set';

/** Puts an accepted socket under the service's rules. */
export function openConnection(
  facts: ConnectionFacts,
  socket: WebSocket,
  limits: SocketLimits,
  events: ConnectionEvents,
): Connection {
  limitFrames(socket, limits.frameBytes);
  let lastActiveAt = facts.connectedAt;
  let ending: Disconnection | undefined;

  const end = (code: number, reason: string) => {
    if (ending !== undefined || socket.readyState !== socket.OPEN) return;
    ending = { code, reason };
    socket.close(code, reason);
  };
  const idle = setTimeout(() => end(1001, 'Going away'), limits.idleMs).unref();
  const lifetime = setTimeout(() => end(1001, 'Going away'), limits.lifetimeMs).unref();
  const touch = () => {
    lastActiveAt = Date.now();
    idle.refresh();
  };

  socket.on('message', (data, isBinary) => {
    if (socket.readyState !== socket.OPEN) return;
    touch();
    if (isBinary) end(1003, 'Binary messages are not supported');
    else events.onText(data.toString());
  });
  // `ws` closes the socket itself after a protocol error; without a listener it would throw.
  socket.on('error', (error) => {
    ending ??= protocolFault(error);
  });
  socket.on('close', (code, reason) => {
    clearTimeout(idle);
    clearTimeout(lifetime);
    if (ending !== undefined) events.onClosed(ending);
    else if (code === ABNORMAL.code) events.onClosed(ABNORMAL);
    else events.onClosed({ code, reason: code === 1005 ? NO_STATUS : reason.toString() });
  });

  return {
    facts,
    get lastActiveAt() {
      return lastActiveAt;
    },
    get open() {
      return socket.readyState === socket.OPEN;
    },
    get unsentBytes() {
      return socket.bufferedAmount;
    },
    send(text) {
      if (socket.readyState !== socket.OPEN) return;
      touch();
      socket.send(text);
    },
    end,
    drop: () => socket.terminate(),
  };
}

/** The close code `ws` has sent for an error in what the client sent. */
function protocolFault(error: Error & { code?: string }): Disconnection {
  switch (error.code) {
    case 'WS_ERR_UNSUPPORTED_MESSAGE_LENGTH':
    case 'WS_ERR_UNSUPPORTED_DATA_PAYLOAD_LENGTH':
      return { code: 1009, reason: 'Message too long' };
    case 'WS_ERR_INVALID_UTF8':
      return { code: 1007, reason: 'Invalid UTF-8' };
    default:
      return error.code?.startsWith('WS_ERR_') === true
        ? { code: 1002, reason: 'Protocol error' }
        : ABNORMAL;
  }
}
