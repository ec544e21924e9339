import type { EngineResponse } from '../contracts.ts';

/** An SQS error as the client will see it. */
export class SqsError extends Error {
  readonly type: string;

  constructor(type: string, message: string) {
    super(message);
    this.type = type;
  }
}

/** A value is outside what the operation accepts. */
export function invalidParameter(message: string): SqsError {
  return new SqsError('InvalidParameterValue', message);
}

/** The queue is not there, under that name or URL. */
export function queueDoesNotExist(): SqsError {
  return new SqsError('QueueDoesNotExist', 'The specified queue does not exist.');
}

/** The wire form of an error. Rethrows what is not an SQS error: that is a defect here. */
export function errorResponse(error: unknown): EngineResponse {
  if (!(error instanceof SqsError)) throw error;
  return { status: 400, errorType: error.type, output: { message: error.message } };
}

/** Codes of the older query protocol where they differ from the exception's name. */
const QUERY_CODES: Record<string, string> = {
  AccessDeniedException: 'AccessDenied',
  QueueDoesNotExist: 'AWS.SimpleQueueService.NonExistentQueue',
  BatchEntryIdsNotDistinct: 'AWS.SimpleQueueService.BatchEntryIdsNotDistinct',
  BatchRequestTooLong: 'AWS.SimpleQueueService.BatchRequestTooLong',
  EmptyBatchRequest: 'AWS.SimpleQueueService.EmptyBatchRequest',
  InvalidBatchEntryId: 'AWS.SimpleQueueService.InvalidBatchEntryId',
  MessageNotInflight: 'AWS.SimpleQueueService.MessageNotInflight',
  PurgeQueueInProgress: 'AWS.SimpleQueueService.PurgeQueueInProgress',
  TooManyEntriesInBatchRequest: 'AWS.SimpleQueueService.TooManyEntriesInBatchRequest',
  UnsupportedOperation: 'AWS.SimpleQueueService.UnsupportedOperation',
};

/** The `x-amzn-query-error` header, from which SDKs fill an error's `Code`. */
export function queryErrorHeader(errorType: string): string {
  return `${QUERY_CODES[errorType] ?? errorType};Sender`;
}
