import { setTimeout as sleep } from 'node:timers/promises';

const PATIENCE_MS = 15_000;

/**
 * Waits for a state that a subscription announces.
 *
 * @param holds may throw what makes waiting pointless.
 * @throws Error naming what did not come about within 15 s, or what `holds` threw.
 */
export function until(
  what: string,
  subscribe: (listener: () => void) => () => unknown,
  holds: () => boolean,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const finish = (error?: Error) => {
      clearTimeout(timer);
      unsubscribe();
      if (error) reject(error);
      else resolve();
    };
    const timer = setTimeout(
      () => finish(new Error(`Waited ${PATIENCE_MS / 1000} s in vain until ${what}.`)),
      PATIENCE_MS,
    );
    const look = () => {
      try {
        if (holds()) finish();
      } catch (error) {
        finish(error as Error);
      }
    };
    const unsubscribe = subscribe(look);
    look();
  });
}

const PAUSE_MS = 100;

/**
 * Asks again until the answer is yes: an index may lag behind the table.
 *
 * @throws Error naming what did not come about within 15 s, or what `ask` threw.
 */
export async function untilAnswered(what: string, ask: () => Promise<boolean>): Promise<void> {
  const deadline = performance.now() + PATIENCE_MS;
  while (!(await ask())) {
    if (performance.now() > deadline) {
      throw new Error(`Waited ${PATIENCE_MS / 1000} s in vain until ${what}.`);
    }
    await sleep(PAUSE_MS);
  }
}
