import type { StoredMessage } from './contracts.ts';
import { type MessageAttribute, md5OfAttributes, md5OfBody } from './message.ts';

/** Everything the service knows about a message besides its body; all values are strings. */
export function systemAttributes(message: StoredMessage): Record<string, string> {
  const attributes: Record<string, string> = {
    ApproximateReceiveCount: String(message.receiveCount),
    SentTimestamp: String(message.sentAt),
    SenderId: message.senderId,
    ApproximateFirstReceiveTimestamp: String(message.firstReceivedAt ?? ''),
  };
  if (message.groupId) attributes.MessageGroupId = message.groupId;
  if (message.sequenceNumber) {
    attributes.SequenceNumber = message.sequenceNumber;
    attributes.MessageDeduplicationId = message.deduplicationId ?? '';
  }
  if (message.traceHeader) attributes.AWSTraceHeader = message.traceHeader;
  if (message.deadLetterSourceArn) {
    attributes.DeadLetterQueueSourceArn = message.deadLetterSourceArn;
  }
  return attributes;
}

/** A message as ReceiveMessage answers it, with only the attributes that were asked for. */
export function receivedMessage(
  message: StoredMessage,
  asked: { system: string[]; attributes: string[] },
): Record<string, unknown> {
  const system = Object.entries(systemAttributes(message)).filter(
    ([name]) => asked.system.includes('All') || asked.system.includes(name),
  );
  const chosen = chooseAttributes(message.attributes, asked.attributes);
  return {
    MessageId: message.id,
    ReceiptHandle: message.receiptHandle,
    Body: message.body,
    MD5OfBody: md5OfBody(message.body),
    ...(system.length > 0 && { Attributes: Object.fromEntries(system) }),
    ...(Object.keys(chosen).length > 0 && {
      MessageAttributes: chosen,
      MD5OfMessageAttributes: md5OfAttributes(chosen),
    }),
  };
}

/** `All`, `.*` and `prefix.*` stand for several names. */
function chooseAttributes(
  attributes: Record<string, MessageAttribute>,
  asked: string[],
): Record<string, MessageAttribute> {
  const matches = (name: string) =>
    asked.some((one) =>
      one === 'All' || one === '.*'
        ? true
        : one.endsWith('.*')
          ? name.startsWith(one.slice(0, -2))
          : name === one,
    );
  return Object.fromEntries(Object.entries(attributes).filter(([name]) => matches(name)));
}
