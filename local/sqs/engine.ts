import { join } from 'node:path';
import type { Closable, Engine, EngineRequest, EngineResponse } from '../contracts.ts';
import { type Clock, systemClock } from './clock.ts';
import type { Queue, QueueJournal, QueueSettings } from './contracts.ts';
import type { DeliveryFaults } from './delivery-faults.ts';
import { errorResponse, SqsError } from './errors.ts';
import { openJournal } from './journal.ts';
import { assertTypes } from './member-types.ts';
import { operations } from './operations.ts';
import { createQueueRegistry } from './registry.ts';

/** What the queues call themselves, and whose time they keep. */
export interface SqsEngineOptions {
  /** Where clients reach the queues, e.g. the front door's URL; read each time a URL is made. */
  baseUrl: () => string;
  /** Twelve digits, for ARNs and queue URLs. */
  accountId?: string;
  region?: string;
  clock?: Clock;
  faults?: DeliveryFaults;
  /** A directory that keeps the messages, one file per queue; in memory without one. */
  path?: string;
}

/** An SQS with standard and FIFO queues. */
export interface SqsEngine extends Engine, Closable {
  readonly clock: Clock;
  readonly region: string;
  /**
   * Makes a queue. Throws QueueNameExists for a name in use and InvalidParameterValue for one that
   * does not fit the kind of queue, a dead-letter queue of the other kind, or a
   * circle of dead-letter queues.
   */
  createQueue(settings: QueueSettings): {
    arn: string;
    name: string;
    url: string;
  };
  /** The queue itself, for consumers in this process. Throws QueueDoesNotExist. */
  queueByArn(arn: string): Queue;
  /** All queues, in the order they were made. */
  queues(): Queue[];
  /** Moves a dead-letter queue's messages back to where they came from; answers how many. */
  sendBack(deadLetterArn: string): number;
  /** `signal` ends a long poll whose client has gone. */
  handle(request: EngineRequest & { signal?: AbortSignal }): Promise<EngineResponse>;
}

/** Starts empty. Close event sources first: closing only ends the polls that wait at that moment. */
export function createSqsEngine(options: SqsEngineOptions): SqsEngine {
  const { accountId = '000000000000', region = 'us-east-1', clock = systemClock } = options;
  const queues = createQueueRegistry({ accountId, region }, clock, options.faults);
  const journals: QueueJournal[] = [];
  const urlOf = (queue: Queue) => `${options.baseUrl()}/${accountId}/${queue.settings.name}`;

  return {
    clock,
    region,

    createQueue(settings) {
      const queue = queues.create(settings);
      if (options.path !== undefined) {
        const journal = openJournal(join(options.path, `${settings.name}.jsonl`));
        journals.push(journal);
        queue.keepIn(journal);
      }
      return { arn: queue.arn, name: settings.name, url: urlOf(queue) };
    },

    queueByArn: (arn) => queues.byArn(arn),
    queues: () => queues.list(),

    sendBack(deadLetterArn) {
      const { visible } = queues.byArn(deadLetterArn).depth();
      queues.redrive(deadLetterArn);
      return visible;
    },

    async handle({ operation, input, accessKeyId, signal }) {
      try {
        const run = operations[operation];
        if (!run) throw new SqsError('UnknownOperationException', '');
        assertTypes(input);
        const context = { queues, urlOf, callerId: accessKeyId, ...(signal && { signal }) };
        return { status: 200, output: await run(context, input) };
      } catch (error) {
        return errorResponse(error);
      }
    },

    async close() {
      for (const queue of queues.list()) queue.close();
      for (const journal of journals) journal.close();
    },
  };
}
