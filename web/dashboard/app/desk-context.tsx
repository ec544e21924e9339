import { createContext, useContext } from 'react';
import type { StoreApi } from 'zustand/vanilla';
import type { Command, CommandId } from '../commands/registry.ts';
import type { Preferences } from '../lib/preferences.ts';
import type { Ticker } from '../lib/ticker.ts';
import type { Desk } from './desk.ts';
import type { Route } from './route.ts';

/** What every view of a signed-in agent can reach. */
export interface DeskContextValue {
  desk: Desk;
  ticker: Ticker;
  preferences: StoreApi<Preferences>;
  commands: Record<CommandId, Command>;
  route: Route;
  /** Signs out; with open chats it asks first what is to become of them. */
  signOut(): void;
  /** Signs out without asking. */
  signOutNow(): void;
}

/** Carries the workplace down the tree. */
export const DeskContext = createContext<DeskContextValue | null>(null);

/** The workplace; throws an Error outside of it. */
export function useDesk(): DeskContextValue {
  const value = useContext(DeskContext);
  if (!value) throw new Error('There is no desk here.');
  return value;
}
