import { memoryStore, type Store } from '../../chat-client/store.ts';
import type { KeyValueStore } from '../features/auth/oidc.ts';

/** A browser's storage that never throws: where it refuses, the page's memory has to do. */
export function guardedStore(storage: () => KeyValueStore): Store {
  const memory = memoryStore();
  return {
    get(key) {
      try {
        return storage().getItem(key) ?? memory.get(key);
      } catch {
        // Storage is switched off in this browser.
        return memory.get(key);
      }
    },
    set(key, value) {
      try {
        storage().setItem(key, value);
      } catch {
        // Full or switched off: keep it for as long as the page lives.
        memory.set(key, value);
      }
    },
    remove(key) {
      memory.remove(key);
      try {
        storage().removeItem(key);
      } catch {
        // Nothing could be stored, so nothing is left behind.
      }
    },
  };
}

/** The same store by the names of the Web Storage interface. */
export function asKeyValueStore(store: Store): KeyValueStore {
  return { getItem: store.get, setItem: store.set, removeItem: store.remove };
}
