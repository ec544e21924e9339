import {
  GetQueueAttributesCommand,
  ListQueuesCommand,
  ReceiveMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import type { Cloud } from '../../../local/cloud.ts';
import type { Aftermath } from './history.ts';
import { untilTrue } from './waiting.ts';

/** The queues of a cloud, read with a client of its own. */
export interface QueueTruth {
  /**
   * Waits until nothing is visible or in flight in the work queues. Timers of minutes to come
   * may wait on.
   */
  settled(): Promise<void>;
  deadLetters(): Promise<Aftermath['deadLetters']>;
  close(): void;
}

/** Opens all queues. */
export async function openQueues({ urls, credentials }: Cloud): Promise<QueueTruth> {
  const client = new SQSClient({ endpoint: urls.frontDoor, region: 'us-east-1', credentials });
  const { QueueUrls = [] } = await client.send(new ListQueuesCommand({}));
  const dead = QueueUrls.filter((url) => url.includes('DeadLetter'));
  const work = QueueUrls.filter((url) => !dead.includes(url));

  const isQuiet = async (QueueUrl: string) => {
    const { Attributes = {} } = await client.send(
      new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['All'] }),
    );
    const { ApproximateNumberOfMessages, ApproximateNumberOfMessagesNotVisible } = Attributes;
    return ApproximateNumberOfMessages === '0' && ApproximateNumberOfMessagesNotVisible === '0';
  };

  return {
    settled: () =>
      untilTrue('the queues are quiet', async () =>
        (await Promise.all(work.map(isQuiet))).every(Boolean),
      ),
    async deadLetters() {
      const found: { queue: string; body: string }[] = [];
      for (const QueueUrl of dead) {
        for (;;) {
          const { Messages = [] } = await client.send(
            new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }),
          );
          if (Messages.length === 0) break;
          const queue = QueueUrl.split('/').at(-1) ?? '';
          found.push(...Messages.map(({ Body = '' }) => ({ queue, body: Body })));
        }
      }
      return found;
    },
    close: () => client.destroy(),
  };
}
