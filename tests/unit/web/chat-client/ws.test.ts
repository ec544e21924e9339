import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, it } from 'vitest';
import { type ServerOptions, WebSocket, WebSocketServer } from 'ws';
import { type Connection, createConnection } from '../../../../web/chat-client/connection.ts';

const open: { close(): void }[] = [];
afterEach(() => {
  for (const it of open.splice(0)) it.close();
});

async function prepare(options: ServerOptions = {}) {
  const server = new WebSocketServer({ port: 0, ...options });
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const connection: Connection = createConnection({
    socketUrl: `ws://localhost:${port}`,
    ticket: async () => 'a b',
    WebSocket,
  });
  open.push(connection, server);
  return { server, connection };
}

it('speaks through the package ws', async () => {
  const { server, connection } = await prepare();
  server.on('connection', (socket, request) => {
    socket.on('message', () => {
      socket.send(JSON.stringify({ type: 'message.created', path: request.url }));
    });
  });
  const heard = new Promise((resolve) => {
    connection.listen({
      frame: resolve,
      state: (state) => state === 'online' && connection.send({ type: 'ping' }),
    });
  });
  connection.connect();
  expect(await heard).toEqual({ type: 'message.created', path: '/?ticket=a%20b' });
});

it('may be closed in the middle of a handshake', async () => {
  const { server, connection } = await prepare({
    // Takes the callback and never answers: the handshake hangs.
    verifyClient: (_info, _answer) => server.emit('asked'),
  });
  connection.connect();
  await once(server, 'asked');
  connection.close();
  expect(connection.state).toBe('closed');
  // The abandoned socket reports its end a moment later; unheard, that would fail this run.
  await new Promise(setImmediate);
});
