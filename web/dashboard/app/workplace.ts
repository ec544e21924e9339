import type { QueryClient } from '@tanstack/react-query';
import type { StoreApi } from 'zustand/vanilla';
import type { Http } from '../../chat-client/http.ts';
import { byId, createCommands } from '../commands/registry.ts';
import { createViewCommands, withRoute } from '../commands/view-commands.ts';
import type { Auth } from '../features/auth/auth.ts';
import { contextKey } from '../features/context/use-session-context.ts';
import { liveSessions } from '../features/conversation/held.ts';
import { createAgentHttp } from '../lib/agent-http.ts';
import { type Api, createApi } from '../lib/api.ts';
import type { SiteConfig } from '../lib/config.ts';
import type { Preferences } from '../lib/preferences.ts';
import { guardedStore } from '../lib/storage.ts';
import { createTicker } from '../lib/ticker.ts';
import { createDesk } from './desk.ts';
import type { DeskContextValue } from './desk-context.tsx';
import { movePane } from './panes.ts';
import { createRoute } from './route.ts';

const TEXT_FIELDS = 'textarea, input:not([type="radio"], [type="checkbox"], [type="button"])';

/** Everything between one sign-in and its end. */
export interface Workplace {
  api: Api;
  /** For the requests of single views. */
  http: Http;
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
  const route = createRoute(window);
  const http = createAgentHttp({
    apiUrl: config.apiUrl,
    idToken: auth.idToken,
    refused(error) {
      if (error.status === 401) auth.expire();
      else if (error.code === 'not_an_agent') auth.refuse();
    },
  });
  const api = createApi(http);
  const onDesk = () => route.store.getState().view === 'desk';
  const desk = createDesk({
    api,
    socketUrl: config.socketUrl,
    storage: guardedStore(() => sessionStorage),
    // A chat behind another view is not seen either.
    visible: () => document.visibilityState === 'visible' && onDesk(),
    inTextField: () => document.activeElement?.matches(TEXT_FIELDS) === true,
    isOffline: () => !navigator.onLine,
    contextChanged: (sessionId, left) =>
      void queries.invalidateQueries({
        queryKey: contextKey(sessionId),
        refetchType: left ? 'none' : 'active',
      }),
    clockOffset: ticker.setOffset,
  });
  const deskCommands = createCommands(desk, {
    movePane,
    focusRow: (sessionId) => desk.view.setState({ focus: { target: 'row', sessionId } }),
  });
  const commands = byId([
    ...deskCommands.map((command) => withRoute(command, route)),
    ...createViewCommands(route),
  ]);
  desk.view.subscribe((view, before) => {
    // Whatever asks for the keyboard on the desk must be in sight.
    if (view.focus !== null && view.focus !== before.focus) route.show('desk');
  });
  route.store.subscribe(desk.looked);
  const signOutNow = () => void auth.signOut();
  const signOut = () => {
    if (liveSessions(desk.held.current()).length === 0) signOutNow();
    else desk.view.setState({ dialog: 'sign-out' });
  };
  const stopWaking = wakeWithPage(desk);
  desk.connect();
  return {
    api,
    http,
    queries,
    context: { desk, ticker, preferences, commands, route, signOut, signOutNow },
    close() {
      stopWaking();
      route.close();
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
