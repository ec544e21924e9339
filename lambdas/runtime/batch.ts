import { BatchProcessor, EventType, processPartialResponse } from '@aws-lambda-powertools/batch';
import type { SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import type { Telemetry } from '../ports.ts';

/**
 * Handles each message of an SQS batch; those that fail are reported one by one, so that the
 * rest is not repeated with them.
 */
export function processBatch(
  event: SQSEvent,
  telemetry: Telemetry,
  handle: (body: unknown) => Promise<void>,
): Promise<SQSBatchResponse> {
  const processor = new BatchProcessor(EventType.SQS);
  const one = async (record: SQSRecord): Promise<void> => {
    try {
      await handle(JSON.parse(record.body));
    } catch (error) {
      telemetry.error('message failed', error, {
        messageId: record.messageId,
        received: record.attributes.ApproximateReceiveCount,
      });
      throw error;
    }
  };
  return processPartialResponse(event, one, processor, { throwOnFullBatchFailure: false });
}
