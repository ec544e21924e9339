import type { Queue, StoredMessage } from '../sqs/contracts.ts';
import type { MessageView, QueueView } from './contracts.ts';

/** The queues with what they hold in numbers. */
export function queueViews(queues: readonly Queue[]): QueueView[] {
  return queues.map((queue) => ({
    name: queue.settings.name,
    ...queue.depth(),
    deadLettersOf: queues
      .filter(({ settings }) => settings.redrive?.deadLetterArn === queue.arn)
      .map(({ settings }) => settings.name),
  }));
}

/** The messages of a queue in the order they were sent. */
export function messageViews(queue: Queue, now: number): MessageView[] {
  return queue.list().map((message) => ({
    id: message.id,
    state: stateOf(message, now),
    body: message.body,
    attributes: attributesOf(message),
    sentAt: message.sentAt,
    visibleAt: message.visibleAt,
    receiveCount: message.receiveCount,
    ...(message.deadLetterSourceArn && {
      deadLetterOf: message.deadLetterSourceArn.split(':').at(-1) ?? '',
    }),
  }));
}

function stateOf({ visibleAt, receiptHandle }: StoredMessage, now: number): MessageView['state'] {
  if (visibleAt <= now) return 'visible';
  return receiptHandle === undefined ? 'delayed' : 'in flight';
}

function attributesOf({ attributes, groupId }: StoredMessage): Record<string, string> {
  const own = Object.entries(attributes).map(([name, { StringValue, BinaryValue }]) => [
    name,
    StringValue ?? `${BinaryValue ?? ''} (base64)`,
  ]);
  return { ...Object.fromEntries(own), ...(groupId && { MessageGroupId: groupId }) };
}
