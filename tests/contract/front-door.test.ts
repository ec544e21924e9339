import { request } from 'node:http';
import {
  DeleteConnectionCommand,
  ForbiddenException,
  GetConnectionCommand,
  GoneException,
  LimitExceededException,
  PayloadTooLargeException,
  PostToConnectionCommand,
} from '@aws-sdk/client-apigatewaymanagementapi';
import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { SendMessageCommand } from '@aws-sdk/client-sqs';
import { GetCommand, PutCommand, QueryCommand, TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ConnectionManagement, EngineResponse } from '../../local/contracts.ts';
import type { Call, FinishedCall } from '../../local/front-door/call.ts';
import { CALLER, type LocalServices, startLocalServices } from './local-services.ts';
import { refused } from './refused.ts';

const CONNECTION_ID = 'L0SM9cOFvHcCIhw=';
const TableName = 'switchboard';
const Item = { pk: 'S#1', sk: 'HEAD' };
const SIGNED = {
  authorization: `AWS4-HMAC-SHA256 Credential=${CALLER}/20261101/us-east-1/dynamodb/aws4_request, SignedHeaders=host, Signature=0`,
};

let services: LocalServices;
let reported: FinishedCall[];
let before: (call: Call) => EngineResponse | undefined;
let delivered: { method: string; connectionId: string; text: string }[];
let answer: Awaited<ReturnType<ConnectionManagement['handle']>>;

beforeEach(async () => {
  reported = [];
  delivered = [];
  before = () => undefined;
  answer = { status: 200 };
  services = await startLocalServices({
    before: (call) => before(call),
    onCall: (call) => reported.push(call),
    gateways: {
      '/api/prod': {
        handle: async ({ method, connectionId, body }) => {
          delivered.push({ method, connectionId, text: body.toString() });
          return answer;
        },
      },
    },
  });
  await services.dynamo.createTable({
    TableName,
    AttributeDefinitions: [
      { AttributeName: 'pk', AttributeType: 'S' },
      { AttributeName: 'sk', AttributeType: 'S' },
    ],
    KeySchema: [
      { AttributeName: 'pk', KeyType: 'HASH' },
      { AttributeName: 'sk', KeyType: 'RANGE' },
    ],
  });
});
afterEach(() => services.close());

const post = (headers: Record<string, string>, body: string, path = '/') =>
  fetch(services.door.url + path, { method: 'POST', headers, body });

describe('connection management', () => {
  const push = () =>
    services.clients.connections.send(
      new PostToConnectionCommand({ ConnectionId: CONNECTION_ID, Data: 'hello' }),
    );

  it('reaches the gateway of its stage with the decoded connection id and the body', async () => {
    await push();

    expect(delivered).toEqual([{ method: 'POST', connectionId: CONNECTION_ID, text: 'hello' }]);
  });

  it('answers what the gateway knows, and deletes', async () => {
    answer = { status: 200, output: { connectedAt: '2026-11-01T00:00:00Z' } };
    const found = await services.clients.connections.send(
      new GetConnectionCommand({ ConnectionId: CONNECTION_ID }),
    );
    answer = { status: 204 };
    await services.clients.connections.send(
      new DeleteConnectionCommand({ ConnectionId: CONNECTION_ID }),
    );

    expect(found.ConnectedAt).toEqual(new Date('2026-11-01T00:00:00Z'));
    expect(delivered.map(({ method }) => method)).toEqual(['GET', 'DELETE']);
  });

  it.each([
    [410, 'GoneException', GoneException],
    [413, 'PayloadTooLargeException', PayloadTooLargeException],
    [429, 'LimitExceededException', LimitExceededException],
  ])('raises the exception class of a %i', async (status, errorType, exception) => {
    answer = { status, errorType };

    const error = await refused(push());

    expect(error).toBeInstanceOf(exception);
    expect(error).toMatchObject({ name: errorType, $metadata: { httpStatusCode: status } });
  });

  it('is forbidden for a stage nobody serves', async () => {
    const { status, headers } = await post(SIGNED, 'x', '/other/@connections/abc');

    expect(status).toBe(403);
    expect(headers.get('x-amzn-errortype')).toBe(ForbiddenException.name);
    expect(delivered).toEqual([]);
  });
});

describe('malformed requests', () => {
  const target = (name: string) => ({ ...SIGNED, 'x-amz-target': name });

  it.each([
    ['nobody signed', {}, '{}', 403, 'MissingAuthenticationTokenException'],
    ['an unknown service', target('Kinesis.PutRecord'), '{}', 400, 'UnknownOperationException'],
    [
      'an unknown operation',
      target('DynamoDB_20120810.PutEverything'),
      '{}',
      400,
      'UnknownOperationException',
    ],
    [
      'an unknown queue operation',
      target('AmazonSQS.Peek'),
      '{}',
      400,
      'UnknownOperationException',
    ],
    ['an inherited name', target('AmazonSQS.constructor'), '{}', 400, 'UnknownOperationException'],
    [
      'a service of an inherited name',
      target('constructor.Foo'),
      '{}',
      400,
      'UnknownOperationException',
    ],
    [
      'a page of another site',
      { ...target('DynamoDB_20120810.ListTables'), origin: 'http://evil.example' },
      '{}',
      403,
      'AccessDeniedException',
    ],
    ['broken JSON', target('DynamoDB_20120810.GetItem'), '{', 400, 'SerializationException'],
    ['JSON of a list', target('DynamoDB_20120810.GetItem'), '[]', 400, 'SerializationException'],
  ])('%s', async (_, headers: Record<string, string>, body, status, type) => {
    const response = await post(headers, body);

    expect(response.status).toBe(status);
    expect(response.headers.get('x-amzn-requestid')).toMatch(/^[0-9a-f-]{36}$/);
    expect(response.headers.get('content-type')).toBe('application/x-amz-json-1.0');
    expect(await response.json()).toMatchObject({ __type: type });
  });
});

it.each(['//', 'http://x:99999/', '/%'])('the path %s is the client’s fault', async (path) => {
  const { port } = new URL(services.door.url);
  const status = await new Promise((resolve, reject) => {
    request({ port, path, method: 'POST', headers: SIGNED }, ({ statusCode }) =>
      resolve(statusCode),
    )
      .on('error', reject)
      .end();
  });

  expect(status).toBe(400);
});

describe('the tally', () => {
  it('counts calls and units by caller and operation, and hides units nobody asked for', async () => {
    const put = await services.clients.documents.send(new PutCommand({ TableName, Item }));
    await services.clients.documents.send(
      new GetCommand({ TableName, Key: Item, ConsistentRead: true }),
    );
    await services.clients.documents.send(
      new QueryCommand({
        TableName,
        KeyConditionExpression: 'pk = :pk',
        ExpressionAttributeValues: { ':pk': 'S#1' },
      }),
    );
    await services.clients.documents.send(
      new TransactWriteCommand({ TransactItems: [{ Delete: { TableName, Key: Item } }] }),
    );
    const { url } = services.sqs.createQueue({ name: 'candidates' });
    await services.clients.sqs.send(new SendMessageCommand({ QueueUrl: url, MessageBody: 'x' }));

    const one = { calls: 1, errors: 0, readUnits: 0, writeUnits: 0 };
    expect(services.door.calls()).toEqual({
      [CALLER]: {
        'dynamodb:PutItem': { ...one, writeUnits: 1 },
        'dynamodb:GetItem': { ...one, readUnits: 1 },
        'dynamodb:Query': { ...one, readUnits: 0.5 },
        'dynamodb:TransactWriteItems': { ...one, writeUnits: 2 },
        'sqs:SendMessage': one,
      },
    });
    expect(put.ConsumedCapacity).toBeUndefined();
  });

  it('counts what a refused condition costs, as an error', async () => {
    await services.clients.documents.send(new PutCommand({ TableName, Item }));
    services.door.resetCalls();

    const error = await refused(
      services.clients.documents.send(
        new PutCommand({ TableName, Item, ConditionExpression: 'attribute_not_exists(pk)' }),
      ),
    );

    expect(error).toBeInstanceOf(ConditionalCheckFailedException);
    expect(error).not.toHaveProperty('ConsumedCapacity');
    expect(services.door.calls()).toEqual({
      [CALLER]: { 'dynamodb:PutItem': { calls: 1, errors: 1, readUnits: 0, writeUnits: 1 } },
    });
    expect(reported.at(-1)).toMatchObject({
      caller: CALLER,
      service: 'dynamodb',
      operation: 'PutItem',
      writeUnits: 1,
      errorType: 'ConditionalCheckFailedException',
      ms: expect.any(Number),
    });
  });

  it('starts over when told', async () => {
    await services.clients.documents.send(new GetCommand({ TableName, Key: Item }));

    services.door.resetCalls();

    expect(services.door.calls()).toEqual({});
  });
});

describe('the hook before a call', () => {
  it('sees what is asked and may answer in place of the engine', async () => {
    const seen: Call[] = [];
    before = (call) => {
      seen.push(call);
      return { status: 400, errorType: 'AccessDeniedException', output: { message: 'no grant' } };
    };

    const error = await refused(
      services.clients.documents.send(new PutCommand({ TableName, Item })),
    );
    before = () => undefined;
    const stored = await services.clients.documents.send(new GetCommand({ TableName, Key: Item }));

    expect(error).toMatchObject({ name: 'AccessDeniedException', message: 'no grant' });
    expect(seen).toMatchObject([
      { caller: CALLER, service: 'dynamodb', operation: 'PutItem', input: { TableName } },
    ]);
    expect(stored.Item).toBeUndefined();
  });

  it('sees which connection a push is for', async () => {
    const seen: Call[] = [];
    before = (call) => {
      seen.push(call);
      return undefined;
    };

    await services.clients.connections.send(
      new PostToConnectionCommand({ ConnectionId: CONNECTION_ID, Data: 'x' }),
    );

    expect(seen).toMatchObject([
      {
        operation: 'PostToConnection',
        connection: { apiStagePath: '/api/prod', connectionId: CONNECTION_ID },
      },
    ]);
  });
});
