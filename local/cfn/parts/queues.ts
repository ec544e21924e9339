import type { Deployment } from '../deployment.ts';
import { functionArnIn, ofType, problemWith, propertiesOf } from './select.ts';

/** One queue of the template; times in seconds. */
export interface QueuePart {
  name: string;
  arn: string;
  delaySeconds: number;
  visibilityTimeout: number;
  retentionSeconds: number;
  receiveWaitSeconds: number;
  fifo: boolean;
  contentBasedDeduplication: boolean;
  redrive?: { deadLetterArn: string; maxReceiveCount: number };
}

/** A queue feeding a function. */
export interface EventSourcePart {
  queueArn: string;
  functionArn: string;
  batchSize: number;
  batchWindowSeconds: number;
  reportBatchItemFailures: boolean;
  maxConcurrency?: number;
}

interface QueueProperties {
  DelaySeconds?: number;
  VisibilityTimeout?: number;
  MessageRetentionPeriod?: number;
  ReceiveMessageWaitTimeSeconds?: number;
  FifoQueue?: boolean;
  ContentBasedDeduplication?: boolean;
  RedrivePolicy?: { deadLetterTargetArn: string; maxReceiveCount: number | string };
}

interface EventSourceProperties {
  EventSourceArn?: string;
  FunctionName: string;
  Enabled?: boolean;
  BatchSize?: number;
  MaximumBatchingWindowInSeconds?: number;
  FunctionResponseTypes?: string[];
  ScalingConfig?: { MaximumConcurrency?: number };
}

/** The queues; absent properties have the defaults of SQS. */
export function queueParts(deployment: Deployment): QueuePart[] {
  return ofType(deployment, 'AWS::SQS::Queue').map((resource) => {
    const properties = propertiesOf<QueueProperties>(resource);
    const redrive = properties.RedrivePolicy;
    return {
      name: resource.attributes.QueueName ?? '',
      arn: resource.attributes.Arn ?? '',
      delaySeconds: properties.DelaySeconds ?? 0,
      visibilityTimeout: properties.VisibilityTimeout ?? 30,
      retentionSeconds: properties.MessageRetentionPeriod ?? 345_600,
      receiveWaitSeconds: properties.ReceiveMessageWaitTimeSeconds ?? 0,
      fifo: properties.FifoQueue ?? false,
      contentBasedDeduplication: properties.ContentBasedDeduplication ?? false,
      ...(redrive && {
        redrive: {
          deadLetterArn: redrive.deadLetterTargetArn,
          maxReceiveCount: Number(redrive.maxReceiveCount),
        },
      }),
    };
  });
}

/**
 * The enabled event source mappings. Throws for a source that is no queue, and for what Lambda
 * refuses when a mapping is made.
 */
export function eventSourceParts(deployment: Deployment): EventSourcePart[] {
  const functions = ofType(deployment, 'AWS::Lambda::Function');
  const functionArns = new Map(functions.map(({ ref, attributes }) => [ref, attributes.Arn]));
  const queues = queueParts(deployment);
  return ofType(deployment, 'AWS::Lambda::EventSourceMapping')
    .filter((resource) => propertiesOf<EventSourceProperties>(resource).Enabled !== false)
    .map((resource) => {
      const properties = propertiesOf<EventSourceProperties>(resource);
      const queueArn = properties.EventSourceArn ?? '';
      if (!queueArn.includes(':sqs:'))
        throw problemWith(resource, 'its source is not an SQS queue');
      const functionName = properties.FunctionName;
      const functionArn = functionArnIn(resource, functionArns.get(functionName) ?? functionName);
      const maxConcurrency = properties.ScalingConfig?.MaximumConcurrency;
      const batchSize = properties.BatchSize ?? 10;
      const batchWindowSeconds = properties.MaximumBatchingWindowInSeconds ?? 0;
      const consumer = functions.find(({ attributes }) => attributes.Arn === functionArn);
      const problem = mappingProblem({
        batchSize,
        batchWindowSeconds,
        maxConcurrency,
        queue: queues.find(({ arn }) => arn === queueArn),
        timeoutSeconds: Number(consumer?.properties.Timeout ?? 3),
      });
      if (problem !== undefined) throw problemWith(resource, problem);
      return {
        queueArn,
        functionArn,
        batchSize,
        batchWindowSeconds,
        reportBatchItemFailures:
          properties.FunctionResponseTypes?.includes('ReportBatchItemFailures') ?? false,
        ...(maxConcurrency !== undefined && { maxConcurrency }),
      };
    });
}

/** What Lambda refuses of a mapping: the API reference of CreateEventSourceMapping. */
function mappingProblem(mapping: {
  batchSize: number;
  batchWindowSeconds: number;
  maxConcurrency: number | undefined;
  queue: QueuePart | undefined;
  timeoutSeconds: number;
}): string | undefined {
  const { batchSize, batchWindowSeconds, maxConcurrency, queue, timeoutSeconds } = mapping;
  if (queue && queue.visibilityTimeout < timeoutSeconds) {
    return `Queue visibility timeout: ${queue.visibilityTimeout} seconds is less than Function timeout: ${timeoutSeconds} seconds`;
  }
  if (batchSize > 10 && queue?.fifo) return 'a batch of a FIFO queue has at most 10 messages';
  if (batchSize > 10 && batchWindowSeconds < 1) {
    return 'a batch of more than 10 messages needs a batching window of at least a second';
  }
  if (batchWindowSeconds > 0 && queue?.fifo) return 'a FIFO queue takes no batching window';
  if (maxConcurrency !== undefined && (maxConcurrency < 2 || maxConcurrency > 1000)) {
    return 'MaximumConcurrency is from 2 to 1000';
  }
  return undefined;
}
