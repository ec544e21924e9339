import { issueCustomerTicket } from '../../../lambdas/usecases/issue-ticket.ts';
import { type Connection, createConnection } from '../../../web/chat-client/connection.ts';
import type { Credentials } from '../../../web/chat-client/customer-chat.ts';
import {
  createSessionClient,
  type SessionClient,
} from '../../../web/chat-client/session-client.ts';
import type { Store } from '../../../web/chat-client/store.ts';
import type { FinalView } from '../history.ts';
import type { RequestFailed } from '../platform/api.ts';
import { type Device, deviceClock } from './device.ts';
import { socketOf } from './socket.ts';

/** One tab of a customer's browser: the real chat client over the simulated gateway. */
export interface CustomerTab {
  readonly connection: Connection;
  readonly session: SessionClient;
  /** The newest connection that this tab has dialled. */
  connectionId(): string | null;
  sessionId(): string | null;
  lastTicket(): string | null;
  say(text: string): void;
  /** Tries every failed message again. */
  retryFailed(): void;
  /** Says how far it has read, as an open window does. */
  read(): void;
  close(): void;
  view(): FinalView;
}

/** Where a customer's chats are opened from. */
export const SHOP = 'https://shop.test';

/**
 * Opens a tab; `store` is the browser's, shared by its tabs, and `knows` limits what an old client
 * understands.
 */
export function openTab(
  device: Device,
  options: {
    who: string;
    store: Store;
    skewMs: number;
    understands?: (data: string) => string | null;
  },
): CustomerTab {
  const { who, store } = options;
  const { recorder, api, newId, random } = device;
  const clock = deviceClock(device.scheduler, options.skewMs);
  let credentials = readCredentials(store);
  let connectionId: string | null = null;
  let lastTicket: string | null = null;

  const ticket = async () => {
    const requester = { origin: SHOP, address: who };
    const issue = (known: Credentials | null) =>
      api.request({ who, command: 'ticket' }, (ports) =>
        issueCustomerTicket(ports, known ?? { customer: { name: who } }, requester),
      );
    const answer = await issue(credentials).catch((error: RequestFailed) => {
      // The first ticket's session is made by its handshake, which may have failed.
      if (error.code !== 'session_unknown') throw error;
      return issue(null);
    });
    credentials = { sessionId: answer.sessionId, sessionKey: answer.sessionKey };
    store.set(CREDENTIALS, JSON.stringify(credentials));
    return answer.ticket;
  };

  const connection = createConnection({
    socketUrl: 'wss://socket.test/prod',
    ticket,
    WebSocket: socketOf(device.gateway, {
      who,
      origin: SHOP,
      ...(options.understands && { understands: options.understands }),
      dialled: (id, used) => {
        connectionId = id;
        lastTicket = used;
      },
    }),
    clock,
    random: random.next,
  });
  const session = createSessionClient({
    sessionId: () => credentials?.sessionId ?? '',
    sender: 'customer',
    link: { send: connection.send, probe: connection.retryNow },
    store,
    storeKey: 'outbox',
    clock,
    random: random.next,
    newId,
  });
  connection.listen({
    frame: (frame) => session.receive(frame),
    fault: () => session.fault(),
    state: (state) => (state === 'online' ? session.connected() : session.disconnected()),
  });
  let shown = session.getState().messages;
  session.subscribe(() => {
    const { messages } = session.getState();
    if (messages === shown) return;
    shown = messages;
    const sessionId = credentials?.sessionId ?? '';
    recorder.note({ kind: 'rendered', view: who, sessionId, messages });
  });
  connection.connect();

  return {
    connection,
    session,
    connectionId: () => connectionId,
    sessionId: () => credentials?.sessionId ?? null,
    lastTicket: () => lastTicket,
    say(text) {
      const id = session.send(text);
      const sessionId = credentials?.sessionId ?? '';
      recorder.note({ kind: 'sent', who, sessionId, id, text });
    },
    retryFailed() {
      const sessionId = credentials?.sessionId ?? '';
      for (const { id, state, text } of session.getState().pending) {
        if (state !== 'failed') continue;
        session.retry(id);
        recorder.note({ kind: 'sent', who, sessionId, id, text });
      }
    },
    read() {
      const seq = session.getState().messages.length;
      if (!credentials || seq === 0 || options.understands) return;
      connection.send({ type: 'message.read', sessionId: credentials.sessionId, seq });
    },
    close() {
      connection.close();
      session.close();
    },
    view: () =>
      viewOf(session, {
        who,
        role: 'customer',
        connectionId,
        sessionId: credentials?.sessionId ?? '',
      }),
  };
}

/** How a session client stands. */
export function viewOf(
  session: SessionClient,
  about: Pick<FinalView, 'who' | 'role' | 'connectionId' | 'sessionId'>,
): FinalView {
  const { synced, status, customerPresent, messages, pending } = session.getState();
  return { ...about, synced, status, customerPresent, messages, pending };
}

const CREDENTIALS = 'session';

function readCredentials(store: Store): Credentials | null {
  const stored = store.get(CREDENTIALS);
  return stored === null ? null : (JSON.parse(stored) as Credentials);
}
