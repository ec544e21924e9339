import { type Connection, createConnection } from '../../chat-client/connection.ts';
import { createHub, type Hub } from '../../chat-client/hub.ts';
import type { SessionClient } from '../../chat-client/session-client.ts';
import type { SocketConstructor } from '../../chat-client/socket.ts';
import type { Store } from '../../chat-client/store.ts';
import { isLive } from '../features/conversation/held.ts';
import type { Api } from '../lib/api.ts';
import { createNotices, type Notices } from '../lib/notices.ts';
import { clockOffset } from '../lib/time.ts';
import { createActions, type DeskActions } from './actions.ts';
import { receiveFrame } from './live.ts';
import { followOffers, followTaken } from './passing.ts';
import { createStores, type DeskStores } from './stores.ts';

/** How often the server hears that this agent's socket lives, in ms; it gives up after 75 s. */
export const HEARTBEAT_MS = 30_000;

/** How often lists are read again although the socket lives: a push can be lost. */
export const REFETCH_MS = 120_000;

const RETRY_LIST_MS = 5_000;

/** Commands after which a session is not this agent's any more. */
const GIVING_AWAY = ['release', 'return-to-bot', 'transfer'] as const;

/** What `createDesk` takes from its surroundings. */
export interface DeskEnvironment {
  api: Api;
  socketUrl: string;
  /** Keeps unsent messages and drafts over a reload. */
  storage: Store;
  WebSocket?: SocketConstructor;
  now?: () => number;
  /** True while the agent can see the page. */
  visible(): boolean;
  /** True while a text field of the page has the keyboard. */
  inTextField(): boolean;
  isOffline(): boolean;
  /**
   * What is known of a session beside its transcript is out of date; once it has `left` this agent,
   * it may not be read any more.
   */
  contextChanged(sessionId: string, left?: 'left'): void;
  /** How far the server's clock is ahead, in ms. */
  clockOffset(ms: number): void;
}

/** One signed-in agent's workplace: one socket, the lists, the conversations, the commands. */
export interface Desk extends DeskStores, DeskActions {
  connection: DeskStores['connection'];
  notices: Notices;
  /** The conversation of a held session. */
  conversation(sessionId: string): SessionClient | undefined;
  /** Unsent text of a session's composer. */
  drafts: { get(sessionId: string): string; set(sessionId: string, text: string): void };
  /** Connects for the first time, or again on the agent's wish. */
  connect(): void;
  /** The page woke up or the network is back. */
  retryNow(): void;
  networkLost(): void;
  /** What the agent can see has changed: the page, the view or the selected conversation. */
  looked(): void;
  /** Whether the newest entry of the selected conversation is in sight. */
  scrolled(atEnd: boolean): void;
  /** Ends the socket and all timers. */
  close(): void;
}

/** Builds a workplace; nothing happens before `connect`. */
export function createDesk(environment: DeskEnvironment): Desk {
  const { api, storage } = environment;
  const now = environment.now ?? Date.now;
  const stores = createStores(now);
  const notices = createNotices();
  const connection: Connection = createConnection({
    socketUrl: environment.socketUrl,
    isOffline: environment.isOffline,
    ...(environment.WebSocket ? { WebSocket: environment.WebSocket } : {}),
    async ticket() {
      const { ticket, agent } = await api.ticket();
      stores.agent.setState({ agent });
      return ticket;
    },
  });
  connection.listen({
    state(state, error) {
      stores.connection.setState({ state, error, since: now() }, true);
      if (state === 'online') online();
      else offline();
    },
    // Nobody was away; but what came between the two sockets is only in the lists.
    renewed: online,
    frame: (frame) =>
      receiveFrame(frame, stores, {
        now,
        notify: notices.show,
        refetchHeld: refetchAll,
        contextChanged: environment.contextChanged,
        joining: (sessionId) => actions.isBusy('join', sessionId),
        leaving: (sessionId) => GIVING_AWAY.some((command) => actions.isBusy(command, sessionId)),
        customerOf: (sessionId) => actions.customerOf(sessionId),
        serverNow,
      }),
  });
  const draftKey = (sessionId: string) => `draft:${sessionId}`;
  const drafts: Desk['drafts'] = {
    get: (sessionId) => storage.get(draftKey(sessionId)) ?? '',
    set(sessionId, text) {
      if (text === '') storage.remove(draftKey(sessionId));
      else storage.set(draftKey(sessionId), text);
    },
  };
  const hub: Hub = createHub(connection);
  let heartbeat: ReturnType<typeof setInterval> | undefined;
  let refetch: ReturnType<typeof setTimeout> | undefined;
  // Raised by each round of lists, so that only the latest plans the next.
  let fetches = 0;
  let serverAhead = 0;
  const serverNow = () => now() + serverAhead;

  function online(): void {
    clearInterval(heartbeat);
    connection.send({ type: 'agent.heartbeat' });
    heartbeat = setInterval(() => connection.send({ type: 'agent.heartbeat' }), HEARTBEAT_MS);
    refetchAll();
  }

  function offline(): void {
    clearInterval(heartbeat);
    clearTimeout(refetch);
    fetches += 1;
  }

  function refetchAll(): void {
    clearTimeout(refetch);
    fetches += 1;
    const mine = fetches;
    const again = (ms: number) => {
      if (mine === fetches) refetch = setTimeout(refetchAll, ms);
    };
    Promise.all([refetchPending(), refetchHeld()]).then(
      () => again(REFETCH_MS),
      // The lists keep what they have until a later try; the connection's state is on show.
      () => again(RETRY_LIST_MS),
    );
  }

  async function refetchPending(): Promise<void> {
    const askedAt = now();
    const { escalations, serverTime } = await api.escalations();
    const at = now();
    serverAhead = clockOffset(serverTime, askedAt, at);
    environment.clockOffset(serverAhead);
    stores.pending.dispatch({ kind: 'listed', cards: escalations, askedAt, at });
    const { agent } = stores.agent.getState();
    if (!agent) return;
    stores.offers.dispatch({
      kind: 'cards',
      cards: escalations,
      agentId: agent.agentId,
      now: serverNow(),
    });
  }

  async function refetchHeld(): Promise<void> {
    const askedAt = now();
    const { sessions } = await api.mySessions();
    stores.held.dispatch({ kind: 'listed', sessions, askedAt });
    opened();
  }

  let endInSight = true;
  const followed = new Map<string, () => void>();

  /** Every held session has a conversation, and no other has. */
  function followHeld(): void {
    const { sessions } = stores.held.current();
    for (const [sessionId, stop] of followed) {
      if (sessions.has(sessionId)) continue;
      stop();
      followed.delete(sessionId);
      hub.release(sessionId);
      notices.dismissFor(sessionId);
    }
    for (const sessionId of sessions.keys()) {
      if (!followed.has(sessionId)) follow(sessionId);
    }
  }

  function follow(sessionId: string): void {
    const client = hub.session({ sessionId, sender: 'agent', store: storage });
    followed.set(
      sessionId,
      client.subscribe(() => progressed(sessionId, client)),
    );
    client.setVisible(isViewing(sessionId) && endInSight);
  }

  function progressed(sessionId: string, client: SessionClient): void {
    const { status, version, closeReason, messages } = client.getState();
    if (status === null) return;
    const before = stores.held.current().sessions.get(sessionId);
    stores.held.dispatch({
      kind: 'progressed',
      sessionId,
      progress: { status, version, closeReason, messages },
      viewing: isViewing(sessionId),
    });
    const after = stores.held.current().sessions.get(sessionId);
    if (!before || !after || before.status === after.status) return;
    environment.contextChanged(sessionId);
    actions.departed(sessionId, after.status);
  }

  function isViewing(sessionId: string): boolean {
    return environment.visible() && stores.view.getState().selectedId === sessionId;
  }

  /** Customers hear that their words were read only while their end of the transcript is in sight. */
  function showRead(): void {
    for (const sessionId of followed.keys()) {
      hub.get(sessionId)?.setVisible(isViewing(sessionId) && endInSight);
    }
  }

  function opened(): void {
    const sessionId = stores.view.getState().selectedId;
    if (sessionId === null) return;
    stores.held.dispatch({ kind: 'opened', sessionId });
    notices.dismissFor(sessionId);
  }

  /** The chat on show, if it has text that was not sent. */
  function chatWithDraft(): string | null {
    const sessionId = stores.view.getState().selectedId;
    const held = sessionId === null ? undefined : stores.held.current().sessions.get(sessionId);
    if (!held || !isLive(held.status) || !environment.visible()) return null;
    return drafts.get(held.sessionId).trim() === '' ? null : held.sessionId;
  }

  function looked(): void {
    showRead();
    const sessionId = stores.view.getState().selectedId;
    if (!sessionId || !environment.visible()) return;
    const lastSeq = hub.get(sessionId)?.getState().messages.at(-1)?.seq;
    if (lastSeq !== undefined) stores.held.dispatch({ kind: 'viewed', sessionId, lastSeq });
  }

  const actions = createActions({
    api,
    stores,
    notices,
    now,
    writing: () => environment.inTextField() || chatWithDraft() !== null,
    backToDraft() {
      const sessionId = chatWithDraft();
      if (sessionId === null || environment.inTextField()) return;
      stores.view.setState({ focus: { target: 'reply', sessionId } });
    },
    contextChanged: environment.contextChanged,
    refetch: refetchAll,
  });
  stores.held.subscribe(followHeld);
  const fades = [followTaken(stores), ...followOffers(stores, serverNow)];
  stores.view.subscribe((view, before) => {
    if (view.selectedId === before.selectedId) return;
    endInSight = true;
    opened();
    looked();
  });

  return {
    ...stores,
    ...actions,
    notices,
    conversation: (sessionId) => hub.get(sessionId),
    drafts,
    connect: connection.connect,
    retryNow: connection.retryNow,
    networkLost: connection.networkLost,
    looked,
    scrolled(atEnd) {
      endInSight = atEnd;
      showRead();
    },
    close() {
      clearInterval(heartbeat);
      clearTimeout(refetch);
      fetches += 1;
      notices.close();
      for (const fade of fades) fade.close();
      stores.pending.close();
      stores.held.close();
      hub.close();
      connection.close();
    },
  };
}
