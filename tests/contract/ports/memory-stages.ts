import { memoryAgents } from '../../simulation/memory/agents.ts';
import { memoryFeedback } from '../../simulation/memory/feedback.ts';
import { memoryRecords } from '../../simulation/memory/records.ts';
import { memorySessions } from '../../simulation/memory/sessions.ts';
import { createTable } from '../../simulation/memory/table.ts';
import { memoryTickets } from '../../simulation/memory/tickets.ts';
import { createWorld } from '../../simulation/memory/world.ts';
import type { Stores } from './builders.ts';
import type { PusherStage } from './pusher-suite.ts';
import type { QueuesStage } from './queues-suite.ts';

/** Stores over an empty table in memory, whose indexes keep up. */
export async function memoryStores(): Promise<Stores> {
  const table = createTable();
  return {
    sessions: memorySessions(table),
    agents: memoryAgents(table),
    tickets: memoryTickets(table),
    records: memoryRecords(table),
    feedback: memoryFeedback(table),
  };
}

/** The queues of an empty world. */
export async function memoryQueues(): Promise<QueuesStage> {
  const world = createWorld();
  return {
    queues: world.ports.queues,
    candidates: async () => [...world.candidates],
    timersBy: async (ms) =>
      world.timers.filter(({ delayMs }) => delayMs <= ms).map(({ message }) => message),
    breakDown: () => {
      world.queueFaults = Number.POSITIVE_INFINITY;
    },
    close: async () => undefined,
  };
}

/** The pusher of an empty world. */
export async function memoryPusher(): Promise<PusherStage> {
  const world = createWorld();
  let connections = 0;
  return {
    pusher: world.ports.pusher,
    async connect() {
      connections += 1;
      const connectionId = `connection-${connections}`;
      let read = 0;
      return {
        connectionId,
        async next() {
          const frames = world.pushes.filter(
            ({ to, result }) => to === connectionId && result === 'delivered',
          );
          read += 1;
          return frames[read - 1]?.frame;
        },
        async leave() {
          world.deaf.set(connectionId, 'gone');
        },
      };
    },
    throttle(connectionId, on) {
      if (on) world.deaf.set(connectionId, 'failed');
      else world.deaf.delete(connectionId);
    },
    close: async () => undefined,
  };
}
