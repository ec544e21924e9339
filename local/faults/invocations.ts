import type { InvokeResult } from '../contracts.ts';
import type { Faults } from './faults.ts';
import { latency } from './latency.ts';

/** The faults of events on their way to a function. */
export interface InvocationFaults {
  /** Runs the event now, later, or twice; answers what the last run came to. */
  around(
    functionName: string,
    event: unknown,
    run: () => Promise<InvokeResult>,
  ): Promise<InvokeResult>;
}

/**
 * Only what nobody waits for is ever given to a function again: batches of a queue and scheduled
 * events. Gateways do not repeat an invocation.
 */
export function createInvocationFaults(faults: Faults): InvocationFaults {
  return {
    async around(functionName, event, run) {
      const target = { function: functionName };
      const wait = faults.strike('latency', `invoke ${functionName}`, {
        ...target,
        service: 'lambda',
      });
      if (wait?.ms) await latency(wait.ms);
      if (isAsynchronous(event) && faults.strike('retried', functionName, target)) await run();
      return run();
    },
  };
}

function isAsynchronous(event: unknown): boolean {
  const { Records, source } = (event ?? {}) as { Records?: unknown; source?: unknown };
  return Array.isArray(Records) || source === 'aws.events';
}
