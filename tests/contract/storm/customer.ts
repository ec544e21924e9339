import type { Endpoints } from '../../../bin/verify/endpoints.ts';
import { createCustomerChat } from '../../../web/chat-client/customer-chat.ts';
import { createHttp } from '../../../web/chat-client/http.ts';
import type { SessionState } from '../../../web/chat-client/session-state.ts';
import type { Counts } from './counts.ts';
import type { SideHistory } from './history.ts';
import { isHeard, type Sees, sideOf } from './side.ts';
import { tappedSockets } from './tapped-sockets.ts';
import { comesTrue } from './waiting.ts';

/** A customer at the widget's own client, who loads the page again when nothing happens. */
export interface StormCustomer {
  sessionId(): string;
  state(): SessionState;
  open(): void;
  say(text: string): void;
  askForPerson(): void;
  sees: Sees;
  /** Waits until everything said is in the transcript. */
  isHeard(): Promise<void>;
  /** Cuts the cable until `plugIn`. */
  unplug(): void;
  plugIn(): void;
  history(): SideHistory;
  close(): void;
}

/** Makes a customer; `jitter` from 0 up to 1 is for the client's pauses. */
export function createStormCustomer(
  endpoints: Endpoints,
  options: { origin: string; name: string; jitter: () => number; counts: Counts },
): StormCustomer {
  const { origin, counts, name, jitter } = options;
  const sockets = tappedSockets(origin, counts);
  const chat = createCustomerChat({
    http: createHttp({ apiUrl: endpoints.apiUrl, headers: () => ({ origin }) }),
    socketUrl: endpoints.socketUrl,
    customer: () => ({ name }),
    WebSocket: sockets.ctor,
    random: jitter,
  });
  const sent: string[] = [];
  let unplugged = false;
  const state = () => chat.getState().session;
  const sessionId = () => chat.credentials()?.sessionId ?? '';

  const plugIn = () => {
    unplugged = false;
    chat.connection.retryNow();
  };
  // A socket that was given up can take over, when its handshake was slower than its successor's.
  const takeBack = () => {
    counts.takenBack += 1;
    queueMicrotask(chat.open);
  };
  chat.connection.listen({ state: (now) => now === 'superseded' && takeBack() });
  const unplug = () => {
    unplugged = true;
    sockets.cut();
    chat.connection.networkLost();
  };
  const reload = () => {
    if (unplugged) return;
    counts.reloads += 1;
    if (chat.connection.state === 'online') unplug();
    plugIn();
  };
  const sees: Sees = (what, test, patienceMs) =>
    comesTrue({
      what: `the customer sees that ${what}`,
      subscribe: chat.subscribe,
      holds() {
        if (chat.connection.state === 'failed') throw chat.getState().error;
        return test(state());
      },
      nudge: reload,
      patienceMs,
    });

  return {
    sessionId,
    state,
    open: chat.open,
    say(text) {
      sent.push(chat.session.send(text));
    },
    askForPerson() {
      counts.buttonsPressed += 1;
      chat.session.requestPerson();
    },
    sees,
    isHeard: () => isHeard(sees, (id) => void chat.session.retry(id), counts),
    unplug() {
      counts.cuts += 1;
      unplug();
    },
    plugIn,
    history: () => sideOf(sockets.tape(sessionId()), sent, state()),
    close: chat.close,
  };
}
