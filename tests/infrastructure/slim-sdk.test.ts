import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { buildLambdas } from '../../scripts/build-lambdas.ts';
import {
  dateToUtcString,
  parseDateTime,
  parseEpochTimestamp,
} from '../../scripts/shims/timestamps.ts';
import * as plain from './fixtures/timers.ts';

type Sdk = typeof plain;

interface Answer {
  /** Never comes. */
  readonly silent?: boolean;
  readonly status?: number;
  readonly headers?: Record<string, string>;
  readonly body?: object;
}

interface Seen {
  readonly method?: string;
  readonly url?: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

const TableName = 'conversations';
const Key = { pk: 'S#1', sk: 'HEAD' };
const QueueUrl = () => `${url}/0/timers`;

let outDir: string;
let slim: Sdk;
let server: Server;
let url: string;
let answers: Answer[];
let seen: Seen[];

beforeAll(async () => {
  outDir = await mkdtemp(join(tmpdir(), 'switchboard-slim-'));
  const handlersDir = fileURLToPath(new URL('./fixtures', import.meta.url));
  await buildLambdas({ handlersDir, outDir, names: ['timers'] });
  slim = await import(pathToFileURL(join(outDir, 'lambdas/timers/index.mjs')).href);
  server = createServer(async (request, response) => {
    const { method, headers } = request;
    seen.push({ method, url: request.url, headers, body: await text(request) });
    const { silent, status = 200, headers: sent = {}, body = {} } = answers.shift() ?? {};
    if (silent) return;
    response.writeHead(status, { 'content-type': 'application/x-amz-json-1.0', ...sent });
    response.end(JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  await rm(outDir, { recursive: true, force: true });
});

beforeEach(() => {
  vi.stubEnv('AWS_REGION', 'eu-west-1');
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKIAEXAMPLE');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'secret');
  vi.stubEnv('AWS_SESSION_TOKEN', 'session');
  vi.stubEnv('AWS_ENDPOINT_URL_DYNAMODB', url);
  vi.stubEnv('AWS_ENDPOINT_URL', 'http://127.0.0.1:9');
  vi.stubEnv('AWS_LAMBDA_FUNCTION_NAME', 'timers');
  vi.stubEnv('_X_AMZN_TRACE_ID', 'Root=1-5759e988-bd862e3fe1be46a994272793;Sampled=1');
});
afterEach(() => vi.unstubAllEnvs());

const table = (sdk: Sdk, requestHandler = {}) =>
  sdk.DynamoDBDocumentClient.from(new sdk.DynamoDBClient({ maxAttempts: 3, requestHandler }));
const queue = (sdk: Sdk) => new sdk.SQSClient({ maxAttempts: 3, endpoint: url });
const gateway = (sdk: Sdk) =>
  new sdk.ApiGatewayManagementApiClient({ maxAttempts: 3, endpoint: `${url}/prod` });

const failure = (type: string, more: object = {}): Answer => ({
  status: 400,
  body: { __type: `com.amazonaws.dynamodb.v20120810#${type}`, message: 'No.', ...more },
});
const md5 = (message: string) => createHash('md5').update(message).digest('hex');

/** Calls of every command in use, each with what the service answers, one after the other. */
const CALLS: Record<string, { call: (sdk: Sdk) => Promise<unknown>; answers: Answer[] }> = {
  'a read': {
    call: (sdk) => table(sdk).send(new sdk.GetCommand({ TableName, Key, ConsistentRead: true })),
    answers: [{ body: { Item: { pk: { S: 'é' }, n: { N: '3' }, s: { SS: ['a'] } } } }],
  },
  'a query': {
    call: (sdk) =>
      table(sdk).send(
        new sdk.QueryCommand({
          TableName,
          KeyConditionExpression: 'pk = :pk',
          ExpressionAttributeValues: { ':pk': 'S#1' },
        }),
      ),
    answers: [
      { body: { Items: [{ pk: { S: 'a' } }], Count: 1, LastEvaluatedKey: { pk: { S: 'a' } } } },
    ],
  },
  'a write': {
    call: (sdk) =>
      table(sdk).send(
        new sdk.PutCommand({ TableName, Item: { ...Key, list: [1, 'é', null, { a: true }] } }),
      ),
    answers: [{}],
  },
  'a condition that does not hold, with the item': {
    call: (sdk) =>
      table(sdk).send(new sdk.UpdateCommand({ TableName, Key, UpdateExpression: 'SET a = b' })),
    answers: [failure('ConditionalCheckFailedException', { Item: { version: { N: '3' } } })],
  },
  'a cancelled transaction, with its reasons': {
    call: (sdk) =>
      table(sdk).send(
        new sdk.TransactWriteCommand({
          ClientRequestToken: 'token',
          TransactItems: [{ Put: { TableName, Item: Key } }],
        }),
      ),
    answers: [
      failure('TransactionCanceledException', {
        CancellationReasons: [
          { Code: 'None' },
          { Code: 'ConditionalCheckFailed', Item: { pk: { S: 'a' } }, Message: 'No.' },
        ],
      }),
    ],
  },
  'throttling, overcome at the third attempt': {
    call: (sdk) => table(sdk).send(new sdk.GetCommand({ TableName, Key })),
    answers: [
      failure('ThrottlingException'),
      failure('ProvisionedThroughputExceededException'),
      {},
    ],
  },
  'a write conflict between replicas': {
    call: (sdk) => table(sdk).send(new sdk.PutCommand({ TableName, Item: Key })),
    answers: [failure('ReplicatedWriteConflictException'), {}],
  },
  'an outage': {
    call: (sdk) => table(sdk).send(new sdk.GetCommand({ TableName, Key })),
    answers: [500, 503, 500].map((status) => ({ ...failure('InternalServerError'), status })),
  },
  'a table that never answers, given up after three attempts': {
    call: (sdk) =>
      table(sdk, { requestTimeout: 100, throwOnRequestTimeout: true }).send(
        new sdk.GetCommand({ TableName, Key }),
      ),
    answers: [{ silent: true }, { silent: true }, { silent: true }],
  },
  'an error that no command documents': {
    call: (sdk) => table(sdk).send(new sdk.GetCommand({ TableName, Key })),
    answers: [failure('ValidationException')],
  },
  'a message': {
    call: (sdk) =>
      queue(sdk).send(
        new sdk.SendMessageCommand({
          QueueUrl: QueueUrl(),
          MessageBody: 'é',
          MessageGroupId: 'a',
          DelaySeconds: 3,
        }),
      ),
    answers: [{ body: { MessageId: '1', MD5OfMessageBody: md5('é') } }],
  },
  'a message that arrived as another': {
    call: (sdk) =>
      queue(sdk).send(new sdk.SendMessageCommand({ QueueUrl: QueueUrl(), MessageBody: 'a' })),
    answers: [{ body: { MessageId: '1', MD5OfMessageBody: md5('b') } }],
  },
  'a queue that is gone': {
    call: (sdk) =>
      queue(sdk).send(new sdk.SendMessageCommand({ QueueUrl: QueueUrl(), MessageBody: 'a' })),
    answers: [
      {
        status: 400,
        headers: { 'x-amzn-query-error': 'AWS.SimpleQueueService.NonExistentQueue;Sender' },
        body: { __type: 'com.amazonaws.sqs#QueueDoesNotExist', message: 'No.' },
      },
    ],
  },
  'a push, throttled once': {
    call: (sdk) =>
      gateway(sdk).send(new sdk.PostToConnectionCommand({ ConnectionId: 'a=', Data: '{"é":1}' })),
    answers: [
      {
        status: 429,
        headers: { 'x-amzn-errortype': 'LimitExceededException', 'retry-after': '0' },
      },
      {},
    ],
  },
  'a push to nobody': {
    call: (sdk) =>
      gateway(sdk).send(new sdk.PostToConnectionCommand({ ConnectionId: 'a=', Data: 'x' })),
    answers: [{ status: 410, headers: { 'x-amzn-errortype': 'GoneException' } }],
  },
  'a closed connection': {
    call: (sdk) => gateway(sdk).send(new sdk.DeleteConnectionCommand({ ConnectionId: 'a=' })),
    answers: [{ status: 204 }],
  },
};

describe('a bundle says and hears the same as the SDK:', () => {
  it.each(Object.keys(CALLS))('%s', async (name) => {
    const expected = await exchange(plain, name);
    const actual = await exchange(slim, name);

    expect(expected.requests.length).toBe(CALLS[name]?.answers.length);
    expect(actual).toEqual(expected);
  });
});

it('a bundle passes the trace on and says which SDK it is', async () => {
  answers = [];
  seen = [];

  await table(slim).send(new slim.GetCommand({ TableName, Key }));

  expect(seen[0]?.headers).toMatchObject({
    'x-amzn-trace-id': process.env._X_AMZN_TRACE_ID,
    'user-agent': expect.stringMatching(/^aws-sdk-js\/3\.\d+\.\d+ .*api\/dynamodb#3/),
  });
});

describe('endpoints', () => {
  const endpointsOf = (sdk: Sdk, params: { Region?: string; Endpoint?: string }) =>
    [
      new sdk.DynamoDBClient({}),
      new sdk.SQSClient({}),
      new sdk.ApiGatewayManagementApiClient({}),
    ].map(({ config }) => outcomeOf(() => config.endpointProvider(params).url.href));

  it('are the standard ones of every region that the SDK knows', async () => {
    const core = '../../node_modules/@aws-sdk/core/dist-es/submodules/client/util-endpoints';
    const file = new URL(`${core}/lib/aws/partitions.js`, import.meta.url);
    const regions = (await readFile(file, 'utf8')).match(/(?<=")[a-z]+-[a-z-]+-\d(?=")/g) ?? [];

    expect(regions.length).toBeGreaterThan(35);
    for (const Region of regions) {
      expect(endpointsOf(slim, { Region })).toEqual(endpointsOf(plain, { Region }));
    }
  });

  it('are the configured ones where there are any', () => {
    const params = { Region: 'eu-west-1', Endpoint: 'https://abc.execute-api.test/prod' };

    expect(endpointsOf(slim, params)).toEqual(endpointsOf(plain, params));
  });

  it.each([
    { UseFIPS: true, Region: 'us-gov-west-1' },
    { UseDualStack: true, Region: 'eu-west-1' },
    { AccountIdEndpointMode: 'required', Region: 'eu-west-1' },
    {},
  ])('are refused rather than guessed: %j', (params) => {
    for (const endpoint of endpointsOf(slim, params)) expect(endpoint).toBeInstanceOf(Error);
  });
});

it('the developer’s AWS files do not reach into a function', async () => {
  vi.stubEnv('AWS_REGION', undefined);
  vi.stubEnv('AWS_CONFIG_FILE', fileURLToPath(new URL('./fixtures/aws-config', import.meta.url)));

  expect(await new plain.SQSClient({}).config.region()).toBe('eu-north-1');
  await expect(new slim.SQSClient({}).config.region()).rejects.toThrow(/[Rr]egion/);
});

it('a retry mode that is not bundled fails the call by name', async () => {
  vi.stubEnv('AWS_RETRY_MODE', 'adaptive');

  const call = table(slim).send(new slim.GetCommand({ TableName, Key }));

  await expect(call).rejects.toThrow('AdaptiveRetryStrategy is not in this bundle');
});

it.each([
  'Tue, 29 Apr 2014 18:30:38 GMT',
  'Tuesday, 29-Apr-14 18:30:38 GMT',
  '2014-04-29T18:30:38Z',
  '2014-04-29T20:30:38+02:00',
])('the time %s is understood', (value) => {
  expect(parseDateTime(value)?.toISOString()).toBe('2014-04-29T18:30:38.000Z');
});

it('times are counted, written and refused as in the SDK', () => {
  expect(parseEpochTimestamp(1398796238)?.toISOString()).toBe('2014-04-29T18:30:38.000Z');
  expect(dateToUtcString(new Date(1398796238000))).toBe('Tue, 29 Apr 2014 18:30:38 GMT');
  expect(parseDateTime(undefined)).toBeUndefined();
  expect(() => parseDateTime('soon')).toThrow(TypeError);
  expect(() => parseEpochTimestamp('soon')).toThrow(TypeError);
});

/** What goes over the wire and what comes of it, without what differs from call to call. */
async function exchange(sdk: Sdk, name: string) {
  const { call, answers: script = [] } = CALLS[name] ?? {};
  answers = [...script];
  seen = [];
  const outcome = await call?.(sdk).then(
    (output) => ({ output: withoutTimes(output) }),
    (error) => ({ name: error.name, message: error.message, ...withoutTimes(error) }),
  );
  const requests = seen.map(({ method, url: path, headers, body }) => {
    const { 'user-agent': _ua, 'x-amz-user-agent': _xua, ...rest } = headers;
    return { method, path, body, headers: stable(rest) };
  });
  return { outcome, requests };
}

function stable(headers: IncomingHttpHeaders): IncomingHttpHeaders {
  const { 'x-amz-date': date, 'amz-sdk-invocation-id': id, authorization, ...rest } = headers;
  expect(date).toMatch(/^\d{8}T\d{6}Z$/);
  expect(id).toMatch(/^[0-9a-f-]{36}$/);
  expect(authorization).toMatch(/Signature=[0-9a-f]{64}$/);
  return { ...rest, authorization: authorization?.replace(/\d{8}|Signature=.*/g, '') };
}

function withoutTimes(result: unknown): object {
  const { $metadata, $response, stack, ...rest } = result as Record<string, unknown>;
  const { totalRetryDelay, requestId, ...metadata } = ($metadata ?? {}) as Record<string, unknown>;
  return { ...rest, metadata };
}

function outcomeOf<T>(call: () => T): T | Error {
  try {
    return call();
  } catch (error) {
    return error as Error;
  }
}
