import { computed, effect, type ReadonlySignal, signal } from '@preact/signals';
import { createTimers, systemClock } from '../../chat-client/clock.ts';
import type { ConnectionState } from '../../chat-client/connection.ts';
import {
  type CustomerChat,
  type CustomerChatState,
  createCustomerChat,
} from '../../chat-client/customer-chat.ts';
import { createHttp } from '../../chat-client/http.ts';
import type { SessionClient } from '../../chat-client/session-client.ts';
import { isEnded } from '../../chat-client/session-facts.ts';
import type { Store } from '../../chat-client/store.ts';
import type { Config, Host } from '../host.ts';
import { announcementOf, catchUp, isIncoming, unreadCount } from './announcements.ts';
import { awaitedReply, type View, viewOf } from './view.ts';

/** The widget's state and what can be done with it. */
export interface ChatModel {
  readonly view: ReadonlySignal<View>;
  /** Null until the addresses of the service are known. */
  readonly chat: ReadonlySignal<CustomerChatState | null>;
  readonly isOpen: ReadonlySignal<boolean>;
  /** Texts for screen readers, newest last. */
  readonly spoken: ReadonlySignal<readonly { key: number; text: string }[]>;
  readonly draft: ReadonlySignal<string>;
  /** The session that goes on, for what needs no state of the widget's. */
  session(): SessionClient | undefined;
  open(): void;
  close(): void;
  /** Resumes the stored session without opening the panel. */
  resume(): void;
  setDraft(text: string): void;
  send(text: string): void;
  retry(id: string): void;
  discard(id: string): void;
  requestPerson(): void;
  askToEnd(ask: boolean): void;
  end(): void;
  /** Opens or closes the form for a message to leave. */
  writeMessage(open: boolean): void;
  /** Begins a sequel of the chat that has ended, below it. */
  newChat(): void;
  /** Connects again: after another window took over, or when chat was not available. */
  reconnect(): void;
  showEarlier(): void;
  /** The browser says that the network is back or the page is seen again. */
  wake(): void;
  networkLost(): void;
  /** Whether the page is in sight. */
  setPageVisible(visible: boolean): void;
  /** Erases what is stored and ends everything. */
  shutdown(): void;
}

const BLIP_MS = 2_000;
const GLAD_MS = 2_000;
const DOTS_AFTER_MS = 300;
const SLOW_AFTER_MS = 8_000;
const FIRST_SHOWN = 100;
const MORE_SHOWN = 50;
const SPOKEN_KEPT = 20;
/** States in which nobody waits for the connection. */
const SETTLED: ReadonlySet<ConnectionState> = new Set(['online', 'superseded', 'failed', 'closed']);

/** Makes the model; nothing is loaded or stored before `open` or `resume`. */
export function createChatModel(host: Host, store: Store): ChatModel {
  const timers = createTimers<'away' | 'back' | 'patience'>(systemClock);
  const chat = signal<CustomerChat | null>(null);
  const state = signal<CustomerChatState | null>(null);
  const started = signal(false);
  const broken = signal(false);
  const away = signal(false);
  const back = signal(false);
  const patience = signal<'none' | 'waiting' | 'long'>('none');
  const confirmingEnd = signal(false);
  const leaving = signal(false);
  const pageVisible = signal(true);
  const shown = signal(FIRST_SHOWN);
  const isOpen = signal(false);
  const draft = signal(store.get('draft') ?? '');
  const readSeq = signal(Number(store.get('read') ?? 0) || 0);
  const spoken = signal<readonly { key: number; text: string }[]>([]);
  /** What was done before there was a chat to do it in. */
  const early: ((chat: CustomerChat) => void)[] = [];
  let config: Config | null = null;
  let spokenCount = 0;
  /** Last entry that was spoken or was there before; null until the transcript is known. */
  let spokenSeq: number | null = null;

  const view = computed(() =>
    viewOf({
      chat: state.value,
      broken: broken.value,
      away: away.value,
      back: back.value,
      patience: patience.value,
      confirmingEnd: confirmingEnd.value,
      leaving: leaving.value,
      brand: host.options.brand,
      phone: host.options.phone,
      shown: shown.value,
      now: Date.now() + (state.value?.session.clockOffsetMs ?? 0),
    }),
  );

  const awaited = computed(() => awaitedReply(state.value));
  const status = computed(() => state.value?.session.status ?? null);
  const down = computed(() => started.value && !SETTLED.has(state.value?.connection ?? 'idle'));

  const speak = (texts: readonly string[]) => {
    if (texts.length === 0) return;
    const next = texts.map((text) => {
      spokenCount += 1;
      return { key: spokenCount, text };
    });
    spoken.value = [...spoken.peek(), ...next].slice(-SPOKEN_KEPT);
  };

  const begin = () => {
    if (!config) return;
    const next = createCustomerChat({
      http: createHttp({ apiUrl: config.apiUrl }),
      socketUrl: config.socketUrl,
      store,
      customer: () => host.customer(),
      isOffline: () => !navigator.onLine,
    });
    chat.value = next;
    state.value = next.getState();
    next.subscribe(() => {
      const before = state.peek();
      const now = next.getState();
      // What was read and spoken belongs to the chat before.
      if (before && now.earlier !== before.earlier) forgetPlace();
      state.value = now;
    });
    for (const act of early.splice(0)) act(next);
    next.open();
  };

  const inChat = (act: (chat: CustomerChat) => void) => {
    const current = chat.peek();
    if (current) act(current);
    else early.push(act);
  };

  const forgetPlace = () => {
    store.remove('read');
    spokenSeq = null;
    readSeq.value = 0;
  };

  const start = async () => {
    if (started.peek()) return;
    started.value = true;
    broken.value = false;
    try {
      config = await host.loadConfig();
    } catch (error) {
      console.error('Chat is not available.', error);
      broken.value = true;
      started.value = false;
      return;
    }
    // Shut down meanwhile.
    if (started.peek()) begin();
  };

  const stopChat = () => {
    chat.peek()?.forget();
    chat.peek()?.close();
    forgetPlace();
    state.value = null;
    chat.value = null;
  };

  const stops = [
    // A blip stays unseen: only what lasts is shown, and its end too.
    effect(() => {
      if (down.value) {
        timers.set('away', BLIP_MS, () => {
          away.value = true;
        });
        return;
      }
      timers.clear('away');
      if (!away.peek()) return;
      away.value = false;
      back.value = true;
      timers.set('back', GLAD_MS, () => {
        back.value = false;
      });
    }),
    effect(() => {
      const waitsFor = awaited.value;
      patience.value = 'none';
      if (waitsFor === null) {
        timers.clear('patience');
        return;
      }
      timers.set('patience', DOTS_AFTER_MS, () => {
        patience.value = 'waiting';
        timers.set('patience', SLOW_AFTER_MS, () => {
          patience.value = 'long';
        });
      });
    }),
    effect(() => {
      const messages = state.value?.session.messages ?? [];
      const last = messages.length;
      // What was read belongs to an older session.
      if (state.value?.session.synced && last < readSeq.peek()) readSeq.value = last;
      if (!isOpen.value) {
        host.emit('unread', unreadCount(messages, readSeq.value));
        return;
      }
      if (last <= readSeq.peek()) return;
      readSeq.value = last;
      store.set('read', String(last));
    }),
    effect(() => {
      const session = state.value?.session;
      if (!session || (spokenSeq === null && !session.synced)) return;
      const from = spokenSeq ?? session.messages.length;
      spokenSeq = session.messages.length;
      if (!isOpen.value) return;
      const fresh = session.messages.slice(from).filter((it) => isIncoming(it) || it.event);
      speak(fresh.map(announcementOf).filter((text) => text !== null));
    }),
    effect(() => {
      if (status.value === null) return;
      host.emit('status', status.value);
      // A later visit starts afresh; this one still shows what was said.
      if (isEnded(status.value)) store.remove('read');
    }),
    effect(() => chat.value?.setVisible(isOpen.value && pageVisible.value)),
  ];

  return {
    view,
    chat: state,
    session: () => chat.peek()?.session,
    isOpen,
    spoken,
    draft,
    open() {
      if (isOpen.peek()) return;
      const missed = catchUp(state.peek()?.session.messages ?? [], readSeq.peek());
      isOpen.value = true;
      store.set('open', '1');
      host.emit('open', null);
      speak(missed);
      void start();
    },
    close() {
      if (!isOpen.peek()) return;
      isOpen.value = false;
      confirmingEnd.value = false;
      store.remove('open');
      host.emit('close', null);
    },
    resume: () => void start(),
    setDraft(text) {
      draft.value = text;
      store.set('draft', text);
      chat.peek()?.session.setTyping(text !== '');
    },
    send(text) {
      inChat((it) => it.send(text));
      // A chip or a button sends too, and leaves what was typed alone.
      if (draft.peek() !== text) return;
      draft.value = '';
      store.remove('draft');
    },
    retry: (id) => chat.peek()?.retry(id),
    discard: (id) => chat.peek()?.session.discard(id),
    requestPerson: () => inChat((it) => it.session.requestPerson()),
    writeMessage(open) {
      chat.peek()?.session.dismissNotice();
      leaving.value = open;
    },
    askToEnd(ask) {
      confirmingEnd.value = ask;
    },
    end() {
      confirmingEnd.value = false;
      chat.peek()?.session.end();
    },
    newChat: () => chat.peek()?.continue(),
    reconnect() {
      if (chat.peek()) chat.peek()?.open();
      else void start();
    },
    showEarlier() {
      shown.value += MORE_SHOWN;
    },
    wake: () => chat.peek()?.connection.retryNow(),
    networkLost: () => chat.peek()?.connection.networkLost(),
    setPageVisible(visible) {
      pageVisible.value = visible;
    },
    shutdown() {
      for (const stop of stops) stop();
      timers.clearAll();
      stopChat();
      started.value = false;
      store.remove('open');
      store.remove('draft');
    },
  };
}
