import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import {
  DynamoDBDocumentClient,
  QueryCommand,
  type QueryCommandInput,
} from '@aws-sdk/lib-dynamodb';
import { UnavailableError } from '../../domain/errors.ts';

/**
 * A document client that gives a call up after 2 s: a customer is waiting, and every write can be
 * retried. Three attempts fit into every function's own time.
 */
export function documentClient(): DynamoDBDocumentClient {
  const client = new DynamoDBClient({
    maxAttempts: 3,
    // Without the flag the SDK only warns of a late answer and goes on waiting for it.
    requestHandler: { connectionTimeout: 1000, requestTimeout: 2000, throwOnRequestTimeout: true },
  });
  return DynamoDBDocumentClient.from(client, {
    marshallOptions: { removeUndefinedValues: true },
  });
}

/** The name of an SDK error, whatever it is. */
export function errorName(error: unknown): string {
  return error instanceof Error ? error.name : '';
}

/** Wraps what the table threw into the error that callers understand. */
export function unavailable(error: unknown): UnavailableError {
  return new UnavailableError('unavailable', { cause: error });
}

/**
 * Runs a conditional write.
 *
 * @returns `null` if the condition did not hold.
 * @throws UnavailableError for every other failure.
 */
export async function conditionally<T>(write: () => Promise<T>): Promise<T | null> {
  try {
    return await write();
  } catch (error) {
    if (errorName(error) === 'ConditionalCheckFailedException') return null;
    throw unavailable(error);
  }
}

/** Runs a read or an unconditional write. @throws UnavailableError if it fails. */
export async function reliably<T>(call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    throw unavailable(error);
  }
}

/** All pages of a query. @throws UnavailableError if one fails. */
export async function queryAll(
  client: DynamoDBDocumentClient,
  input: QueryCommandInput,
): Promise<Record<string, unknown>[]> {
  const items: Record<string, unknown>[] = [];
  let from: QueryCommandInput['ExclusiveStartKey'];
  do {
    const page = await reliably(() =>
      client.send(new QueryCommand({ ...input, ExclusiveStartKey: from })),
    );
    items.push(...(page.Items ?? []));
    from = page.LastEvaluatedKey;
  } while (from);
  return items;
}
