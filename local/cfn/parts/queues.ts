import type { Deployment } from '../deployment.ts';
import { functionArnIn, ofType, problemWith, propertiesOf } from './select.ts';

/** One queue of the template; times in seconds. */
export interface QueuePart {
  name: string;
  arn: string;
  delaySeconds: number;
  visibilityTimeout: number;
  retentionSeconds: number;
  fifo: boolean;
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
  FifoQueue?: boolean;
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
      fifo: properties.FifoQueue ?? false,
      ...(redrive && {
        redrive: {
          deadLetterArn: redrive.deadLetterTargetArn,
          maxReceiveCount: Number(redrive.maxReceiveCount),
        },
      }),
    };
  });
}

/** The enabled event source mappings. Throws for a source that is no queue, and for filters. */
export function eventSourceParts(deployment: Deployment): EventSourcePart[] {
  const functionArns = new Map(
    ofType(deployment, 'AWS::Lambda::Function').map(({ ref, attributes }) => [ref, attributes.Arn]),
  );
  return ofType(deployment, 'AWS::Lambda::EventSourceMapping')
    .filter((resource) => propertiesOf<EventSourceProperties>(resource).Enabled !== false)
    .map((resource) => {
      const properties = propertiesOf<EventSourceProperties>(resource);
      const queueArn = properties.EventSourceArn ?? '';
      if (!queueArn.includes(':sqs:'))
        throw problemWith(resource, 'its source is not an SQS queue');
      if ('FilterCriteria' in properties) throw problemWith(resource, 'filters are not emulated');
      const functionName = properties.FunctionName;
      const maxConcurrency = properties.ScalingConfig?.MaximumConcurrency;
      return {
        queueArn,
        functionArn: functionArnIn(resource, functionArns.get(functionName) ?? functionName),
        batchSize: properties.BatchSize ?? 10,
        batchWindowSeconds: properties.MaximumBatchingWindowInSeconds ?? 0,
        reportBatchItemFailures:
          properties.FunctionResponseTypes?.includes('ReportBatchItemFailures') ?? false,
        ...(maxConcurrency !== undefined && { maxConcurrency }),
      };
    });
}
