import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { GetCommand } from '@aws-sdk/lib-dynamodb';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { documentClient } from '../../../lambdas/adapters/dynamo/client.ts';
import { gatewayPusher, managementClient } from '../../../lambdas/adapters/pusher.ts';
import { queueClient, sqsQueues } from '../../../lambdas/adapters/queues.ts';

const silent = { info() {}, warn() {}, error() {}, count() {} };

let server: Server;
let url: string;
let requests: number;
beforeEach(async () => {
  requests = 0;
  // Takes every request and answers none.
  server = createServer(() => {
    requests += 1;
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  process.env.AWS_ENDPOINT_URL_DYNAMODB = url;
});
afterEach(async () => {
  delete process.env.AWS_ENDPOINT_URL_DYNAMODB;
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

it('a table, a gateway and a queue that never answer are given up, after three attempts each', async () => {
  const table = documentClient();
  const pusher = gatewayPusher(managementClient(url), silent);
  const queues = sqsQueues(queueClient(), { candidates: `${url}/0/candidates` });

  const outcomes = await Promise.allSettled([
    table.send(new GetCommand({ TableName: 't', Key: { pk: 'a', sk: 'b' } })),
    pusher.push('connection', { type: 'pong' }),
    queues.candidate({ sessionId: '0192f0c1-2b3c-7d4e-8f50-61728394a5b6', seq: 1 }),
  ]);

  expect(outcomes).toMatchObject([
    { status: 'rejected', reason: { name: 'TimeoutError' } },
    { status: 'fulfilled', value: 'failed' },
    { status: 'rejected', reason: { code: 'unavailable' } },
  ]);
  expect(requests).toBe(9);
}, 20_000);
