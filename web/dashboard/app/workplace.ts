import type { QueryClient } from '@tanstack/react-query';
import type { StoreApi } from 'zustand/vanilla';
import { byId, createCommands } from '../commands/registry.ts';
import type { Auth } from '../features/auth/auth.ts';
import { contextKey } from '../features/context/use-session-context.ts';
import { type Api, createApi } from '../lib/api.ts';
import type { SiteConfig } from '../lib/config.ts';
import type { Preferences } from '../lib/preferences.ts';
import { guardedStore } from '../lib/storage.ts';
import { createTicker } from '../lib/ticker.ts';
import { createDesk } from './desk.ts';
import type { DeskContextValue } from './desk-context.tsx';
import { movePane } from './panes.ts';

/** Everything between one sign-in and its end. */
export interface Workplace {
  api: Api;
  queries: QueryClient;
  context: DeskContextValue;
  close(): void;
}

/** Builds the desk on the browser and connects it. */
export function openWorkplace(options: {
  config: SiteConfig;
  auth: Auth;
  preferences: StoreApi<Preferences>;
  queries: QueryClient;
}): Workplace {
  const { config, auth, preferences, queries } = options;
  const ticker = createTicker();
  const api = createApi({
    apiUrl: config.apiUrl,
    idToken: auth.idToken,
    refused(error) {
      if (error.status === 401) auth.expire();
      else if (error.code === 'not_an_agent') auth.refuse();
    },
  });
  const desk = createDesk({
    api,
    socketUrl: config.socketUrl,
    storage: guardedStore(() => sessionStorage),
    visible: () => document.visibilityState === 'visible',
    isOffline: () => !navigator.onLine,
    contextChanged: (sessionId) =>
      void queries.invalidateQueries({ queryKey: contextKey(sessionId) }),
    clockOffset: ticker.setOffset,
  });
  const commands = byId(
    createCommands(desk, {
      movePane,
      focusRow: (sessionId) => desk.view.setState({ focus: { target: 'row', sessionId } }),
    }),
  );
  const stopWaking = wakeWithPage(desk);
  desk.connect();
  return {
    api,
    queries,
    context: { desk, ticker, preferences, commands, signOut: () => void auth.signOut() },
    close() {
      stopWaking();
      desk.close();
      queries.clear();
    },
  };
}

/** A page that slept, or a network that went, is tried at once instead of at the next timeout. */
function wakeWithPage(desk: { retryNow(): void; networkLost(): void }): () => void {
  const ending = new AbortController();
  const { signal } = ending;
  const seen = () => {
    if (document.visibilityState === 'visible') desk.retryNow();
  };
  window.addEventListener('online', desk.retryNow, { signal });
  window.addEventListener('offline', desk.networkLost, { signal });
  window.addEventListener('pageshow', seen, { signal });
  document.addEventListener('visibilitychange', seen, { signal });
  return () => ending.abort();
}
