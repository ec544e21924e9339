import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Agent } from '../../../protocol/agent.ts';
import type { ConnectionState } from '../../chat-client/connection.ts';
import { type Held, type HeldEvent, NO_HELD, reduceHeld } from '../features/conversation/held.ts';
import {
  NO_OFFERS,
  type OfferEvent,
  type Offers,
  reduceOffers,
} from '../features/offers/offers.ts';
import {
  NO_PENDING,
  type Pending,
  type PendingEvent,
  reducePending,
} from '../features/queue/pending.ts';
import { createReducerStore, type ReducerStore } from '../lib/reducer-store.ts';
import { FIRST_VIEW, type ViewState } from './view-state.ts';

/** Views of the pending list are renewed this often at most, in ms: many may come at once. */
const PENDING_EVERY_MS = 50;

/** All that one signed-in agent's page knows. */
export interface DeskStores {
  agent: StoreApi<{ agent: Agent | null }>;
  connection: StoreApi<{ state: ConnectionState; error?: unknown; since: number }>;
  pending: ReducerStore<Pending, PendingEvent>;
  held: ReducerStore<Held, HeldEvent>;
  offers: ReducerStore<Offers, OfferEvent>;
  /** How many chats were given to this agent unasked; each one sounds. */
  given: StoreApi<{ count: number }>;
  view: StoreApi<ViewState>;
  /** Commands on their way, as `<command>:<session id>`. */
  busy: StoreApi<{ running: ReadonlySet<string> }>;
}

/** Makes the empty stores of a page. */
export function createStores(now: () => number): DeskStores {
  return {
    agent: createStore(() => ({ agent: null })),
    connection: createStore(() => ({ state: 'idle', since: now() })),
    pending: createReducerStore(NO_PENDING, reducePending, PENDING_EVERY_MS),
    held: createReducerStore(NO_HELD, reduceHeld),
    offers: createReducerStore(NO_OFFERS, reduceOffers),
    given: createStore(() => ({ count: 0 })),
    view: createStore(() => FIRST_VIEW),
    busy: createStore(() => ({ running: new Set<string>() })),
  };
}
