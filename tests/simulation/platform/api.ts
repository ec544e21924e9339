import type { Ports } from '../../../lambdas/ports.ts';
import type { Nemesis } from '../nemesis/nemesis.ts';
import type { Random } from '../random.ts';
import type { Scheduler } from '../scheduler.ts';
import type { Call, Functions } from './functions.ts';

/** The answer to an HTTP request did not come, or was a refusal. */
export class RequestFailed extends Error {
  readonly code: string;
  /** True if the same request may succeed later. */
  readonly retriable: boolean;

  constructor(code: string, retriable: boolean) {
    super(code);
    this.code = code;
    this.retriable = retriable;
  }
}

/** The HTTP API: runs a use case for somebody. */
export interface Api {
  /** @throws RequestFailed `network` if no answer came, else with the refusal's code. */
  request<T>(
    about: { who: string; command: string; sessionId?: string },
    run: (ports: Ports) => Promise<T>,
  ): Promise<T>;
}

const TIMEOUT_MS = 29_000;

/** Makes the HTTP API over the functions. */
export function createApi(options: {
  scheduler: Scheduler;
  random: Random;
  nemesis: Nemesis;
  functions: Functions;
  portsFor(call: Call): Ports;
}): Api {
  const { scheduler, random, nemesis, functions, portsFor } = options;
  return {
    async request(about, run) {
      await scheduler.sleep(random.int(2, 40));
      const outcome = await functions.invoke({ fn: 'api', ...about }, TIMEOUT_MS, (call) =>
        run(portsFor(call)),
      );
      await scheduler.sleep(random.int(2, 40));
      if (outcome.status === 'lost' || nemesis.strikes('http_lost', about.command)) {
        throw new RequestFailed('network', true);
      }
      if (outcome.status === 'ok') return outcome.value;
      const { code = 'internal', retriable = true } = outcome.error as Partial<RequestFailed>;
      throw new RequestFailed(code, retriable);
    },
  };
}
