import { randomUUID } from 'node:crypto';
import type { SQSEvent } from 'aws-lambda';
import type { FunctionName } from '../../lib/functions.ts';
import type { Call } from '../../local/front-door/call.ts';
import { Candidate, Timer } from '../../protocol/queue-messages.ts';

/** A message that a function has put on a queue, and whose consumer has not run. */
export interface KeptMessage {
  consumer: Extract<FunctionName, 'analyze' | 'timers'>;
  body: Candidate | Timer;
  queueUrl: string;
}

/** The longest that SQS delays a message, in seconds: longer than any benchmark. */
const LONGEST_DELAY = 900;

/**
 * The messages that this call sends, which it then does for so late a time that no consumer runs by
 * itself: the call costs what it costs, and what follows from it is an event of its own.
 */
export function keepMessages({ operation, input }: Call): KeptMessage[] {
  const entries =
    operation === 'SendMessage'
      ? [input]
      : operation === 'SendMessageBatch'
        ? (input.Entries as Record<string, unknown>[])
        : [];
  const queueUrl = String(input.QueueUrl);
  return entries.map((entry) => {
    entry.DelaySeconds = LONGEST_DELAY;
    const body = JSON.parse(String(entry.MessageBody));
    return queueUrl.includes('Candidates')
      ? { consumer: 'analyze', body: Candidate.parse(body), queueUrl }
      : { consumer: 'timers', body: Timer.parse(body), queueUrl };
  });
}

/** The event with which the queue's consumer gets this message, alone. */
export function eventOf({ body, queueUrl }: Pick<KeptMessage, 'body' | 'queueUrl'>): SQSEvent {
  const sentAt = String(Date.now());
  return {
    Records: [
      {
        messageId: randomUUID(),
        receiptHandle: 'none',
        body: JSON.stringify(body),
        attributes: {
          ApproximateReceiveCount: '1',
          SentTimestamp: sentAt,
          SenderId: 'bench',
          ApproximateFirstReceiveTimestamp: sentAt,
        },
        messageAttributes: {},
        md5OfBody: '',
        eventSource: 'aws:sqs',
        eventSourceARN: `arn:aws:sqs:local:000000000000:${queueUrl.split('/').at(-1)}`,
        awsRegion: 'local',
      },
    ],
  };
}
