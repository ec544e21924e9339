import type { IncomingMessage } from 'node:http';
import { readBody } from '../gateway/request-body.ts';
import type { Call } from './call.ts';
import { isOfThisMachine } from './local-origin.ts';
import { RequestError } from './response.ts';

/** More than any operation accepts: BatchWriteItem may carry 16 MB. */
const MAX_BODY_BYTES = 17 * 1024 * 1024;

const SERVICES = new Map<string, Call['service']>([
  ['DynamoDB_20120810', 'dynamodb'],
  ['AmazonSQS', 'sqs'],
]);

const CONNECTION_OPERATIONS: Record<string, string> = {
  POST: 'PostToConnection',
  GET: 'GetConnection',
  DELETE: 'DeleteConnection',
};

/** Reads the whole body. Throws RequestError 413 when it is larger than any service takes. */
export async function readCallBody(request: IncomingMessage): Promise<Buffer> {
  const body = await readBody(request, MAX_BODY_BYTES);
  if (!body) throw new RequestError(413, 'RequestEntityTooLarge', '');
  return body;
}

/**
 * Understands a request by its path or its `X-Amz-Target`. Throws RequestError: 403
 * AccessDeniedException for a page of another site, 403 MissingAuthenticationTokenException without
 * a SigV4 header, 400 UnknownOperationException or SerializationException.
 */
export function parseCall(request: IncomingMessage, body: Buffer): Call {
  if (!isOfThisMachine(request.headers.origin)) {
    throw new RequestError(403, 'AccessDeniedException', 'Pages of other sites are not served');
  }
  const session = request.headers['x-amz-security-token'];
  return { ...understand(request, body), ...(typeof session === 'string' && { session }) };
}

function understand(request: IncomingMessage, body: Buffer): Call {
  const caller = callerOf(request);
  const connection = connectionPath(request.url ?? '/');
  if (connection) return connectionCall(caller, request.method ?? '', connection);

  const target = String(request.headers['x-amz-target'] ?? '');
  const [, prefix, operation] = /^(\w+)\.([A-Z]\w*)$/.exec(target) ?? [];
  const service = SERVICES.get(prefix ?? '');
  if (request.method !== 'POST' || !service || !operation) {
    throw new RequestError(400, 'UnknownOperationException', '');
  }
  return { caller, service, operation, input: parseJson(body) };
}

/** Not by `new URL`, which throws for some targets that a client may well send. */
function connectionPath(target: string): RegExpExecArray | null {
  return /^([^?]*)\/@connections\/([^/?]+)(?:\?|$)/.exec(target);
}

/** The key id of `Credential=<key id>/<date>/<region>/<service>/aws4_request`; nothing is verified. */
function callerOf(request: IncomingMessage): string {
  const header = request.headers.authorization ?? '';
  const keyId = /^AWS4-HMAC-SHA256 .*Credential=([^/,\s]+)\//.exec(header)?.[1];
  if (keyId) return keyId;
  throw new RequestError(
    403,
    'MissingAuthenticationTokenException',
    'Missing Authentication Token',
  );
}

function connectionCall(caller: string, method: string, match: RegExpExecArray): Call {
  const operation = CONNECTION_OPERATIONS[method];
  if (!operation) throw new RequestError(405, 'MethodNotAllowedException', '');
  const [, apiStagePath = '', encoded = ''] = match;
  try {
    const connectionId = decodeURIComponent(encoded);
    return {
      caller,
      service: 'execute-api',
      operation,
      input: {},
      connection: { apiStagePath, method, connectionId },
    };
  } catch {
    throw new RequestError(400, 'BadRequestException', 'Invalid connectionId');
  }
}

function parseJson(body: Buffer): Record<string, unknown> {
  try {
    const parsed: unknown = JSON.parse(body.toString('utf8') || '{}');
    if (typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed)) {
      return parsed as Record<string, unknown>;
    }
  } catch {
    // Reported below: whatever the body was, it is not a JSON object.
  }
  throw new RequestError(400, 'SerializationException', 'The request body is not a JSON object');
}
