import { ApiGatewayManagementApiClient } from '@aws-sdk/client-apigatewaymanagementapi';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SQSClient } from '@aws-sdk/client-sqs';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { ConnectionManagement } from '../../local/contracts.ts';
import { createDynamoEngine, type DynamoEngine } from '../../local/dynamodb/engine.ts';
import { createFaultControl } from '../../local/faults/control.ts';
import { createFaults, type Faults } from '../../local/faults/faults.ts';
import { createFaultParts, type FaultParts } from '../../local/faults/parts.ts';
import type { BeforeCall, FinishedCall } from '../../local/front-door/call.ts';
import { type FrontDoor, startFrontDoor } from '../../local/front-door/server.ts';
import type { Clock } from '../../local/sqs/clock.ts';
import { createSqsEngine, type SqsEngine } from '../../local/sqs/engine.ts';

/** The engines behind a front door, and real clients that talk to it as one function would. */
export interface LocalServices {
  door: FrontDoor;
  dynamo: DynamoEngine;
  sqs: SqsEngine;
  /** For functions that are to be struck by the same faults. */
  strikes: FaultParts;
  clients: {
    dynamo: DynamoDBClient;
    documents: DynamoDBDocumentClient;
    sqs: SQSClient;
    connections: ApiGatewayManagementApiClient;
  };
  close(): Promise<void>;
}

export const CALLER = 'AKIALOCALTEST';

/** Everything in memory on a free port; clients do not retry, so that every answer is seen. */
export async function startLocalServices(
  options: {
    dataPath?: string;
    gateways?: Record<string, ConnectionManagement>;
    before?: BeforeCall;
    onCall?: (call: FinishedCall) => void;
    clock?: Clock;
    faults?: Faults;
  } = {},
): Promise<LocalServices> {
  const faults = options.faults ?? createFaults();
  const strikes = createFaultParts(faults);
  const dynamo = createDynamoEngine({
    ...(options.dataPath && { path: options.dataPath }),
    indexLag: strikes.indexLag,
  });
  const sqs = createSqsEngine({
    baseUrl: () => door.url,
    ...(options.clock && { clock: options.clock }),
    faults: strikes.deliveries,
  });
  const door: FrontDoor = await startFrontDoor({
    port: 0,
    dynamodb: dynamo,
    sqs,
    connections: (stage) => options.gateways?.[stage],
    ...(options.before && { before: options.before }),
    faults: strikes.calls,
    control: createFaultControl(faults),
    ...(options.onCall && { onCall: options.onCall }),
    onDefect: (error) => {
      throw error;
    },
  });
  const config = {
    endpoint: door.url,
    region: 'us-east-1',
    maxAttempts: 1,
    credentials: { accessKeyId: CALLER, secretAccessKey: 'unused' },
  };
  const dynamoClient = new DynamoDBClient(config);
  const clients = {
    dynamo: dynamoClient,
    documents: DynamoDBDocumentClient.from(dynamoClient),
    sqs: new SQSClient(config),
    connections: new ApiGatewayManagementApiClient({ ...config, endpoint: `${door.url}/api/prod` }),
  };
  return {
    door,
    dynamo,
    sqs,
    strikes,
    clients,
    async close() {
      clients.dynamo.destroy();
      clients.sqs.destroy();
      clients.connections.destroy();
      await door.close();
      await sqs.close();
      await dynamo.close();
    },
  };
}
