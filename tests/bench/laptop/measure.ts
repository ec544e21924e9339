import type { Candidate, Running } from './candidates.ts';
import { type Client, type LoadResult, openClient, runLoad } from './load.ts';
import { cpuMs, watchMemory } from './process-tree.ts';

/** How much is asked of a candidate. */
export const LOAD = {
  connections: 50,
  /** Before anything is measured but the start, on all connections. */
  warmUp: 1_000,
  /** One at a time, on one connection. */
  sequential: 300,
  /** On all connections. */
  trips: 2_000,
} as const;

/** What one candidate showed in one round. */
export interface Measurement {
  /** From starting the process to the first round trip's answer, in milliseconds. */
  coldMs: number;
  load: LoadResult;
  sequential: LoadResult;
  /** Most resident memory during all of it, of the server's processes, in MB. */
  serverMb: number;
  /** The same of the database; 0 where it is within the server. */
  databaseMb: number;
  /** CPU time of all its processes for one trip under load; undefined where it cannot be told. */
  cpuMsPerTrip: number | undefined;
  /** Trips that failed while it was warmed up. */
  warmUpErrors: number;
}

/** A candidate must have given its first answer by then. */
const START_TIMEOUT_MS = 90_000;
const RETRY_MS = 20;

/** Starts a candidate, puts it under load and ends it again. */
export async function measure(candidate: Candidate): Promise<Measurement> {
  const running = await candidate.start();
  try {
    const pids = [running.server, running.database].flatMap((part) => part?.pid ?? []);
    const memory = watchMemory(pids);
    const failures = [running.server.failure, running.database?.failure ?? running.server.failure];
    let most: number[] = [];
    const measured = await Promise.race([underLoad(running, pids), ...failures]).finally(
      async () => {
        most = await memory();
      },
    );
    const [serverMb = 0, databaseMb = 0] = most;
    return { ...measured, serverMb, databaseMb };
  } finally {
    await running.stop();
  }
}

async function underLoad(running: Running, pids: readonly number[]) {
  const first = await firstClient(running);
  await first.roundTrip();
  const coldMs = performance.now() - running.startedAt;
  const clients = await openAll(running, first);
  const warmUp = await runLoad(clients, LOAD.warmUp);
  const sequential = await runLoad(clients.slice(0, 1), LOAD.sequential);
  const before = await cpuMs(pids);
  const load = await runLoad(clients, LOAD.trips);
  const after = await cpuMs(pids);
  const cpuMsPerTrip =
    before === undefined || after === undefined ? undefined : (after - before) / LOAD.trips;
  for (const client of clients) client.close();
  return { coldMs, load, sequential, cpuMsPerTrip, warmUpErrors: warmUp.errors };
}

/** Knocks until somebody opens. */
export async function firstClient({ socketUrl, startedAt }: Running): Promise<Client> {
  const url = await socketUrl;
  for (;;) {
    try {
      return await openClient(url);
    } catch (error) {
      if (performance.now() - startedAt > START_TIMEOUT_MS) throw error;
      await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
    }
  }
}

/** One after the other: fifty handshakes at once are too many for some. */
export async function openAll({ socketUrl }: Running, first: Client): Promise<Client[]> {
  const clients = [first];
  while (clients.length < LOAD.connections) clients.push(await openClient(await socketUrl));
  return clients;
}
