import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Store } from '../../chat-client/store.ts';

/** How one person wants their dashboard; kept on the device. */
export interface Preferences {
  theme: 'auto' | 'light' | 'dark';
  sound: boolean;
  desktopNotifications: boolean;
  /** Shortcuts of one character; some assistive technology types them by accident. */
  singleKeys: boolean;
}

/** What a new person gets. */
export const DEFAULT_PREFERENCES: Preferences = {
  theme: 'auto',
  sound: true,
  desktopNotifications: false,
  singleKeys: true,
};

const KEY = 'switchboard.preferences';

/** The preferences as a store that writes every change to `storage`. */
export function createPreferences(storage: Store): StoreApi<Preferences> {
  const store = createStore<Preferences>(() => readPreferences(storage.get(KEY)));
  store.subscribe((preferences) => storage.set(KEY, JSON.stringify(preferences)));
  return store;
}

/** Reads stored preferences; whatever is missing or wrong takes its default. */
export function readPreferences(stored: string | null): Preferences {
  let value: unknown;
  try {
    value = JSON.parse(stored ?? '{}');
  } catch {
    // Damaged by hand or by an old release: start over.
    value = {};
  }
  const fields = (typeof value === 'object' && value !== null ? value : {}) as Partial<Preferences>;
  const flag = (name: 'sound' | 'desktopNotifications' | 'singleKeys') =>
    typeof fields[name] === 'boolean' ? fields[name] : DEFAULT_PREFERENCES[name];
  const themes: readonly unknown[] = ['auto', 'light', 'dark'];
  return {
    theme: themes.includes(fields.theme) && fields.theme ? fields.theme : DEFAULT_PREFERENCES.theme,
    sound: flag('sound'),
    desktopNotifications: flag('desktopNotifications'),
    singleKeys: flag('singleKeys'),
  };
}
