import { useEffect } from 'react';
import type { StoreApi } from 'zustand/vanilla';
import type { Preferences } from '../lib/preferences.ts';
import { isSingleKey, matches } from './keys.ts';
import type { Command } from './registry.ts';

const FIELDS = 'input, textarea, select, [contenteditable="true"]';

/** Runs commands by their keys. Single characters act outside fields only, and can be off. */
export function useShortcuts(
  commands: readonly Command[],
  preferences: StoreApi<Preferences>,
): void {
  useEffect(() => {
    const pressed = (event: KeyboardEvent) => {
      if (event.defaultPrevented) return;
      const target = event.target instanceof Element ? event.target : null;
      // A dialog has keys of its own.
      if (target?.closest('[role="dialog"], [role="alertdialog"]')) return;
      const inField = target?.closest(FIELDS) != null;
      for (const command of commands) {
        const keys = command.keys.find((combination) => matches(combination, event));
        if (!keys || keys === 'Enter') continue;
        const single = isSingleKey(keys);
        if (single && (inField || !preferences.getState().singleKeys)) continue;
        if (!command.enabled()) continue;
        event.preventDefault();
        command.run();
        return;
      }
    };
    document.addEventListener('keydown', pressed);
    return () => document.removeEventListener('keydown', pressed);
  }, [commands, preferences]);
}
