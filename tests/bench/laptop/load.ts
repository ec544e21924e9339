import WebSocket from 'ws';
import { percentile } from '../statistics.ts';

/** What a load came to; times in milliseconds. */
export interface LoadResult {
  perSecond: number;
  p50: number;
  p95: number;
  p99: number;
  /** Trips that were answered with an error, or not in time. */
  errors: number;
}

/** One open socket with at most one round trip on its way. */
export interface Client {
  /** Resolves to the milliseconds it took; rejects with an error frame or after a while. */
  roundTrip(): Promise<number>;
  close(): void;
}

/** A trip that takes longer has failed: no integration of API Gateway may run for so long. */
const TRIP_TIMEOUT_MS = 30_000;

/** Opens a socket. Rejects when the handshake is refused. */
export async function openClient(url: string): Promise<Client> {
  const socket = new WebSocket(url);
  await new Promise<void>((resolve, reject) => {
    socket.once('open', resolve);
    socket.once('error', reject);
  });
  let n = 0;
  let answered: ((error?: Error) => void) | undefined;
  socket.on('message', (data) => {
    const frame = JSON.parse(String(data)) as { n?: number; message?: string };
    if (frame.n === n) answered?.();
    // The answer to a trip that was given up may still come.
    else if (frame.n === undefined) answered?.(new Error(frame.message ?? 'unknown frame'));
  });
  const broken = () => answered?.(new Error('the connection is closed'));
  socket.on('close', broken);
  socket.on('error', broken);
  return {
    async roundTrip() {
      n += 1;
      const startedAt = performance.now();
      let timer: NodeJS.Timeout | undefined;
      await new Promise<void>((resolve, reject) => {
        answered = (error) => (error ? reject(error) : resolve());
        timer = setTimeout(() => answered?.(new Error('no answer')), TRIP_TIMEOUT_MS);
        if (socket.readyState === WebSocket.OPEN) socket.send(JSON.stringify({ n }));
        else broken();
      }).finally(() => {
        clearTimeout(timer);
        answered = undefined;
      });
      return performance.now() - startedAt;
    },
    close: () => socket.close(),
  };
}

/**
 * A closed loop: each client starts its next trip when the last is over, until `trips` are done by
 * all together. Failed trips count as done.
 */
export async function runLoad(clients: readonly Client[], trips: number): Promise<LoadResult> {
  const times: number[] = [];
  let started = 0;
  let errors = 0;
  const startedAt = performance.now();
  await Promise.all(
    clients.map(async (client) => {
      while (started < trips) {
        started += 1;
        try {
          times.push(await client.roundTrip());
        } catch {
          errors += 1;
        }
      }
    }),
  );
  const seconds = (performance.now() - startedAt) / 1000;
  if (times.length === 0) throw new Error('No round trip was answered');
  return {
    perSecond: times.length / seconds,
    p50: percentile(times, 50),
    p95: percentile(times, 95),
    p99: percentile(times, 99),
    errors,
  };
}
