import type { Deployment } from '../cfn/deployment.ts';
import type { eventSourceParts } from '../cfn/parts/queues.ts';
import { scheduleParts } from '../cfn/parts/schedules.ts';
import type { Closable, Invoke } from '../contracts.ts';
import type { DynamoEngine } from '../dynamodb/engine.ts';
import type { Functions } from '../functions.ts';
import { defaultEnvironments } from '../lambda/pool.ts';
import { type Schedules, startSchedules } from '../schedule.ts';
import type { SqsEngine } from '../sqs/engine.ts';
import { startEventSource } from '../sqs/event-source.ts';

const SWEEP_INTERVAL_MS = 60_000;

/** Starts what runs by itself: pollers of queues, schedules, and the end of expired items. */
export function startSources(
  deployment: Deployment,
  options: {
    eventSources: ReturnType<typeof eventSourceParts>;
    environments: number | undefined;
    dynamodb: DynamoEngine;
    sqs: SqsEngine;
    functions: Functions;
    /** Asks for the permission of the rule first. */
    guardedInvoke: Invoke;
    log: (text: string) => void;
  },
  keep: <T extends Closable>(part: T) => T,
): Schedules {
  const { dynamodb, sqs, functions, log } = options;
  const pollers = options.eventSources.map(({ functionArn, ...source }) =>
    startEventSource({
      ...source,
      // More batches than environments would only wait, their messages' visibility running out.
      maxConcurrency: Math.min(
        source.maxConcurrency ?? Number.POSITIVE_INFINITY,
        options.environments ?? defaultEnvironments,
      ),
      engine: sqs,
      invoke: (event) => functions.invoke(functionArn, event),
      onError: ({ reason }) => log(`${source.queueArn.split(':').at(-1)}: ${reason}`),
    }),
  );
  // A batch in progress would hold up the end for as long as its function may run.
  keep({
    close: async () => {
      await Promise.all([functions.close(), ...pollers.map((poller) => poller.close())]);
    },
  });
  const schedules = keep(startSchedules(scheduleParts(deployment), options.guardedInvoke, log));
  const sweeper = setInterval(() => {
    dynamodb.sweepExpired(Date.now()).catch((error: unknown) => log(`TTL sweep: ${String(error)}`));
  }, SWEEP_INTERVAL_MS).unref();
  keep({ close: async () => clearInterval(sweeper) });
  return schedules;
}
