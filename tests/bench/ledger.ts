import type { FunctionName } from '../../lib/functions.ts';
import type { Invocation } from '../../local/functions.ts';

/** Keeps account of the invocations that one event causes. */
export interface Ledger {
  /** Starts a new event, which invokes these functions, once for each time named. */
  open(causes: readonly FunctionName[]): void;
  ended(invocation: Invocation): void;
  /** Resolves when all are over; rejects when one failed or was not expected. */
  settled(): Promise<void>;
}

/** Outside of an event nothing is expected. */
export function createLedger(): Ledger {
  const awaited = new Map<string, number>();
  let failure: Error | undefined;
  let look = (): void => {};

  const add = (name: string, count: number): void => {
    const left = (awaited.get(name) ?? 0) + count;
    if (left === 0) awaited.delete(name);
    else awaited.set(name, left);
  };

  return {
    open(causes) {
      awaited.clear();
      failure = undefined;
      for (const name of causes) add(name, 1);
    },
    ended({ functionName, trigger, result }) {
      // The minute comes when it comes; its calls are the timers' own and counted nowhere else.
      if (trigger === 'schedule' && !awaited.has(functionName)) return;
      if (!result.ok) failure ??= new Error(`${functionName} failed: ${result.errorMessage}`);
      if (!awaited.has(functionName)) {
        failure ??= new Error(`${functionName} ran for ${trigger}, which was not expected.`);
      }
      add(functionName, -1);
      look();
    },
    settled: () =>
      new Promise((resolve, reject) => {
        look = () => {
          if (failure) reject(failure);
          else if (awaited.size === 0) resolve();
        };
        look();
      }),
  };
}
