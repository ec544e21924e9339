import type { Session } from '../../../lambdas/domain/session.ts';
import type { Cause, Ending, Event, History } from '../history.ts';
import type { FaultKind } from '../nemesis/kinds.ts';

/** An event of one kind with its place in the history. */
export type At<K extends Event['kind']> = Extract<Event, { kind: K }> & { i: number };

/** One call of a function with all that it did. */
export interface CallFacts {
  id: number;
  cause: Cause;
  startedAt: number;
  ending: Ending | null;
  /** Place of its end in the history; after everything if it never ended. */
  endedAt: number;
  faults: FaultKind[];
  writes: At<'write'>[];
  pushes: At<'push'>[];
}

/** A connection's life by places in the history; `Infinity` for what never happened. */
export interface Life {
  who: string;
  openedAt: number;
  closedAt: number;
}

/** A history sorted for checkers. */
export interface Timeline {
  history: History;
  of<K extends Event['kind']>(kind: K): readonly At<K>[];
  /** Each session's writes in order; the write that made version `v` is at `v - 1`. */
  writes: ReadonlyMap<string, readonly At<'write'>[]>;
  calls: ReadonlyMap<number, CallFacts>;
  connections: ReadonlyMap<string, Life>;
  /** The session as of a version, or undefined if there never was one. */
  versionOf(sessionId: string, version: number): Session | undefined;
}

/** Sorts a history. */
export function timelineOf(history: History): Timeline {
  const byKind = new Map<string, unknown[]>();
  const writes = new Map<string, At<'write'>[]>();
  const calls = new Map<number, CallFacts>();
  const connections = new Map<string, Life>();
  for (let i = 0; i < history.events.length; i += 1) {
    const event = history.events[i] as Event & { i: number };
    event.i = i;
    const list = byKind.get(event.kind);
    if (list) list.push(event);
    else byKind.set(event.kind, [event]);
    if (event.kind === 'call') {
      calls.set(event.call, {
        id: event.call,
        cause: event.cause,
        startedAt: i,
        ending: null,
        endedAt: Number.POSITIVE_INFINITY,
        faults: [],
        writes: [],
        pushes: [],
      });
    } else if (event.kind === 'end') {
      const call = calls.get(event.call);
      if (call) {
        call.ending = event.ending;
        call.endedAt = i;
      }
    } else if (event.kind === 'write') {
      calls.get(event.call)?.writes.push(event);
      const { sessionId } = event.after;
      const known = writes.get(sessionId);
      if (known) known.push(event);
      else writes.set(sessionId, [event]);
    } else if (event.kind === 'push') {
      calls.get(event.call)?.pushes.push(event);
    } else if (event.kind === 'fault' && event.call !== null) {
      calls.get(event.call)?.faults.push(event.fault);
    } else if (event.kind === 'opened') {
      const { who } = event;
      const life = { who, openedAt: i, closedAt: Number.POSITIVE_INFINITY };
      connections.set(event.connectionId, life);
    } else if (event.kind === 'closed') {
      const life = connections.get(event.connectionId);
      if (life) life.closedAt = i;
    }
  }
  return {
    history,
    of: <K extends Event['kind']>(kind: K) => (byKind.get(kind) ?? []) as At<K>[],
    writes,
    calls,
    connections,
    versionOf: (sessionId, version) => writes.get(sessionId)?.[version - 1]?.after,
  };
}

/** A promise that must hold in every history. */
export interface Invariant {
  id: string;
  name: string;
  statement: string;
  /** One line for each violation. */
  check(timeline: Timeline): string[];
}
