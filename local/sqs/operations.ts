import { assertBatchSize, runBatch } from './batch.ts';
import type { Queue } from './contracts.ts';
import { invalidParameter, SqsError } from './errors.ts';
import { md5OfAttributes, md5OfBody, parseMessage } from './message.ts';
import { queueAttributes } from './queue-attributes.ts';
import { receivedMessage } from './received-message.ts';
import type { QueueRegistry } from './registry.ts';

type Input = Record<string, unknown>;
type Output = Record<string, unknown>;

/** What an operation works with. */
export interface OperationContext {
  queues: QueueRegistry;
  urlOf: (queue: Queue) => string;
  callerId: string;
  /** Fires when the client has gone, so that a long poll takes no message for nobody. */
  signal?: AbortSignal;
}

/** Operations of the `AmazonSQS` JSON protocol by name. */
export const operations: Record<
  string,
  (context: OperationContext, input: Input) => Output | Promise<Output>
> = {
  SendMessage: ({ queues, callerId }, input) => send(queues.byUrl(input.QueueUrl), input, callerId),

  SendMessageBatch({ queues, callerId }, input) {
    const queue = queues.byUrl(input.QueueUrl);
    assertBatchSize(input);
    return runBatch(input, (entry) => send(queue, entry, callerId));
  },

  async ReceiveMessage({ queues, signal }, input) {
    const queue = queues.byUrl(input.QueueUrl);
    const waitSeconds =
      wholeNumber(input, 'WaitTimeSeconds', 0, 20) ?? queue.settings.receiveWaitSeconds;
    const visibilityTimeout = wholeNumber(input, 'VisibilityTimeout', 0, 43_200);
    const messages = await queue.receive({
      max: wholeNumber(input, 'MaxNumberOfMessages', 1, 10) ?? 1,
      waitMs: waitSeconds * 1000,
      ...(visibilityTimeout !== undefined && { visibilityTimeout }),
      ...(signal && { signal }),
    });
    if (messages.length === 0) return {};
    const asked = {
      system: [...names(input.MessageSystemAttributeNames), ...names(input.AttributeNames)],
      attributes: names(input.MessageAttributeNames),
    };
    return { Messages: messages.map((message) => receivedMessage(message, asked)) };
  },

  DeleteMessage: ({ queues }, input) => remove(queues.byUrl(input.QueueUrl), input),

  DeleteMessageBatch({ queues }, input) {
    const queue = queues.byUrl(input.QueueUrl);
    return runBatch(input, (entry) => remove(queue, entry));
  },

  ChangeMessageVisibility: ({ queues }, input) =>
    changeVisibility(queues.byUrl(input.QueueUrl), input),

  ChangeMessageVisibilityBatch({ queues }, input) {
    const queue = queues.byUrl(input.QueueUrl);
    return runBatch(input, (entry) => changeVisibility(queue, entry));
  },

  GetQueueAttributes({ queues }, input) {
    const Attributes = queueAttributes(queues.byUrl(input.QueueUrl), names(input.AttributeNames));
    return Object.keys(Attributes).length > 0 ? { Attributes } : {};
  },

  GetQueueUrl: ({ queues, urlOf }, input) => ({
    QueueUrl: urlOf(queues.byName(String(input.QueueName))),
  }),

  ListQueues({ queues, urlOf }, input) {
    const prefix = String(input.QueueNamePrefix ?? '');
    const matching = queues.list().filter(({ settings }) => settings.name.startsWith(prefix));
    return matching.length > 0 ? { QueueUrls: matching.map(urlOf) } : {};
  },

  PurgeQueue({ queues }, input) {
    queues.byUrl(input.QueueUrl).purge();
    return {};
  },

  StartMessageMoveTask: ({ queues }, input) => ({
    TaskHandle: queues.redrive(
      String(input.SourceArn),
      input.DestinationArn == null ? undefined : String(input.DestinationArn),
    ),
  }),
};

function send(queue: Queue, input: Input, callerId: string): Output {
  const message = parseMessage(input, callerId);
  const { id, sequenceNumber } = queue.send(message);
  const { body, attributes } = message;
  const attributesDigest = md5OfAttributes(attributes);
  return {
    MessageId: id,
    MD5OfMessageBody: md5OfBody(body),
    ...(attributesDigest && { MD5OfMessageAttributes: attributesDigest }),
    ...(sequenceNumber !== undefined && { SequenceNumber: sequenceNumber }),
  };
}

/** An older handle of a message received again is accepted and does nothing, as on the service. */
function remove(queue: Queue, input: Input): Output {
  queue.remove(receiptHandle(input));
  return {};
}

function changeVisibility(queue: Queue, input: Input): Output {
  const handle = receiptHandle(input);
  const seconds = wholeNumber(input, 'VisibilityTimeout', 0, 43_200);
  if (seconds === undefined) {
    throw new SqsError(
      'MissingParameter',
      'The request must contain the parameter VisibilityTimeout.',
    );
  }
  if (!queue.changeVisibility(handle, seconds)) {
    throw new SqsError(
      'MessageNotInflight',
      'The specified message does not exist or is not available for visibility timeout change.',
    );
  }
  return {};
}

function receiptHandle(input: Input): string {
  const handle = input.ReceiptHandle;
  if (typeof handle === 'string' && /^[0-9a-f-]{36}\.[0-9a-f-]{36}$/.test(handle)) return handle;
  throw new SqsError('ReceiptHandleIsInvalid', 'The input receipt handle is invalid.');
}

function wholeNumber(input: Input, name: string, least: number, most: number): number | undefined {
  const value = input[name];
  if (value == null) return undefined;
  if (Number.isInteger(value) && Number(value) >= least && Number(value) <= most) {
    return Number(value);
  }
  throw invalidParameter(
    `Value ${String(value)} for parameter ${name} is invalid. Reason: Must be between ${least} and ${most}, if provided.`,
  );
}

function names(value: unknown): string[] {
  return Array.isArray(value) ? value.map(String) : [];
}
