import { join } from 'node:path';
import type { Deployment } from '../cfn/deployment.ts';
import { queueParts } from '../cfn/parts/queues.ts';
import { tableParts } from '../cfn/parts/tables.ts';
import type { Closable } from '../contracts.ts';
import { createDynamoEngine, type DynamoEngine } from '../dynamodb/engine.ts';
import type { FaultParts } from '../faults/parts.ts';
import { createSqsEngine, type SqsEngine } from '../sqs/engine.ts';

/** What keeps data: the tables and queues of a deployment, made or taken over from the last run. */
export interface Stores {
  dynamodb: DynamoEngine;
  sqs: SqsEngine;
  tables: ReturnType<typeof tableParts>;
}

/** Rejects with `DataInUseError` when another process has the folder. */
export async function startStores(
  deployment: Deployment,
  options: {
    accountId: string;
    region: string;
    /** In memory without. */
    dataDir: string | undefined;
    frontDoorUrl: string;
    strikes: FaultParts;
  },
  keep: <T extends Closable>(part: T) => T,
): Promise<Stores> {
  const { accountId, region, dataDir, frontDoorUrl, strikes } = options;
  const dynamodb = keep(
    createDynamoEngine({
      accountId,
      region,
      indexLag: strikes.indexLag,
      ...(dataDir && { path: dataDir }),
    }),
  );
  await dynamodb.open();
  const tables = tableParts(deployment);
  for (const { input, ttlAttribute } of tables) {
    await dynamodb.createTable(input, ttlAttribute);
  }
  const sqs = keep(
    createSqsEngine({
      accountId,
      region,
      baseUrl: () => frontDoorUrl,
      faults: strikes.deliveries,
      ...(dataDir && { path: join(dataDir, 'queues') }),
    }),
  );
  for (const { arn: _arn, ...queue } of queueParts(deployment)) sqs.createQueue(queue);
  return { dynamodb, sqs, tables };
}
