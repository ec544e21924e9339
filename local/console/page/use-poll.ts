import { useCallback, useEffect, useRef, useState } from 'preact/hooks';

const POLL_MS = 1500;

/** What the server last said; `problem` is why it says nothing now. */
export interface Polled<T> {
  data?: T;
  problem?: string;
  /** Asks at once rather than at the next turn. */
  refresh(): void;
}

/** Asks the console's server. Throws an Error with the reason it gives. */
export async function ask<T>(path: string, method = 'GET', body?: unknown): Promise<T> {
  const init: RequestInit = { method };
  if (body !== undefined) {
    init.headers = { 'content-type': 'application/json' };
    init.body = JSON.stringify(body);
  } else if (method === 'POST') {
    init.headers = { 'content-type': 'application/json' };
  }
  const response = await fetch(`/api/${path}`, init);
  const answer = await response.json();
  if (!response.ok) throw new Error((answer as { message?: string }).message ?? 'It failed');
  return answer as T;
}

/** Asks again and again while the page is to be seen; nothing with an undefined path. */
export function usePoll<T>(path: string | undefined): Polled<T> {
  const [state, setState] = useState<{ path?: string; data?: T; problem?: string }>({});
  const turn = useRef(() => {});

  useEffect(() => {
    if (path === undefined) return;
    let over = false;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const run = async (): Promise<void> => {
      clearTimeout(timer);
      if (!document.hidden) {
        try {
          const data = await ask<T>(path);
          if (!over) setState({ path, data });
        } catch (error) {
          const problem = error instanceof TypeError ? 'The cloud does not answer' : String(error);
          if (!over) setState((before) => ({ ...before, path, problem }));
        }
      }
      clearTimeout(timer);
      if (!over) timer = setTimeout(run, POLL_MS);
    };
    turn.current = () => void run();
    void run();
    return () => {
      over = true;
      clearTimeout(timer);
    };
  }, [path]);

  const refresh = useCallback(() => turn.current(), []);
  // What was said about another path is no answer to this one.
  return state.path === path ? { ...state, refresh } : { refresh };
}
