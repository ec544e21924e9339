import { randomUUID } from 'node:crypto';
import type { Clock } from './clock.ts';
import type { Queue, QueueSettings, StoredMessage } from './contracts.ts';
import type { DeliveryFaults } from './delivery-faults.ts';
import { invalidParameter, queueDoesNotExist, SqsError } from './errors.ts';
import { assertQueueName } from './fifo.ts';
import { createQueue } from './queue.ts';

/** All queues of one account and Region. */
export interface QueueRegistry {
  create(settings: QueueSettings): Queue;
  list(): Queue[];
  /** Throws QueueDoesNotExist. */
  byName(name: string): Queue;
  /** Finds by account and name at the end of a queue URL; the host is whatever the client used. */
  byUrl(url: unknown): Queue;
  byArn(arn: string): Queue;
  /**
   * Moves what waits in a dead-letter queue to `destinationArn`, or back to where each message came
   * from. There they are new messages, with an id, a sending time and a count of their own. Answers a task handle; all is moved by then.
   */
  redrive(sourceArn: string, destinationArn?: string): string;
}

/** Names are unique; dead letters travel between the queues of one registry. */
export function createQueueRegistry(
  account: { accountId: string; region: string },
  clock: Clock,
  faults?: DeliveryFaults,
): QueueRegistry {
  const queues = new Map<string, Queue>();

  function byName(name: string): Queue {
    const queue = queues.get(name);
    if (!queue) throw queueDoesNotExist();
    return queue;
  }

  function byArn(arn: string): Queue {
    const queue = byName(arn.split(':').at(-1) ?? '');
    if (queue.arn !== arn) throw queueDoesNotExist();
    return queue;
  }

  /** A dead-letter queue that is made later is not looked at. */
  function assertSameKind({ redrive, fifo = false }: QueueSettings): void {
    const deadLetters = [...queues.values()].find(({ arn }) => arn === redrive?.deadLetterArn);
    if (!deadLetters || deadLetters.settings.fifo === fifo) return;
    throw invalidParameter(
      `Value of redrive policy is invalid. Reason: Dead-letter queue must be the same type of queue as the source.`,
    );
  }

  /** Dead letters that come round again would do so for ever, with nobody to stop them. */
  function assertNoCircle(arn: string, { redrive }: QueueSettings): void {
    for (let next = redrive?.deadLetterArn; next !== undefined; ) {
      if (next === arn) {
        throw invalidParameter(
          `Value of redrive policy is invalid. Reason: The dead letters of ${arn} would come back to it.`,
        );
      }
      next = [...queues.values()].find((queue) => queue.arn === next)?.settings.redrive
        ?.deadLetterArn;
    }
  }

  return {
    create(settings) {
      assertQueueName(settings);
      if (queues.has(settings.name)) {
        throw new SqsError('QueueNameExists', `A queue ${settings.name} already exists.`);
      }
      assertSameKind(settings);
      const arn = `arn:aws:sqs:${account.region}:${account.accountId}:${settings.name}`;
      assertNoCircle(arn, settings);
      const moveToDeadLetter = (message: StoredMessage) => {
        const target = settings.redrive ? byArn(settings.redrive.deadLetterArn) : undefined;
        // The id: dead letters of two groups may have had one, and are both kept. The time: in a
        // FIFO queue their retention starts anew (Developer Guide, "Using dead-letter queues").
        const named = settings.fifo
          ? { ...message, deduplicationId: message.id, sentAt: clock.now() }
          : message;
        target?.accept({ ...named, deadLetterSourceArn: arn });
      };
      const queue = createQueue(arn, settings, clock, moveToDeadLetter, faults);
      queues.set(settings.name, queue);
      return queue;
    },

    list: () => [...queues.values()],
    byName,
    byUrl: (url) => {
      if (typeof url === 'string') {
        const [owner = '', name = ''] = url.split('/').slice(-2);
        if (/^\d{12}$/.test(owner) && owner !== account.accountId) throw queueDoesNotExist();
        return byName(url.includes('/') ? name : url);
      }
      throw new SqsError('MissingParameter', 'The request must contain the parameter QueueUrl.');
    },
    byArn,

    redrive(sourceArn, destinationArn) {
      const isDeadLetterQueue = [...queues.values()].some(
        ({ settings }) => settings.redrive?.deadLetterArn === sourceArn,
      );
      if (!isDeadLetterQueue) {
        throw new SqsError(
          'ResourceNotFoundException',
          'The source queue must be configured as a dead-letter queue.',
        );
      }
      const source = byArn(sourceArn);
      const destination = destinationArn === undefined ? undefined : byArn(destinationArn);
      source.drain((message) => {
        const {
          deadLetterSourceArn,
          receiptHandle: _,
          firstReceivedAt: __,
          receivedAt: ___,
          copy: ____,
          sequenceNumber: _____,
          ...rest
        } = message;
        const target = destination ?? byArn(deadLetterSourceArn ?? sourceArn);
        target.accept({ ...rest, id: randomUUID(), sentAt: clock.now(), receiveCount: 0 });
      });
      return Buffer.from(JSON.stringify({ taskId: randomUUID(), sourceArn })).toString('base64');
    },
  };
}
