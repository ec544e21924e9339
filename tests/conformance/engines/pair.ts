import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { Closable } from '../../../local/contracts.ts';
import { CALLER, startLocalServices } from '../../contract/local-services.ts';
import { startOfficialEngine } from './official.ts';
import { createWire, type Wire } from './wire.ts';

/** One engine with every way to talk to it. */
export interface Side {
  wire: Wire;
  dynamo: DynamoDBClient;
  documents: DynamoDBDocumentClient;
}

/** The engine of this project and the official one, both empty. */
export interface EnginePair extends Closable {
  ours: Side;
  official: Side;
  officialVersion: string;
}

/** Starts both. Throws `OfficialEngineMissing` when the official one cannot be had here. */
export async function startEnginePair(): Promise<EnginePair> {
  const official = await startOfficialEngine();
  const services = await startLocalServices();
  const sides = { ours: sideOf(services.door.url), official: sideOf(official.url) };
  return {
    ...sides,
    officialVersion: official.version,
    async close() {
      for (const side of [sides.ours, sides.official]) {
        side.wire.close();
        side.dynamo.destroy();
      }
      await services.close();
      await official.close();
    },
  };
}

/** Clients do not retry, so that every answer is seen as it was given. */
function sideOf(endpoint: string): Side {
  const dynamo = new DynamoDBClient({
    endpoint,
    region: 'us-east-1',
    maxAttempts: 1,
    credentials: { accessKeyId: CALLER, secretAccessKey: 'unused' },
  });
  return { wire: createWire(endpoint), dynamo, documents: DynamoDBDocumentClient.from(dynamo) };
}
