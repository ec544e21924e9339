import type { Queue } from './contracts.ts';
import { SqsError } from './errors.ts';
import { MAX_MESSAGE_BYTES } from './message.ts';

/** Names that every queue knows, with or without a value; only the first can have one here. */
const OPTIONAL = new Set([
  'RedrivePolicy',
  'Policy',
  'RedriveAllowPolicy',
  'KmsMasterKeyId',
  'KmsDataKeyReusePeriodSeconds',
  'SqsManagedSseEnabled',
]);

/** A queue's attributes by name, as strings. Throws InvalidAttributeName. */
export function queueAttributes(queue: Queue, asked: string[]): Record<string, string> {
  const { settings } = queue;
  const { visible, inFlight, delayed } = queue.depth();
  const createdAt = String(Math.floor(queue.createdAt / 1000));
  const all: Record<string, string> = {
    QueueArn: queue.arn,
    ApproximateNumberOfMessages: String(visible),
    ApproximateNumberOfMessagesNotVisible: String(inFlight),
    ApproximateNumberOfMessagesDelayed: String(delayed),
    CreatedTimestamp: createdAt,
    LastModifiedTimestamp: createdAt,
    VisibilityTimeout: String(settings.visibilityTimeout),
    MaximumMessageSize: String(MAX_MESSAGE_BYTES),
    MessageRetentionPeriod: String(settings.retentionSeconds),
    DelaySeconds: String(settings.delaySeconds),
    ReceiveMessageWaitTimeSeconds: String(settings.receiveWaitSeconds),
  };
  if (settings.fifo) {
    all.FifoQueue = 'true';
    all.ContentBasedDeduplication = String(settings.contentBasedDeduplication);
  }
  if (settings.redrive) {
    const { deadLetterArn, maxReceiveCount } = settings.redrive;
    all.RedrivePolicy = JSON.stringify({ deadLetterTargetArn: deadLetterArn, maxReceiveCount });
  }
  if (asked.includes('All')) return all;
  const chosen: Record<string, string> = {};
  for (const name of asked) {
    const value = Object.hasOwn(all, name) ? all[name] : undefined;
    if (value !== undefined) chosen[name] = value;
    else if (!OPTIONAL.has(name)) {
      throw new SqsError('InvalidAttributeName', `Unknown Attribute ${name}.`);
    }
  }
  return chosen;
}
