import { setTimeout as sleep } from 'node:timers/promises';
import { CreateQueueCommand, GetQueueAttributesCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { Closable } from '../../../local/contracts.ts';
import { startFrontDoor } from '../../../local/front-door/server.ts';
import { createSqsEngine } from '../../../local/sqs/engine.ts';
import { createManualClock } from '../../contract/manual-clock.ts';
import type { QueuePlan, Side } from './stage.ts';

/** Our engine behind its front door, in a time that passes only when it is told to. */
export async function startOurs(): Promise<Side & Closable> {
  const clock = createManualClock();
  const engine = createSqsEngine({ baseUrl: () => door.url, clock });
  const unused = { handle: async () => ({ status: 400, output: {} }) };
  const door = await startFrontDoor({
    port: 0,
    dynamodb: unused,
    sqs: engine,
    connections: () => undefined,
  });
  const client = clientOf(door.url);
  return {
    client,
    async createQueue(name, { redrive, ...plan }) {
      const { url, arn } = engine.createQueue({
        name,
        ...plan,
        ...(redrive && {
          redrive: { deadLetterArn: redrive.to, maxReceiveCount: redrive.maxReceiveCount },
        }),
      });
      return { url, arn };
    },
    async pass(seconds) {
      clock.advance(seconds * 1000);
    },
    async settled() {
      while (clock.pending() === 0) await sleep(5);
    },
    async close() {
      client.destroy();
      await door.close();
      await engine.close();
    },
  };
}

/** Any other SQS, in real time. */
export function otherSide(endpoint: string): Side {
  const client = clientOf(endpoint);
  return {
    client,
    async createQueue(name, plan) {
      const { QueueUrl = '' } = await client.send(
        new CreateQueueCommand({ QueueName: name, Attributes: attributesOf(plan) }),
      );
      const { Attributes } = await client.send(
        new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['QueueArn'] }),
      );
      return { url: QueueUrl, arn: Attributes?.QueueArn ?? '' };
    },
    pass: (seconds) => sleep(seconds * 1000 + 150),
    settled: () => sleep(400),
  };
}

function attributesOf(plan: QueuePlan): Record<string, string> {
  const { delaySeconds, visibilityTimeout, receiveWaitSeconds, redrive, fifo } = plan;
  return {
    ...(delaySeconds !== undefined && { DelaySeconds: String(delaySeconds) }),
    ...(visibilityTimeout !== undefined && { VisibilityTimeout: String(visibilityTimeout) }),
    ...(receiveWaitSeconds !== undefined && {
      ReceiveMessageWaitTimeSeconds: String(receiveWaitSeconds),
    }),
    ...(redrive && {
      RedrivePolicy: JSON.stringify({
        deadLetterTargetArn: redrive.to,
        maxReceiveCount: redrive.maxReceiveCount,
      }),
    }),
    ...(fifo && { FifoQueue: 'true' }),
    ...(plan.contentBasedDeduplication && { ContentBasedDeduplication: 'true' }),
  };
}

/** Calls the SDK's own checks out of the way; a wrong digest is to be seen as an answer. */
function clientOf(endpoint: string): SQSClient {
  return new SQSClient({
    endpoint,
    region: 'eu-west-1',
    // A service that breaks down over one call may cut the connection that the next one is on.
    maxAttempts: 3,
    md5: false,
    credentials: { accessKeyId: 'local-admin', secretAccessKey: 'unused' },
  });
}
