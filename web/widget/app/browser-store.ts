import { memoryStore, type Store } from '../../chat-client/store.ts';

const PREFIX = 'switchboard:';

/** The browser's storage under our prefix, or memory where the browser refuses it. */
export function browserStore(): Store {
  const memory = memoryStore();
  // Keys whose newest value the browser would not take.
  const refused = new Set<string>();
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
    // The browser's first: another tab may have written since.
    get: (key) =>
      refused.has(key)
        ? memory.get(key)
        : guarded(() => localStorage.getItem(PREFIX + key), memory.get(key)),
    set(key, value) {
      memory.set(key, value);
      refused.add(key);
      guarded(() => {
        localStorage.setItem(PREFIX + key, value);
        refused.delete(key);
      }, undefined);
    },
    remove(key) {
      memory.remove(key);
      refused.delete(key);
      guarded(() => localStorage.removeItem(PREFIX + key), undefined);
    },
  };
}
