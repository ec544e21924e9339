import type { Endpoints } from '../../../bin/verify/endpoints.ts';
import type { AgentTicket, EscalationList, SessionResult } from '../../../protocol/http.ts';
import { createConnection } from '../../../web/chat-client/connection.ts';
import { ApiError, createHttp } from '../../../web/chat-client/http.ts';
import { createHub } from '../../../web/chat-client/hub.ts';
import type { SessionClient } from '../../../web/chat-client/session-client.ts';
import { type Counts, countRefusal } from './counts.ts';
import type { ClaimAnswer, SideHistory } from './history.ts';
import { isHeard, type Sees, sideOf } from './side.ts';
import { tappedSockets } from './tapped-sockets.ts';
import { comesTrue, persist } from './waiting.ts';

/** How often the server hears that the desk lives; the dashboard does it every 30 s. */
const HEARTBEAT_MS = 2000;
/** How often the list of those who wait is read again; the dashboard does it every 2 minutes. */
const REFETCH_MS = 2000;

/** Refusals that are over once the agent's socket has shown life again. */
const NOT_HERE = ['agent_not_available'];

/** An agent's conversation in one session. */
export interface Desk {
  say(text: string): void;
  sees: Sees;
  /** Waits until everything said is in the transcript. */
  isHeard(): Promise<void>;
  history(): SideHistory;
}

/** An agent at the dashboard's own connection and session clients. */
export interface StormAgent {
  name: string;
  /** Connects and is available. */
  start(): Promise<void>;
  /** Waits until the session is in the list of those who wait, pushed or read. */
  hearsOf(sessionId: string): Promise<void>;
  /** Clicks on a waiting session until the answer is clear. */
  claim(sessionId: string): Promise<ClaimAnswer>;
  desk(sessionId: string): Desk;
  end(sessionId: string): Promise<void>;
  wrapUp(sessionId: string): Promise<void>;
  /** Cuts the cable of the whole desk until `plugIn`. */
  unplug(): void;
  plugIn(): void;
  close(): void;
}

/** Makes an agent; `onDefect` hears of a list that was refused for good. */
export function createStormAgent(
  endpoints: Endpoints,
  options: {
    origin: string;
    agentId: string;
    name: string;
    idToken: string;
    jitter: () => number;
    counts: Counts;
    onDefect: (error: unknown) => void;
  },
): StormAgent {
  const { origin, agentId, name, idToken, jitter, counts, onDefect } = options;
  const sockets = tappedSockets(origin, counts);
  const http = createHttp({
    apiUrl: endpoints.apiUrl,
    headers: () => ({ origin, authorization: `Bearer ${idToken}` }),
  });
  const connection = createConnection({
    socketUrl: endpoints.socketUrl,
    WebSocket: sockets.ctor,
    random: jitter,
    ticket: async () => (await http.post<AgentTicket>('/agent/tickets', {})).ticket,
  });
  const hub = createHub(connection);
  const waiting = new Set<string>();
  const listeners = new Set<() => void>();
  const desks = new Map<string, { client: SessionClient; sent: string[] }>();
  let unplugged = false;
  let failure: unknown;
  const takeBack = () => {
    counts.takenBack += 1;
    queueMicrotask(connection.connect);
  };
  const changed = () => {
    for (const listener of [...listeners]) listener();
  };
  const subscribe = (listener: () => void) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  };
  const repeated = ({ code }: ApiError) => {
    counts.requestsRepeated += 1;
    countRefusal(counts, code);
  };

  const beat = () => void connection.send({ type: 'agent.heartbeat' });
  const refetch = async () => {
    try {
      const { escalations } = await http.get<EscalationList>('/escalations');
      for (const { sessionId } of escalations) waiting.add(sessionId);
      changed();
    } catch (error) {
      if (error instanceof ApiError && error.retriable) repeated(error);
      else onDefect(error);
    }
  };
  connection.listen({
    frame(frame) {
      if (frame.type === 'escalation.created') waiting.add(frame.card.sessionId);
      changed();
    },
    state(state, error) {
      if (state === 'online') beat();
      if (state === 'failed') failure = error;
      // As the customer's: a socket that was given up can take over.
      if (state === 'superseded') takeBack();
      changed();
    },
  });
  const timers = [setInterval(beat, HEARTBEAT_MS), setInterval(() => void refetch(), REFETCH_MS)];

  const plugIn = () => {
    unplugged = false;
    connection.retryNow();
  };
  const unplug = () => {
    unplugged = true;
    sockets.cut();
    connection.networkLost();
  };
  let reloadedAt = 0;
  /** Several of the agent's conversations lose patience at once; one reload serves all. */
  const reload = () => {
    if (unplugged || performance.now() - reloadedAt < 2000) return;
    reloadedAt = performance.now();
    counts.reloads += 1;
    if (connection.state === 'online') unplug();
    plugIn();
  };
  const command = (sessionId: string, what: string, body?: unknown) =>
    persist(() => http.post<SessionResult>(`/sessions/${sessionId}/${what}`, body), repeated);

  return {
    name,
    async start() {
      connection.connect();
      await comesTrue({
        what: `${name} is online`,
        subscribe,
        holds: () => connection.state === 'online',
        nudge: reload,
      });
      await persist(() => http.put('/agent/availability', { availability: 'available' }), repeated);
    },
    hearsOf: (sessionId) =>
      comesTrue({
        what: `${name} hears of the waiting session`,
        subscribe,
        holds: () => waiting.has(sessionId),
        nudge: () => {},
      }),
    async claim(sessionId) {
      try {
        const path = `/sessions/${sessionId}/assignment`;
        const { session } = await persist(() => http.put<SessionResult>(path), repeated, NOT_HERE);
        return { agentId, name, won: session.agent?.id === agentId };
      } catch (error) {
        if (!(error instanceof ApiError) || error.code !== 'already_taken') throw error;
        return { agentId, name, won: false, winner: error.winner?.name ?? '' };
      }
    },
    desk(sessionId) {
      const known = desks.get(sessionId) ?? {
        client: hub.session({ sessionId, sender: 'agent', random: jitter }),
        sent: [],
      };
      desks.set(sessionId, known);
      const { client, sent } = known;
      const sees: Sees = (what, test, patienceMs) =>
        comesTrue({
          what: `${name} sees that ${what}`,
          subscribe: client.subscribe,
          holds() {
            if (failure) throw failure;
            return test(client.getState());
          },
          nudge: reload,
          patienceMs,
        });
      return {
        say: (text) => void sent.push(client.send(text)),
        sees,
        isHeard: () => isHeard(sees, (id) => void client.retry(id), counts),
        history: () => sideOf(sockets.tape(sessionId), sent, client.getState()),
      };
    },
    async end(sessionId) {
      await command(sessionId, 'end');
    },
    async wrapUp(sessionId) {
      await command(sessionId, 'wrap-up', { disposition: 'resolved' });
    },
    unplug() {
      counts.cuts += 1;
      unplug();
    },
    plugIn,
    close() {
      for (const timer of timers) clearInterval(timer);
      hub.close();
      connection.close();
    },
  };
}
