import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { UnavailableError } from '../domain/errors.ts';
import type { Queues } from '../ports.ts';

/** Longest delay SQS allows, in seconds. */
const MAX_DELAY_SECONDS = 900;

/** An SQS client with short time-outs: the sender's caller is waiting. */
export function queueClient(): SQSClient {
  return new SQSClient({
    maxAttempts: 3,
    requestHandler: { connectionTimeout: 1000, requestTimeout: 2000, throwOnRequestTimeout: true },
  });
}

/** Messages to the analyzer and to the timers. */
export function sqsQueues(
  client: SQSClient,
  urls: { candidates?: string; timers?: string },
): Queues {
  const send = async (
    url: string | undefined,
    message: object,
    group: string,
    delaySeconds?: number,
  ) => {
    try {
      await client.send(
        new SendMessageCommand({
          QueueUrl: url,
          MessageBody: JSON.stringify(message),
          // On a standard queue the group only keeps one busy session from delaying others.
          MessageGroupId: group,
          DelaySeconds: delaySeconds,
        }),
      );
    } catch (error) {
      throw new UnavailableError('unavailable', { cause: error });
    }
  };
  return {
    candidate: (message) => send(urls.candidates, message, message.sessionId),
    timer: (message, delayMs) =>
      send(
        urls.timers,
        message,
        message.kind === 'agent_lost' ? message.agentId : message.sessionId,
        Math.min(MAX_DELAY_SECONDS, Math.ceil(delayMs / 1000)),
      ),
  };
}
