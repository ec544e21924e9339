import WebSocket from 'ws';
import type { ClientFrame } from '../../protocol/client-frames.ts';
import type { ServerFrame, ServerFrameOf } from '../../protocol/server-frames.ts';
import { createConnection } from '../../web/chat-client/connection.ts';
import type { SocketConstructor } from '../../web/chat-client/socket.ts';
import { createInbox } from '../support/inbox.ts';

/** One open socket whose frames can be awaited. */
export interface Wire {
  send(frame: ClientFrame): void;
  /** The oldest frame of a type that was not taken yet, as soon as there is one. */
  take<T extends ServerFrame['type']>(type: T): Promise<ServerFrameOf<T>>;
  /** Closes from this side; resolves when it is closed. */
  close(): Promise<void>;
  /** Resolves when the socket is closed, by whichever side. */
  closed: Promise<void>;
}

/** Opens a wire of one kind with a ticket. */
export type OpenWire = (target: {
  socketUrl: string;
  origin: string;
  ticket: string;
}) => Promise<Wire>;

/** The package `ws` and nothing else. */
export const openWebSocket: OpenWire = async ({ socketUrl, origin, ticket }) => {
  const socket = new WebSocket(`${socketUrl}?ticket=${ticket}`, { origin });
  const inbox = createInbox();
  socket.on('message', (data) => inbox.put(JSON.parse(String(data)) as ServerFrame));
  const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()));
  await new Promise<void>((resolve, reject) => {
    socket.once('open', resolve);
    socket.once('error', reject);
  });
  socket.on('error', inbox.fail);
  return {
    send: (frame) => socket.send(JSON.stringify(frame)),
    take: inbox.take,
    close() {
      socket.close();
      return closed;
    },
    closed,
  };
};

/** The connection that widget and dashboard use, over the package `ws`. */
export const openChatConnection: OpenWire = async ({ socketUrl, origin, ticket }) => {
  const inbox = createInbox();
  let reportClosed = (): void => {};
  const closed = new Promise<void>((resolve) => {
    reportClosed = resolve;
  });
  const Socket = class extends WebSocket {
    constructor(url: string) {
      super(url, { origin });
      this.once('close', reportClosed);
    }
  };
  const connection = createConnection({
    socketUrl,
    WebSocket: Socket as unknown as SocketConstructor,
    ticket: async () => ticket,
    onFrame: inbox.put,
  });
  await new Promise<void>((resolve, reject) => {
    connection.listen({
      state(state, error) {
        if (state === 'online') resolve();
        else if (state !== 'connecting') reject(error ?? new Error(`The connection is ${state}.`));
      },
    });
    connection.connect();
  });
  return {
    send(frame) {
      if (!connection.send(frame)) throw new Error('The connection is not online.');
    },
    take: inbox.take,
    close() {
      connection.close();
      return closed;
    },
    closed,
  };
};
