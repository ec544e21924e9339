import type { AgentRecord } from '../../../lambdas/domain/agent.ts';
import { NotAllowedError, UnavailableError } from '../../../lambdas/domain/errors.ts';
import type { Ports, PushResult, TicketHolder, TicketStore } from '../../../lambdas/ports.ts';
import type { Candidate, Timer } from '../../../protocol/queue-messages.ts';
import type { ServerFrame } from '../../../protocol/server-frames.ts';
import { memoryAgents } from './memory-agents.ts';
import { type MemorySessions, memorySessions } from './memory-sessions.ts';

/** A push as it was asked for, and what came of it. */
export interface Push {
  to: string;
  frame: ServerFrame;
  result: PushResult;
}

/** Everything a use case touches, in memory, open to inspection and to faults. */
export interface World {
  ports: Ports;
  sessions: MemorySessions;
  agents: Map<string, AgentRecord>;
  pushes: Push[];
  /** Connections that do not take pushes. */
  deaf: Map<string, 'gone' | 'failed'>;
  disconnected: string[];
  candidates: Candidate[];
  timers: { message: Timer; delayMs: number }[];
  /** How many of the next queue messages are refused. */
  queueFaults: number;
  /** Logged errors and counted metrics. */
  errors: string[];
  counted: string[];
  now: number;
}

/** 2026-01-01T00:00:00Z: any time after the epoch by more than every duration of the policy. */
export const START = Date.UTC(2026, 0, 1);

/** An empty world whose clock stands still until a test moves it. */
export function createWorld(): World {
  const agents = new Map<string, AgentRecord>();
  const sessions = memorySessions(agents);
  let ids = 0;
  const enqueue = async <T>(list: T[], message: T): Promise<void> => {
    await Promise.resolve();
    if (world.queueFaults > 0) {
      world.queueFaults -= 1;
      throw new UnavailableError('unavailable');
    }
    list.push(message);
  };
  const world: World = {
    sessions,
    agents,
    pushes: [],
    deaf: new Map(),
    disconnected: [],
    candidates: [],
    timers: [],
    queueFaults: 0,
    errors: [],
    counted: [],
    now: START,
    ports: {
      sessions,
      agents: memoryAgents(agents),
      tickets: memoryTickets(),
      pusher: {
        async push(to, frame) {
          await Promise.resolve();
          const result = world.deaf.get(to) ?? 'delivered';
          world.pushes.push({ to, frame: structuredClone(frame), result });
          return result;
        },
        async disconnect(connectionId) {
          await Promise.resolve();
          world.disconnected.push(connectionId);
        },
      },
      queues: {
        candidate: (message) => enqueue(world.candidates, message),
        timer: (message, delayMs) => enqueue(world.timers, { message, delayMs }),
      },
      clock: {
        now: () => world.now,
        newId: () => {
          ids += 1;
          return idOf(ids);
        },
        backoff: () => Promise.resolve(),
      },
      telemetry: {
        info: () => undefined,
        warn: () => undefined,
        error: (message) => world.errors.push(message),
        count: (metric) => world.counted.push(metric),
      },
    },
  };
  return world;
}

/** A well-formed UUIDv7 for a small number. */
export function idOf(n: number): string {
  return `0192f0c1-2b3c-7d4e-8f50-${n.toString(16).padStart(12, '0')}`;
}

/** The frames that were asked to be pushed to a connection, delivered or not. */
export function framesTo(world: World, connectionId: string): ServerFrame[] {
  return world.pushes.filter(({ to }) => to === connectionId).map(({ frame }) => frame);
}

function memoryTickets(): TicketStore {
  const tickets = new Map<
    string,
    { holder: TicketHolder; origin: string; expiresAt: number; usedBy?: string }
  >();
  const counts = new Map<string, number>();
  return {
    async put(hash, holder, origin, expiresAt) {
      await Promise.resolve();
      tickets.set(hash, { holder, origin, expiresAt });
    },
    async consume(hash, { connectionId, origin, now }) {
      await Promise.resolve();
      const ticket = tickets.get(hash);
      if (!ticket) throw new NotAllowedError('ticket_unknown');
      if (ticket.origin !== origin) throw new NotAllowedError('ticket_wrong_origin');
      if (ticket.expiresAt <= now) throw new NotAllowedError('ticket_expired');
      if ((ticket.usedBy ?? connectionId) !== connectionId)
        throw new NotAllowedError('ticket_used');
      ticket.usedBy = connectionId;
      return structuredClone(ticket.holder);
    },
    async count(address, now) {
      await Promise.resolve();
      const key = `${address}#${Math.floor(now / 60_000)}`;
      const count = (counts.get(key) ?? 0) + 1;
      counts.set(key, count);
      return count;
    },
  };
}
