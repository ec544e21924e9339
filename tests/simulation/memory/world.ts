import type { AgentRecord } from '../../../lambdas/domain/agent.ts';
import type { Change } from '../../../lambdas/domain/change.ts';
import { UnavailableError } from '../../../lambdas/domain/errors.ts';
import type { Session } from '../../../lambdas/domain/session.ts';
import type { Ports, PushResult, SessionStore } from '../../../lambdas/ports.ts';
import type { Message } from '../../../protocol/message.ts';
import type { Candidate, Timer } from '../../../protocol/queue-messages.ts';
import type { ServerFrame } from '../../../protocol/server-frames.ts';
import { analyzer } from '../../support/minds.ts';
import { memoryAgents } from './agents.ts';
import { type CommitFault, withCommitFaults } from './commit-faults.ts';
import { memoryFeedback } from './feedback.ts';
import { memoryRecords } from './records.ts';
import { memorySessions } from './sessions.ts';
import { createTable } from './table.ts';
import { memoryTickets } from './tickets.ts';

/** A push as it was asked for, and what came of it. */
export interface Push {
  to: string;
  frame: ServerFrame;
  result: PushResult;
}

/** A store of sessions with what tests look at. */
export interface WorldSessions extends SessionStore {
  readonly heads: Map<string, Session>;
  readonly transcripts: Map<string, readonly Message[]>;
  /** Every change that was stored, in order. */
  readonly committed: Change[];
  /** Results of the commits to come; none means that they work. */
  readonly faults: CommitFault[];
}

/** Everything a use case touches, in memory, open to inspection and to faults. */
export interface World {
  ports: Ports;
  sessions: WorldSessions;
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

/** As many as one call to the queue takes. */
const MAX_TIMERS = 10;

/** An empty world whose clock stands still until a test moves it. */
export function createWorld(): World {
  const committed: Change[] = [];
  const faults: CommitFault[] = [];
  const table = createTable(undefined, {
    session: ({ change }) => {
      if (change) committed.push(change);
    },
    agent: () => undefined,
  });
  const sessions: WorldSessions = {
    ...withCommitFaults(memorySessions(table), faults),
    heads: table.heads,
    transcripts: table.transcripts,
    committed,
    faults,
  };
  let ids = 0;
  const enqueue = async <T>(list: T[], ...messages: T[]): Promise<void> => {
    if (world.queueFaults > 0) {
      world.queueFaults -= 1;
      throw new UnavailableError('unavailable');
    }
    list.push(...messages);
  };
  const world: World = {
    sessions,
    agents: table.agents,
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
      agents: memoryAgents(table),
      tickets: memoryTickets(table),
      records: memoryRecords(table),
      feedback: memoryFeedback(table),
      pusher: {
        async push(to, frame) {
          const result = world.deaf.get(to) ?? 'delivered';
          world.pushes.push({ to, frame: structuredClone(frame), result });
          return result;
        },
        async disconnect(connectionId) {
          world.disconnected.push(connectionId);
          world.deaf.set(connectionId, 'gone');
        },
      },
      queues: {
        candidate: (message) => enqueue(world.candidates, message),
        async timers(messages) {
          if (messages.length > MAX_TIMERS) throw new UnavailableError('unavailable');
          await enqueue(
            world.timers,
            ...messages.map(({ timer, delayMs }) => ({ message: timer, delayMs })),
          );
        },
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
      analyzer,
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
