import { SendMessageBatchCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { Timer } from '../../protocol/queue-messages.ts';
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
  return {
    candidate: (message) =>
      reliably(() =>
        client.send(
          new SendMessageCommand({
            QueueUrl: urls.candidates,
            MessageBody: JSON.stringify(message),
            // On a standard queue the group only keeps one busy session from delaying others.
            MessageGroupId: message.sessionId,
          }),
        ),
      ),
    timers: (timers) =>
      reliably(async () => {
        const { Failed = [] } = await client.send(
          new SendMessageBatchCommand({
            QueueUrl: urls.timers,
            Entries: timers.map(({ timer, delayMs }, i) => ({
              Id: String(i),
              MessageBody: JSON.stringify(timer),
              MessageGroupId: groupOf(timer),
              DelaySeconds: Math.min(MAX_DELAY_SECONDS, Math.ceil(delayMs / 1000)),
            })),
          }),
        );
        if (Failed.length > 0) throw new Error(`refused: ${Failed.map(({ Code }) => Code)}`);
      }),
  };
}

function groupOf(timer: Timer): string {
  if (timer.kind === 'agent_lost') return timer.agentId;
  return timer.sessionId ?? timer.kind;
}

async function reliably(send: () => Promise<unknown>): Promise<void> {
  try {
    await send();
  } catch (error) {
    throw new UnavailableError('unavailable', { cause: error });
  }
}
