import { createStore, type StoreApi } from 'zustand/vanilla';

/** The page's views and what they are called, in the order of the navigation. */
export const VIEW_WORDS = {
  desk: 'Desk',
  'left-messages': 'Left messages',
  metrics: 'Metrics',
  team: 'Team',
  'canned-replies': 'Canned replies',
} as const;

/** One of the page's views. */
export type ViewName = keyof typeof VIEW_WORDS;

/** All views, in the order of the navigation. */
export const VIEW_NAMES = Object.keys(VIEW_WORDS) as ViewName[];

/** Which view is on show; the address follows, so that a reload and the back button keep it. */
export interface Route {
  store: StoreApi<{ view: ViewName }>;
  show(view: ViewName): void;
  /** Stops following the address. */
  close(): void;
}

/** The address of a view within the page. */
export function addressOf(view: ViewName): string {
  return `#/${view}`;
}

/** The view that an address names; the desk for any other address. */
export function viewOf(hash: string): ViewName {
  return VIEW_NAMES.find((view) => addressOf(view) === hash) ?? 'desk';
}

/** What a route takes of the browser's window. */
export type RouteWindow = Pick<EventTarget, 'addEventListener' | 'removeEventListener'> & {
  location: { hash: string };
};

/** Follows and sets the part of the address after `#`. */
export function createRoute(window: RouteWindow): Route {
  const store = createStore<{ view: ViewName }>(() => ({ view: viewOf(window.location.hash) }));
  const show = (view: ViewName) => {
    if (store.getState().view !== view) store.setState({ view });
  };
  const moved = () => show(viewOf(window.location.hash));
  window.addEventListener('hashchange', moved);
  return {
    store,
    show(view) {
      // At once, not with the event of the new address: what comes next may want the keyboard there.
      show(view);
      if (viewOf(window.location.hash) !== view) window.location.hash = addressOf(view);
    },
    close: () => window.removeEventListener('hashchange', moved),
  };
}
