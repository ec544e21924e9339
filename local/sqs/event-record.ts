import type { SQSRecord, SQSRecordAttributes } from 'aws-lambda';
import type { StoredMessage } from './contracts.ts';
import { md5OfAttributes, md5OfBody } from './message.ts';
import { systemAttributes } from './received-message.ts';

/** A received message as a Lambda function finds it in `event.Records`. */
export function eventRecord(message: StoredMessage, queueArn: string, region: string): SQSRecord {
  const digest = md5OfAttributes(message.attributes);
  const messageAttributes: SQSRecord['messageAttributes'] = {};
  for (const [name, attribute] of Object.entries(message.attributes)) {
    messageAttributes[name] = {
      ...(attribute.StringValue !== undefined && { stringValue: attribute.StringValue }),
      ...(attribute.BinaryValue !== undefined && { binaryValue: attribute.BinaryValue }),
      stringListValues: [],
      binaryListValues: [],
      dataType: attribute.DataType,
    };
  }
  return {
    messageId: message.id,
    receiptHandle: message.receiptHandle ?? '',
    body: message.body,
    // Built from the same list ReceiveMessage answers with `All`.
    attributes: systemAttributes(message) as unknown as SQSRecordAttributes,
    messageAttributes,
    md5OfBody: md5OfBody(message.body),
    ...(digest && { md5OfMessageAttributes: digest }),
    eventSource: 'aws:sqs',
    eventSourceARN: queueArn,
    awsRegion: region,
  };
}
