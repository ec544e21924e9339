import type { AgentProfile } from '../../../lambdas/ports.ts';
import { issueAgentTicket } from '../../../lambdas/usecases/issue-ticket.ts';
import { listEscalations, listSessions } from '../../../lambdas/usecases/read-sessions.ts';
import type { EscalationCard } from '../../../protocol/escalation.ts';
import type { ServerFrame } from '../../../protocol/server-frames.ts';
import { createTimers } from '../../../web/chat-client/clock.ts';
import { createConnection } from '../../../web/chat-client/connection.ts';
import { createHub } from '../../../web/chat-client/hub.ts';
import type { SessionClient } from '../../../web/chat-client/session-client.ts';
import type { Store } from '../../../web/chat-client/store.ts';
import {
  NO_PENDING,
  type PendingEvent,
  reducePending,
} from '../../../web/dashboard/features/queue/pending.ts';
import type { FinalView } from '../history.ts';
import { viewOf } from './customer-tab.ts';
import { type Device, deviceClock } from './device.ts';
import { socketOf } from './socket.ts';

/** One tab of an agent's browser: the real connection and session clients, a model of the rest. */
export interface Desk {
  readonly who: string;
  connectionId(): string | null;
  cards(): EscalationCard[];
  /** Offers that wait for this agent's answer, oldest first. */
  offers(): { offerId: string; sessionId: string }[];
  /** Sessions whose conversation is open here. */
  held(): string[];
  session(sessionId: string): SessionClient | undefined;
  say(sessionId: string, text: string): void;
  /** Speaks in a session that may be somebody else's, as only a broken client would. */
  meddle(sessionId: string): void;
  /** The session is this agent's now, as of this version: opens its conversation. */
  take(sessionId: string, version: number): void;
  /** The session is not this agent's any more. */
  drop(sessionId: string): void;
  /** Connects again on the agent's wish. */
  wake(): void;
  /** Stops or resumes signs of life, as a sleeping laptop does. */
  sleep(on: boolean): void;
  reread(): void;
  close(): void;
  views(): FinalView[];
}

/** Where agents work from. */
export const DESK_SITE = 'https://desk.test';

const HEARTBEAT_MS = 30_000;
const REREAD_MS = 120_000;
const REREAD_FAILED_MS = 5000;

/** Opens a desk; `store` is the browser's. */
export function openDesk(
  device: Device,
  profile: AgentProfile,
  options: { who: string; store: Store; skewMs: number; offered(): void },
): Desk {
  const { who } = options;
  const { recorder, api, newId, random } = device;
  const clock = deviceClock(device.scheduler, options.skewMs);
  const timers = createTimers<'heartbeat' | 'reread'>(clock);
  let pending = NO_PENDING;
  const dispatch = (event: PendingEvent) => {
    pending = reducePending(pending, event);
  };
  const watched = new Set<string>();
  const offers = new Map<string, string>();
  let connectionId: string | null = null;
  let asleep = false;
  let reads = 0;
  let views = 0;

  const connection = createConnection({
    socketUrl: 'wss://socket.test/prod',
    ticket: async () => {
      const { ticket } = await api.request({ who, command: 'ticket' }, (ports) =>
        issueAgentTicket(ports, profile, DESK_SITE),
      );
      return ticket;
    },
    WebSocket: socketOf(device.gateway, {
      who,
      origin: DESK_SITE,
      dialled: (id) => {
        connectionId = id;
      },
    }),
    clock,
    random: random.next,
  });
  const hub = createHub(connection);

  const beat = () => {
    if (!asleep) connection.send({ type: 'agent.heartbeat' });
    timers.set('heartbeat', HEARTBEAT_MS, beat);
  };

  const take = (sessionId: string) => {
    const client = hub.session({
      sessionId,
      sender: 'agent',
      store: options.store,
      clock,
      random: random.next,
      newId,
    });
    if (watched.has(sessionId)) return;
    watched.add(sessionId);
    views += 1;
    const view = `${who}#${views}`;
    let shown = client.getState().messages;
    client.subscribe(() => {
      const { messages } = client.getState();
      if (messages === shown) return;
      shown = messages;
      recorder.note({ kind: 'rendered', view, sessionId, messages });
    });
  };
  const drop = (sessionId: string) => {
    hub.release(sessionId);
    watched.delete(sessionId);
  };

  const reread = async () => {
    reads += 1;
    const mine = reads;
    const askedAt = clock.now();
    try {
      const [{ escalations }, { sessions }] = await Promise.all([
        api.request({ who, command: 'list escalations' }, (ports) =>
          listEscalations(ports, profile),
        ),
        api.request({ who, command: 'list sessions' }, (ports) =>
          listSessions(ports, profile.agentId),
        ),
      ]);
      if (mine !== reads) return;
      dispatch({ kind: 'listed', cards: escalations, askedAt, at: clock.now() });
      const ids = new Set(sessions.map(({ sessionId }) => sessionId));
      for (const id of watched) if (!ids.has(id)) drop(id);
      for (const id of ids) take(id);
      timers.set('reread', REREAD_MS, () => void reread());
    } catch {
      // The lists keep what they have until the next try.
      if (mine === reads) timers.set('reread', REREAD_FAILED_MS, () => void reread());
    }
  };

  connection.listen({
    frame(frame: ServerFrame) {
      if (frame.type === 'escalation.created') {
        dispatch({ kind: 'created', card: frame.card, at: clock.now() });
      }
      if (frame.type === 'escalation.accepted' || frame.type === 'escalation.completed') {
        dispatch({ kind: 'departed', sessionId: frame.sessionId, version: frame.version });
      }
      if (frame.type === 'offer.created') {
        offers.set(frame.offerId, frame.card.sessionId);
        dispatch({ kind: 'created', card: frame.card, at: clock.now() });
        options.offered();
      }
      if (frame.type === 'offer.timed_out' || frame.type === 'offer.rescinded') {
        offers.delete(frame.offerId);
      }
      if (frame.type === 'assignment.changed') void reread();
    },
    state(state) {
      timers.clearAll();
      reads += 1;
      if (state !== 'online') return;
      beat();
      void reread();
    },
  });
  connection.connect();

  return {
    who,
    connectionId: () => connectionId,
    cards: () =>
      [...pending.cards.values()].map(({ card }) => card).sort((a, b) => a.place - b.place),
    offers: () => [...offers].map(([offerId, sessionId]) => ({ offerId, sessionId })),
    held: () => [...watched],
    session: hub.get,
    say(sessionId, text) {
      const id = hub.get(sessionId)?.send(text);
      if (id) recorder.note({ kind: 'sent', who, sessionId, id, text });
    },
    meddle(sessionId) {
      const text = 'May I interrupt?';
      connection.send({ type: 'message.send', sessionId, id: newId(), cseq: 1, text });
    },
    take(sessionId, version) {
      dispatch({ kind: 'departed', sessionId, version });
      take(sessionId);
    },
    drop,
    wake: connection.connect,
    sleep(on) {
      asleep = on;
    },
    reread: () => void reread(),
    close() {
      timers.clearAll();
      reads += 1;
      hub.close();
      connection.close();
    },
    views: () =>
      [...watched].flatMap((sessionId) => {
        const client = hub.get(sessionId);
        return client ? [viewOf(client, { who, role: 'agent', connectionId, sessionId })] : [];
      }),
  };
}
