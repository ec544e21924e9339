import { ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { dynamoAgents } from '../../../lambdas/adapters/dynamo/agent-store.ts';
import { documentClient } from '../../../lambdas/adapters/dynamo/client.ts';
import { dynamoFeedback } from '../../../lambdas/adapters/dynamo/feedback-store.ts';
import { dynamoRecords } from '../../../lambdas/adapters/dynamo/record-store.ts';
import { dynamoSessions } from '../../../lambdas/adapters/dynamo/session-store.ts';
import { dynamoTickets } from '../../../lambdas/adapters/dynamo/ticket-store.ts';
import { gatewayPusher, managementClient } from '../../../lambdas/adapters/pusher.ts';
import { queueClient, sqsQueues } from '../../../lambdas/adapters/queues.ts';
import { readConfig } from '../../../lib/config.ts';
import { ConversationTable } from '../../../lib/constructs/conversation-table.ts';
import type { EngineResponse } from '../../../local/contracts.ts';
import type { Call } from '../../../local/front-door/call.ts';
import { SocketHarness } from '../../unit/local/gateway/socket-harness.ts';
import { CALLER, type LocalServices, startLocalServices } from '../local-services.ts';
import { createManualClock } from '../manual-clock.ts';
import type { Stores } from './builders.ts';
import type { PusherStage } from './pusher-suite.ts';
import type { QueuesStage } from './queues-suite.ts';

const SILENT = { info() {}, warn() {}, error() {}, count() {} };

/** What a function of a deployment finds in its environment, for the clients that adapters make. */
function pointClientsTo(url: string): void {
  Object.assign(process.env, {
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: CALLER,
    AWS_SECRET_ACCESS_KEY: 'unused',
    AWS_ENDPOINT_URL_DYNAMODB: url,
    AWS_ENDPOINT_URL_SQS: url,
  });
}

/** The one table as it is deployed, without its settings for operation. */
function deployedTable() {
  const stack = new Stack(new App(), 'Stack');
  new ConversationTable(stack, 'Data', readConfig(stack.node));
  const [table] = Object.values(Template.fromStack(stack).findResources('AWS::DynamoDB::Table'));
  const { KeySchema, AttributeDefinitions, GlobalSecondaryIndexes } = table?.Properties ?? {};
  return { KeySchema, AttributeDefinitions, GlobalSecondaryIndexes };
}

/** The adapters' stores over the wire, and what goes over it. */
export interface AdapterStores {
  /** Stores over a new, empty table. */
  make(): Promise<Stores>;
  /** Calls to the table since the last reset, as they were asked. */
  readonly calls: Call[];
  /** Decides about each call before the engine; an answer stands instead of the engine's. */
  before: ((call: Call) => EngineResponse | undefined | Promise<EngineResponse | undefined>) | null;
  services: LocalServices;
  close(): Promise<void>;
}

/** Starts a table engine behind its front door; the adapters talk to it with their own clients. */
export async function startAdapterStores(): Promise<AdapterStores> {
  const calls: Call[] = [];
  const services = await startLocalServices({
    before: (call) => {
      calls.push(call);
      return stores.before?.(call);
    },
  });
  pointClientsTo(services.door.url);
  const clients: { destroy(): void }[] = [];
  const table = deployedTable();
  let tables = 0;
  const stores: AdapterStores = {
    async make() {
      tables += 1;
      const TableName = `conversations-${tables}`;
      await services.dynamo.createTable({ ...table, TableName });
      // One that has met an outage has used up its retries for a while.
      const client = documentClient();
      clients.push(client);
      calls.length = 0;
      return {
        sessions: dynamoSessions(client, TableName),
        agents: dynamoAgents(client, TableName),
        tickets: dynamoTickets(client, TableName),
        records: dynamoRecords(client, TableName),
        feedback: dynamoFeedback(client, TableName),
      };
    },
    calls,
    before: null,
    services,
    async close() {
      for (const client of clients) client.destroy();
      await services.close();
    },
  };
  return stores;
}

/** Starts queues behind the front door, on a clock that only `timersBy` moves. */
export async function adapterQueues(): Promise<QueuesStage> {
  const clock = createManualClock();
  const startedAt = clock.now();
  let broken = false;
  const services = await startLocalServices({
    clock,
    before: () => (broken ? { status: 500, output: {}, errorType: 'InternalFailure' } : undefined),
  });
  pointClientsTo(services.door.url);
  const client = queueClient();
  // Longer than any test: what was received once does not come again.
  const options = { visibilityTimeout: 43_200 };
  const urls = {
    candidates: services.sqs.createQueue({ name: 'candidates', ...options }).url,
    timers: services.sqs.createQueue({ name: 'timers', ...options }).url,
  };
  const received = { candidates: [] as unknown[], timers: [] as unknown[] };
  const receive = async (name: keyof typeof received) => {
    for (;;) {
      const { Messages = [] } = await services.clients.sqs.send(
        new ReceiveMessageCommand({ QueueUrl: urls[name], MaxNumberOfMessages: 10 }),
      );
      if (Messages.length === 0) return [...received[name]] as never[];
      received[name].push(...Messages.map(({ Body }) => JSON.parse(String(Body))));
    }
  };
  return {
    queues: sqsQueues(client, urls),
    candidates: () => receive('candidates'),
    timersBy(ms) {
      clock.advance(startedAt + ms - clock.now());
      return receive('timers');
    },
    breakDown: () => {
      broken = true;
    },
    async close() {
      client.destroy();
      await services.close();
    },
  };
}

/** Starts a gateway behind the front door, and clients that connect to it. */
export async function adapterPusher(): Promise<PusherStage> {
  const ok = () => ({ statusCode: 200 });
  const throttled = new Set<string>();
  const harness = await new SocketHarness({ $connect: ok, $disconnect: ok }).start({
    faults: { throttlePosts: (connectionId) => throttled.has(connectionId) },
  });
  const services = await startLocalServices({ gateways: { '/api/prod': harness.gateway } });
  pointClientsTo(services.door.url);
  const client = managementClient(`${services.door.url}/api/prod`);
  let connections = 0;
  return {
    pusher: gatewayPusher(client, SILENT),
    async connect() {
      const nth = connections + 1;
      connections = nth;
      const socket = await harness.connect();
      const { requestContext } = await harness.event('$connect', nth);
      return {
        connectionId: requestContext.connectionId,
        next: () => socket.nextJson(),
        async leave() {
          const ended = harness.of('$disconnect').length + 1;
          socket.socket.close();
          await harness.event('$disconnect', ended);
        },
      };
    },
    throttle(connectionId, on) {
      if (on) throttled.add(connectionId);
      else throttled.delete(connectionId);
    },
    async close() {
      client.destroy();
      await services.close();
      await harness.stop();
    },
  };
}
