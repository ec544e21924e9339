import type { Bot } from '../../../lambdas/bot/types.ts';
import type { Ports, PushResult } from '../../../lambdas/ports.ts';
import { answerFrame, problemFrame } from '../../../lambdas/socket/answer-frame.ts';
import {
  type CallerContext,
  callerOf,
  contextOf,
  type SocketEvent,
} from '../../../lambdas/socket/caller.ts';
import { parseFrame, refOf } from '../../../lambdas/socket/parse-frame.ts';
import { admit } from '../../../lambdas/usecases/admit.ts';
import { connectAgent, connectCustomer } from '../../../lambdas/usecases/connect.ts';
import { loseAgent, loseCustomer } from '../../../lambdas/usecases/lose-connection.ts';
import { MAX_FRAME_BYTES } from '../../../protocol/limits.ts';
import type { ServerFrame } from '../../../protocol/server-frames.ts';
import type { Cause, Recorder } from '../history.ts';
import type { Nemesis } from '../nemesis/nemesis.ts';
import type { Random } from '../random.ts';
import type { Scheduler } from '../scheduler.ts';
import type { Call, Functions } from './functions.ts';

/** The client's end of a connection. */
export interface Wire {
  opened(): void;
  received(data: string): void;
  closed(): void;
}

/** A connection as its client holds it. */
export interface Line {
  readonly connectionId: string;
  send(data: string): void;
  close(): void;
}

/** A handshake. */
export interface Dial {
  who: string;
  ticket: string;
  origin: string;
  wire: Wire;
  /** True for somebody who shows a ticket that is not theirs. */
  intruder?: boolean;
}

/** The WebSocket gateway: connections, their events, and pushes to them. */
export interface Gateway {
  dial(dial: Dial): Line;
  push(connectionId: string, frame: ServerFrame): PushResult;
  /** Ends a connection as the management API does. */
  disconnect(connectionId: string): void;
  /** Ends a connection as the network or the two-hour limit does. */
  cut(connectionId: string): void;
  /** From now on nothing gets through, and neither side is told. */
  vanish(connectionId: string): void;
  /** Data that a hostile page sends over its own connection. */
  inject(connectionId: string, data: string): void;
  open(): string[];
  /** Ends connections that were silent for ten minutes. */
  endIdle(): void;
}

/** What the gateway needs. */
export interface GatewayOptions {
  scheduler: Scheduler;
  random: Random;
  nemesis: Nemesis;
  recorder: Recorder;
  functions: Functions;
  bot: Bot;
  portsFor(call: Call): Ports;
}

interface Connection {
  id: string;
  who: string;
  wire: Wire;
  state: 'handshake' | 'open' | 'closed';
  /** False once its device is gone without a word. */
  reachable: boolean;
  /** True once the client has closed its end. */
  left: boolean;
  context: CallerContext;
  connectedAt: number;
  lastSeenAt: number;
}

/** As deployed: the gateway's own limit, and the functions'. */
const INTEGRATION_TIMEOUT_MS = 29_000;
const IDLE_MS = 10 * 60_000;

/** Makes a gateway without connections. */
export function createGateway(options: GatewayOptions): Gateway {
  const { scheduler, random, nemesis, recorder, functions, portsFor } = options;
  const connections = new Map<string, Connection>();
  const hop = () => (random.chance(0.05) ? random.int(30, 600) : random.int(2, 30));

  const event = ({ id, connectedAt, context }: Connection) =>
    ({
      requestContext: { connectionId: id, connectedAt, authorizer: context },
    }) as unknown as SocketEvent;

  const invoke = <T>(cause: Cause, run: (call: Call) => Promise<T>) =>
    functions.invoke(cause, INTEGRATION_TIMEOUT_MS, run);

  /** A frame as it travels. */
  const wireOf = (frame: ServerFrame): string => {
    const data = JSON.stringify(frame);
    // No character takes more than three bytes for each of its UTF-16 units.
    const bytes = data.length * 3 > MAX_FRAME_BYTES ? Buffer.byteLength(data) : 0;
    if (bytes > MAX_FRAME_BYTES) recorder.note({ kind: 'oversized', frame: frame.type, bytes });
    return data;
  };

  /** Carries data to the client, if its end is still there by then. */
  const deliver = (
    connection: Connection,
    data: string,
    after: number,
    frame?: ServerFrame,
    answer = false,
  ) => {
    scheduler.after(after, () => {
      if (connection.state !== 'open' || connection.left || !connection.reachable) return;
      if (frame) {
        const { id: connectionId, who } = connection;
        recorder.note({ kind: 'received', connectionId, who, frame, answer });
      }
      connection.wire.received(data);
    });
  };

  const end = (connection: Connection, tell: boolean) => {
    if (connection.state === 'closed') return;
    const wasOpen = connection.state === 'open';
    connection.state = 'closed';
    if (wasOpen) {
      recorder.note({ kind: 'closed', connectionId: connection.id, who: connection.who });
    }
    if (tell && connection.reachable) {
      scheduler.after(hop(), () => {
        if (!connection.left) connection.wire.closed();
      });
    }
    if (!wasOpen || nemesis.strikes('disconnect_lost', connection.who)) return;
    const late = nemesis.strikes('disconnect_late', connection.who);
    scheduler.after(hop() + (late ? random.int(2000, 90_000) : 0), () => void lose(connection));
  };

  const lose = async (connection: Connection) => {
    const { id: connectionId } = connection;
    await invoke({ fn: 'disconnect', connectionId }, async (call) => {
      const caller = callerOf(event(connection));
      const ports = portsFor(call);
      if (caller.role === 'agent') await loseAgent(ports, caller.agentId, connectionId);
      else await loseCustomer(ports, caller.sessionId, connectionId);
    });
  };

  const open = async (connection: Connection, { ticket, origin, intruder = false }: Dial) => {
    const { id: connectionId, who } = connection;
    const admitted = await invoke({ fn: 'authorize', connectionId, ticket, intruder }, (call) =>
      admit(
        portsFor(call),
        { queryStringParameters: { ticket }, headers: { origin } },
        connectionId,
      ),
    );
    if (admitted.status === 'ok') {
      connection.context = contextOf(admitted.value);
      const connected = await invoke({ fn: 'connect', connectionId }, async (call) => {
        const caller = callerOf(event(connection));
        const ports = portsFor(call);
        if (caller.role === 'agent') await connectAgent(ports, caller.agentId, connectionId);
        else await connectCustomer(ports, caller, connectionId);
      });
      if (connected.status === 'ok' && connection.state === 'handshake') {
        connection.state = 'open';
        connection.lastSeenAt = scheduler.now();
        recorder.note({ kind: 'opened', connectionId, who });
        if (connection.left) end(connection, false);
        else scheduler.after(hop(), () => connection.state === 'open' && connection.wire.opened());
        return;
      }
    }
    // A refused handshake has no $disconnect.
    connection.state = 'closed';
    scheduler.after(hop(), () => {
      if (!connection.left) connection.wire.closed();
    });
  };

  const answer = async (connection: Connection, data: string): Promise<void> => {
    if (connection.state !== 'open') return;
    connection.lastSeenAt = scheduler.now();
    if (data === PING) {
      deliver(connection, '{"type":"pong"}', hop());
      return;
    }
    const cause: Cause = { fn: 'message', connectionId: connection.id, frame: null };
    const outcome = await invoke(cause, async (call) => {
      try {
        const frame = parseFrame(data);
        cause.frame = frame;
        return await answerFrame(portsFor(call), options.bot, callerOf(event(connection)), frame);
      } catch (error) {
        return problemFrame(error, `call-${call.id}`, refOf(data));
      }
    });
    if (nemesis.strikes('answer_lost', cause.frame?.type ?? 'bad frame')) return;
    const late = nemesis.strikes('answer_late', cause.frame?.type ?? 'bad frame');
    const after = hop() + (late ? random.int(300, 12_000) : 0);
    if (outcome.status !== 'ok') {
      const body = { message: 'Internal server error', connectionId: connection.id };
      deliver(connection, JSON.stringify(body), after);
    } else if (outcome.value) {
      deliver(connection, wireOf(outcome.value), after, outcome.value, true);
    }
  };

  return {
    dial(dial) {
      const id = `c${connections.size + 1}`;
      const connection: Connection = {
        id,
        who: dial.who,
        wire: dial.wire,
        state: 'handshake',
        reachable: true,
        left: false,
        context: {},
        connectedAt: scheduler.now(),
        lastSeenAt: scheduler.now(),
      };
      connections.set(id, connection);
      scheduler.after(hop(), () => {
        connection.connectedAt = scheduler.now();
        void open(connection, dial);
      });
      return {
        connectionId: id,
        send(data) {
          if (connection.left || !connection.reachable) return;
          if (nemesis.strikes('frame_lost', connection.who)) return;
          const late = nemesis.strikes('frame_late', connection.who);
          const after = hop() + (late ? random.int(200, 8000) : 0);
          scheduler.after(after, () => void answer(connection, data));
          if (nemesis.strikes('frame_twice', connection.who)) {
            scheduler.after(after + random.int(0, 6000), () => void answer(connection, data));
          }
        },
        close() {
          if (connection.left) return;
          connection.left = true;
          if (!connection.reachable) return;
          scheduler.after(hop(), () => {
            if (connection.state === 'open') end(connection, false);
          });
        },
      };
    },
    push(connectionId, frame) {
      const connection = connections.get(connectionId);
      if (connection?.state !== 'open') return 'gone';
      if (nemesis.strikes('push_lost', frame.type)) return 'delivered';
      const data = wireOf(frame);
      const late = nemesis.strikes('push_late', frame.type);
      deliver(connection, data, hop() + (late ? random.int(300, 15_000) : 0), frame);
      if (nemesis.strikes('push_twice', frame.type)) {
        deliver(connection, data, hop() + random.int(0, 5000), frame);
      }
      return 'delivered';
    },
    disconnect(connectionId) {
      const connection = connections.get(connectionId);
      // What was pushed before still arrives before the close.
      if (connection) scheduler.after(700, () => end(connection, true));
    },
    cut(connectionId) {
      const connection = connections.get(connectionId);
      if (connection?.state === 'open') end(connection, true);
    },
    vanish(connectionId) {
      const connection = connections.get(connectionId);
      if (connection) connection.reachable = false;
    },
    inject(connectionId, data) {
      const connection = connections.get(connectionId);
      if (connection) scheduler.after(hop(), () => void answer(connection, data));
    },
    open: () =>
      [...connections.values()].filter(({ state }) => state === 'open').map(({ id }) => id),
    endIdle() {
      const since = scheduler.now() - IDLE_MS;
      for (const connection of connections.values()) {
        if (connection.state === 'open' && connection.lastSeenAt < since) end(connection, true);
      }
    },
  };
}

const PING = JSON.stringify({ type: 'ping' });
