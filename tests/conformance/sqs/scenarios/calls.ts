import {
  ChangeMessageVisibilityCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  type Message,
  ReceiveMessageCommand,
  type ReceiveMessageCommandInput,
  SendMessageCommand,
  type SendMessageCommandInput,
} from '@aws-sdk/client-sqs';
import type { MadeQueue, Stage } from '../stage.ts';

/** The calls that most scenarios are made of, to one queue. */
export interface QueueCalls extends MadeQueue {
  send(MessageBody: string, more?: Partial<SendMessageCommandInput>): Promise<void>;
  /** Up to ten messages with all there is to know of them, unless told otherwise. */
  receive(more?: Partial<ReceiveMessageCommandInput>): Promise<Message[]>;
  remove(handle: string | undefined): Promise<void>;
  visibleIn(handle: string | undefined, VisibilityTimeout: number): Promise<void>;
  /** How many messages wait, are held, and are delayed. */
  depth(): Promise<void>;
}

/** Calls to a queue that was made on a stage. */
export function callsTo(stage: Stage, queue: MadeQueue): QueueCalls {
  const QueueUrl = queue.url;
  return {
    ...queue,
    async send(MessageBody, more = {}) {
      await stage.call(new SendMessageCommand({ QueueUrl, MessageBody, ...more }));
    },
    async receive(more = {}) {
      const { Messages = [] } = await stage.call<{ Messages: Message[] }>(
        new ReceiveMessageCommand({
          QueueUrl,
          MaxNumberOfMessages: 10,
          MessageSystemAttributeNames: ['All'],
          MessageAttributeNames: ['All'],
          ...more,
        }),
      );
      return Messages;
    },
    async remove(ReceiptHandle) {
      await stage.call(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
    },
    async visibleIn(ReceiptHandle, VisibilityTimeout) {
      await stage.call(
        new ChangeMessageVisibilityCommand({ QueueUrl, ReceiptHandle, VisibilityTimeout }),
      );
    },
    async depth() {
      await stage.call(
        new GetQueueAttributesCommand({
          QueueUrl,
          AttributeNames: [
            'ApproximateNumberOfMessages',
            'ApproximateNumberOfMessagesNotVisible',
            'ApproximateNumberOfMessagesDelayed',
          ],
        }),
      );
    },
  };
}
