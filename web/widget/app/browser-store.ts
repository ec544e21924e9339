import { memoryStore, type Store } from '../../chat-client/store.ts';

const PREFIX = 'switchboard:';

/** The browser's storage under our prefix, or memory where the browser refuses it. */
export function browserStore(): Store {
  const memory = memoryStore();
  // Storage may be missing, forbidden or full at any call; the chat must go on all the same, with
  // a memory that ends with the page.
  const guarded = <T>(run: () => T, otherwise: T): T => {
    try {
      return run();
    } catch {
      return otherwise;
    }
  };
  return {
    get: (key) => memory.get(key) ?? guarded(() => localStorage.getItem(PREFIX + key), null),
    set(key, value) {
      memory.set(key, value);
      guarded(() => localStorage.setItem(PREFIX + key, value), undefined);
    },
    remove(key) {
      memory.remove(key);
      guarded(() => localStorage.removeItem(PREFIX + key), undefined);
    },
  };
}
