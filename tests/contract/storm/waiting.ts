import { setTimeout as pause } from 'node:timers/promises';
import { ApiError } from '../../../web/chat-client/http.ts';

/** A laptop under a storm is slow; what takes longer than this will never come. */
const DEADLINE_MS = 60_000;
/** So long people wait for news of others before they load the page again. */
const PATIENCE_MS = 5000;
/** So long they wait for their own words to be sent: the client is seen to try. */
export const SENDING_PATIENCE_MS = 20_000;
const RETRY_MS = 150;

/** Something that a subscription announces. */
export interface Wait {
  what: string;
  subscribe(listener: () => void): () => unknown;
  /** May throw what makes waiting pointless. */
  holds(): boolean;
  /** What an impatient person does again and again, every `patienceMs`. */
  nudge(): void;
  patienceMs?: number;
}

/** Waits for it. @throws Error naming what did not come about in 60 s, or what `holds` threw. */
export function comesTrue({
  what,
  subscribe,
  holds,
  nudge,
  patienceMs = PATIENCE_MS,
}: Wait): Promise<void> {
  return new Promise((resolve, reject) => {
    const settle = (error?: unknown) => {
      clearTimeout(deadline);
      clearInterval(impatience);
      unsubscribe();
      if (error) reject(error);
      else resolve();
    };
    const look = () => {
      try {
        if (holds()) settle();
      } catch (error) {
        settle(error);
      }
    };
    const impatience = setInterval(nudge, patienceMs);
    const deadline = setTimeout(
      () => settle(new Error(`Waited ${DEADLINE_MS / 1000} s in vain until ${what}.`)),
      DEADLINE_MS,
    );
    const unsubscribe = subscribe(look);
    look();
  });
}

/** Asks again until the answer is yes. @throws Error naming what did not come about in 60 s. */
export async function untilTrue(what: string, ask: () => Promise<boolean>): Promise<void> {
  const deadline = performance.now() + DEADLINE_MS;
  while (!(await ask())) {
    if (performance.now() > deadline) {
      throw new Error(`Waited ${DEADLINE_MS / 1000} s in vain until ${what}.`);
    }
    await pause(RETRY_MS);
  }
}

/**
 * Repeats a request until it is answered for good, as people press a button again.
 *
 * @param passing codes of refusals that pass by themselves.
 * @throws ApiError any other refusal, or the last one after 60 s.
 */
export async function persist<T>(
  request: () => Promise<T>,
  onRetry: (refusal: ApiError) => void,
  passing: readonly string[] = [],
): Promise<T> {
  const deadline = performance.now() + DEADLINE_MS;
  for (;;) {
    try {
      return await request();
    } catch (error) {
      const again = error instanceof ApiError && (error.retriable || passing.includes(error.code));
      if (!again || performance.now() > deadline) throw error;
      onRetry(error);
      await pause(RETRY_MS);
    }
  }
}
