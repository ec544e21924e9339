import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type WebSocket, WebSocketServer } from 'ws';
import { openClient, runLoad } from '../../../bench/laptop/load.ts';

let server: WebSocketServer;
let url: string;
let answer: (socket: WebSocket, n: number) => void;
let most: number;
let now: number;

beforeEach(async () => {
  server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
  await new Promise((resolve) => server.once('listening', resolve));
  url = `ws://127.0.0.1:${(server.address() as AddressInfo).port}`;
  now = 0;
  most = 0;
  server.on('connection', (socket) => {
    socket.on('message', (data) => {
      now += 1;
      most = Math.max(most, now);
      setImmediate(() => {
        now -= 1;
        answer(socket, (JSON.parse(String(data)) as { n: number }).n);
      });
    });
  });
  answer = (socket, n) => socket.send(JSON.stringify({ n, count: n }));
});

afterEach(async () => {
  for (const socket of server.clients) socket.terminate();
  await new Promise((resolve) => server.close(resolve));
});

const open = (count: number) => Promise.all(Array.from({ length: count }, () => openClient(url)));

describe('closed loop', () => {
  it('makes exactly as many trips as told, at most one of each connection at a time', async () => {
    let seen = 0;
    const echo = answer;
    answer = (socket, n) => {
      seen += 1;
      echo(socket, n);
    };

    const result = await runLoad(await open(4), 50);

    expect(seen).toBe(50);
    expect(most).toBeLessThanOrEqual(4);
    expect(result.errors).toBe(0);
    expect(result.perSecond).toBeGreaterThan(0);
    expect(result.p50).toBeLessThanOrEqual(result.p99);
  });

  it('counts an error frame as a failed trip and goes on', async () => {
    const echo = answer;
    answer = (socket, n) => {
      if (n % 5 === 0) socket.send(JSON.stringify({ message: 'Internal server error' }));
      else echo(socket, n);
    };

    const result = await runLoad(await open(1), 20);

    expect(result.errors).toBe(4);
  });

  it('does not take the answer to an earlier trip for that to the present one', async () => {
    const echo = answer;
    answer = (socket, n) => {
      // The first is answered only beside the second, and refused before.
      if (n === 1) socket.send(JSON.stringify({ message: 'Endpoint request timed out' }));
      if (n === 2) echo(socket, 1);
      if (n >= 2) echo(socket, n);
    };

    const result = await runLoad(await open(1), 3);

    expect(result.errors).toBe(1);
  });

  it('fails when no trip is answered, because a connection is cut', async () => {
    answer = (socket) => socket.terminate();

    await expect(runLoad(await open(1), 3)).rejects.toThrow('No round trip was answered');
  });

  it('rejects a handshake that is refused', async () => {
    server.options.verifyClient = () => false;

    await expect(openClient(url)).rejects.toThrow('401');
  });
});
