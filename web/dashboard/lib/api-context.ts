import { createContext, useContext } from 'react';
import type { Api } from './api.ts';

/** Carries the HTTP API down the tree. */
export const ApiContext = createContext<Api | null>(null);

/** The HTTP API; throws an Error outside of a signed-in page. */
export function useApi(): Api {
  const api = useContext(ApiContext);
  if (!api) throw new Error('There is no API here.');
  return api;
}
