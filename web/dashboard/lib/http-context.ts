import { createContext, useContext } from 'react';
import type { Http } from '../../chat-client/http.ts';

/** Carries the signed-in agent's HTTP client down the tree. */
export const HttpContext = createContext<Http | null>(null);

/** The HTTP client for a view's own requests; throws an Error outside of a signed-in page. */
export function useHttp(): Http {
  const http = useContext(HttpContext);
  if (!http) throw new Error('There is no HTTP client here.');
  return http;
}
