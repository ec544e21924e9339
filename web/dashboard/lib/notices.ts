import { createStore, type StoreApi } from 'zustand/vanilla';

/** A short word to the agent that goes away by itself, unless it offers to open a chat. */
export interface Notice {
  id: number;
  look: 'info' | 'good' | 'danger';
  text: string;
  /** The chat it is about and its customer; such a notice stays until the chat is opened. */
  open: { sessionId: string; name: string } | null;
}

/** The notices on show, oldest first. */
export interface Notices {
  store: StoreApi<readonly Notice[]>;
  show(look: Notice['look'], text: string, open?: Notice['open']): void;
  dismiss(id: number): void;
  /** Dismisses those that offer to open this chat. */
  dismissFor(sessionId: string): void;
  /** Ends all timers. */
  close(): void;
}

/** How long a notice stays, in ms: long enough to be read twice. */
export const NOTICE_MS = 8_000;
const MOST = 4;

/** Makes an empty set of notices. */
export function createNotices(): Notices {
  const store = createStore<readonly Notice[]>(() => []);
  const timers = new Map<number, ReturnType<typeof setTimeout>>();
  let last = 0;
  const dismiss = (id: number) => {
    clearTimeout(timers.get(id));
    timers.delete(id);
    store.setState((notices) => notices.filter((notice) => notice.id !== id), true);
  };
  return {
    store,
    show(look, text, open = null) {
      last += 1;
      const id = last;
      // The same words again replace the old ones instead of piling up.
      const others = store.getState().filter((notice) => notice.text !== text);
      store.setState([...others, { id, look, text, open }].slice(-MOST), true);
      if (open) return;
      timers.set(
        id,
        setTimeout(() => dismiss(id), NOTICE_MS),
      );
    },
    dismiss,
    dismissFor(sessionId) {
      for (const { id, open } of store.getState()) if (open?.sessionId === sessionId) dismiss(id);
    },
    close() {
      for (const timer of timers.values()) clearTimeout(timer);
      timers.clear();
    },
  };
}
