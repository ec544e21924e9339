import type { Closable, Engine, EngineRequest, EngineResponse } from '../contracts.ts';
import { type Clock, systemClock } from './clock.ts';
import { errorResponse, SqsError } from './errors.ts';
import { operations } from './operations.ts';
import type { Queue, QueueSettings } from './queue.ts';
import { createQueueRegistry } from './registry.ts';

/** What the queues call themselves, and whose time they keep. */
export interface SqsEngineOptions {
  /** Where clients reach the queues, e.g. the front door's URL; read each time a URL is made. */
  baseUrl: () => string;
  /** Twelve digits, for ARNs and queue URLs. */
  accountId?: string;
  region?: string;
  clock?: Clock;
}

/** An SQS with standard queues, in memory. */
export interface SqsEngine extends Engine, Closable {
  readonly clock: Clock;
  readonly region: string;
  /**
   * Makes a queue. Throws QueueNameExists for a name in use and UnsupportedOperation for a FIFO
   * queue.
   */
  createQueue(settings: QueueSettings & { fifo?: boolean }): {
    arn: string;
    name: string;
    url: string;
  };
  /** The queue itself, for consumers in this process. Throws QueueDoesNotExist. */
  queueByArn(arn: string): Queue;
  /** `signal` ends a long poll whose client has gone. */
  handle(request: EngineRequest & { signal?: AbortSignal }): Promise<EngineResponse>;
}

/** Starts empty. Close event sources first: closing only ends the polls that wait at that moment. */
export function createSqsEngine(options: SqsEngineOptions): SqsEngine {
  const { accountId = '000000000000', region = 'us-east-1', clock = systemClock } = options;
  const queues = createQueueRegistry({ accountId, region }, clock);
  const urlOf = (queue: Queue) => `${options.baseUrl()}/${accountId}/${queue.settings.name}`;

  return {
    clock,
    region,

    createQueue({ fifo, ...settings }) {
      if (fifo) throw new SqsError('UnsupportedOperation', 'FIFO queues are not available here.');
      const queue = queues.create(settings);
      return { arn: queue.arn, name: settings.name, url: urlOf(queue) };
    },

    queueByArn: (arn) => queues.byArn(arn),

    async handle({ operation, input, accessKeyId, signal }) {
      try {
        const run = operations[operation];
        if (!run) throw new SqsError('UnknownOperationException', '');
        const context = { queues, urlOf, callerId: accessKeyId, ...(signal && { signal }) };
        return { status: 200, output: await run(context, input) };
      } catch (error) {
        return errorResponse(error);
      }
    },

    async close() {
      for (const queue of queues.list()) queue.close();
    },
  };
}
