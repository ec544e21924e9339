import WebSocket from 'ws';
import type { EscalationCard } from '../../protocol/escalation.ts';
import type { AgentTicket } from '../../protocol/http.ts';
import type { ServerFrame } from '../../protocol/server-frames.ts';
import { createConnection } from '../../web/chat-client/connection.ts';
import { createCustomerChat } from '../../web/chat-client/customer-chat.ts';
import { createHttp } from '../../web/chat-client/http.ts';
import { createHub } from '../../web/chat-client/hub.ts';
import type { SocketConstructor } from '../../web/chat-client/socket.ts';
import type { Endpoints } from './endpoints.ts';
import { until } from './until.ts';

/** Sockets that show an Origin as browsers do, and that can be cut like a cable. */
function cuttableSockets(origin: string): { ctor: SocketConstructor; cut(): void } {
  const open = new Set<WebSocket>();
  const ctor = class extends WebSocket {
    constructor(url: string) {
      super(url, { origin });
      open.add(this);
      this.on('close', () => open.delete(this));
    }
  };
  return {
    ctor: ctor as unknown as SocketConstructor,
    cut() {
      for (const socket of open) socket.terminate();
    },
  };
}

/** A customer with the widget's own client. */
export function createCustomer(endpoints: Endpoints, origin: string) {
  const sockets = cuttableSockets(origin);
  const chat = createCustomerChat({
    http: createHttp({ apiUrl: endpoints.apiUrl, headers: () => ({ origin }) }),
    socketUrl: endpoints.socketUrl,
    customer: () => ({ name: 'Vera Ify', plan: 'Fibre 300' }),
    WebSocket: sockets.ctor,
  });
  const session = () => chat.getState().session;
  return {
    chat,
    session,
    /** Resolves once the session looks as asked. */
    sees: (what: string, test: (state: ReturnType<typeof session>) => boolean) =>
      until(what, chat.subscribe, () => {
        if (chat.getState().connection === 'failed') throw chat.getState().error;
        return test(session());
      }),
    /** Cuts the cable and keeps it cut until `reconnect`. */
    cut() {
      sockets.cut();
      chat.connection.networkLost();
    },
    reconnect: () => chat.connection.retryNow(),
    sessionId: () => chat.credentials()?.sessionId ?? '',
  };
}

/** An agent with the dashboard's own client. */
export async function createAgent(endpoints: Endpoints, origin: string, idToken: string) {
  const sockets = cuttableSockets(origin);
  const http = createHttp({
    apiUrl: endpoints.apiUrl,
    headers: () => ({ origin, authorization: `Bearer ${idToken}` }),
  });
  const frames: ServerFrame[] = [];
  const listeners = new Set<() => void>();
  let profile: AgentTicket['agent'] | undefined;
  let failure: unknown;
  const connection = createConnection({
    socketUrl: endpoints.socketUrl,
    WebSocket: sockets.ctor,
    ticket: async () => {
      const { ticket, agent } = await http.post<AgentTicket>('/agent/tickets', {});
      profile = agent;
      return ticket;
    },
  });
  const notify = () => {
    for (const listener of [...listeners]) listener();
  };
  connection.listen({
    frame(frame) {
      frames.push(frame);
      notify();
    },
    state(_state, error) {
      failure = error;
      notify();
    },
  });
  const hub = createHub(connection);
  const subscribe = (listener: () => void) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  };
  connection.connect();
  try {
    await until('the agent is online', subscribe, () => {
      if (connection.state === 'failed') throw failure;
      return connection.state === 'online';
    });
  } catch (error) {
    connection.close();
    throw error;
  }
  return {
    http,
    hub,
    name: () => profile?.name ?? '',
    /** The newest card pushed for a session, once there is one. */
    async card(sessionId: string): Promise<EscalationCard> {
      const find = () =>
        frames.findLast(
          (frame) => frame.type === 'escalation.created' && frame.card.sessionId === sessionId,
        );
      await until('the escalation reaches the agent', subscribe, () => find() !== undefined);
      const frame = find();
      if (frame?.type !== 'escalation.created') throw new Error('unreachable');
      return frame.card;
    },
    close() {
      hub.close();
      connection.close();
    },
  };
}
