import {
  ApiGatewayManagementApiClient,
  PostToConnectionCommand,
} from '@aws-sdk/client-apigatewaymanagementapi';
import {
  DynamoDBClient,
  GetItemCommand,
  QueryCommand,
  TransactWriteItemsCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { SendMessageBatchCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Engine } from '../../../../local/contracts.ts';
import { type FrontDoor, startFrontDoor } from '../../../../local/front-door/server.ts';
import { createAccess } from '../../../../local/iam/access.ts';
import { ADMIN } from '../../../../local/iam/credentials.ts';
import { QUEUE, ROLE, SETTING, TABLE } from './requests.ts';

const API = 'arn:aws:execute-api:eu-west-1:111122223333:abc';
const USER =
  'User: arn:aws:sts::111122223333:assumed-role/MessageRole/Stack-Message is not authorized to perform: ';
const key = (pk: string) => ({ pk: { S: pk } });

const lines: string[] = [];
const access = createAccess({
  account: SETTING.account,
  region: SETTING.region,
  partitionKey: SETTING.partitionKey,
  log: (line) => lines.push(line),
  iam: {
    functions: [
      {
        name: 'message',
        functionName: 'Stack-Message',
        functionArn: 'arn:message',
        role: {
          stack: 'Stack',
          logicalId: 'MessageRole',
          type: 'AWS::IAM::Role',
          account: SETTING.account,
          arn: ROLE,
          name: 'MessageRole',
          statements: [
            { Effect: 'Allow', Action: ['dynamodb:PutItem', 'dynamodb:GetItem'], Resource: TABLE },
            {
              Effect: 'Allow',
              Action: 'dynamodb:UpdateItem',
              Resource: TABLE,
              Condition: { 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': ['T#*'] } },
            },
            {
              Effect: 'Deny',
              Action: 'dynamodb:GetItem',
              Resource: '*',
              Condition: { 'ForAnyValue:StringEquals': { 'dynamodb:LeadingKeys': 'SECRET' } },
            },
            { Effect: 'Allow', Action: 'sqs:SendMessage', Resource: [QUEUE, `${QUEUE}2`] },
            {
              Effect: 'Allow',
              Action: 'execute-api:ManageConnections',
              Resource: `${API}/prod/DELETE/@connections/*`,
            },
          ],
        },
      },
    ],
    resourcePolicies: [
      {
        attachedTo: `${QUEUE}2`,
        statements: [{ Effect: 'Deny', Principal: '*', Action: 'sqs:*', Resource: '*' }],
      },
    ],
    permissions: [],
  },
});

let door: FrontDoor;
let clients: ReturnType<typeof clientsOf>;
beforeAll(async () => {
  const answering: Engine = {
    handle: async () => ({ status: 200, output: { Successful: [], Failed: [] } }),
  };
  door = await startFrontDoor({
    port: 0,
    dynamodb: answering,
    sqs: answering,
    connections: () => ({ handle: async () => ({ status: 200 }) }),
    authorize: access.authorize,
  });
  clients = clientsOf('message');
});
afterAll(() => door.close());

function clientsOf(accessKeyId: string) {
  const config = {
    endpoint: door.url,
    region: SETTING.region,
    maxAttempts: 1,
    credentials: { accessKeyId, secretAccessKey: 'unused' },
  };
  return {
    dynamo: new DynamoDBClient(config),
    sqs: new SQSClient({ ...config, md5: false }),
    connections: new ApiGatewayManagementApiClient({ ...config, endpoint: `${door.url}/abc/prod` }),
  };
}

const queueUrl = (name: string) => `${door.url}/111122223333/${name}`;
const refusedWith = (name: string, httpStatusCode: number, message: string) => ({
  name,
  message,
  $metadata: { httpStatusCode },
});

describe('a function may', () => {
  it('do what its role allows', async () => {
    const Key = key('T#1');
    await clients.dynamo.send(new UpdateItemCommand({ TableName: 'Chats', Key }));
    await clients.dynamo.send(new GetItemCommand({ TableName: 'Chats', Key }));
    await clients.sqs.send(
      new SendMessageBatchCommand({
        QueueUrl: queueUrl('Timers'),
        Entries: [{ Id: '1', MessageBody: 'x' }],
      }),
    );
  });

  it('not use an index that is not granted with its table', async () => {
    const query = new QueryCommand({
      TableName: 'Chats',
      IndexName: 'due',
      KeyConditionExpression: 'duePk = :k',
      ExpressionAttributeValues: { ':k': { S: 'a' } },
    });

    await expect(clients.dynamo.send(query)).rejects.toMatchObject(
      refusedWith(
        'AccessDeniedException',
        400,
        `${USER}dynamodb:Query on resource: ${TABLE}/index/due because no identity-based policy allows the dynamodb:Query action`,
      ),
    );
  });

  it('not touch items outside its leading keys', async () => {
    const update = new UpdateItemCommand({ TableName: 'Chats', Key: key('S#1') });

    await expect(clients.dynamo.send(update)).rejects.toMatchObject({
      name: 'AccessDeniedException',
      message: expect.stringContaining(`${USER}dynamodb:UpdateItem on resource: ${TABLE}`),
    });
  });

  it('not commit a transaction of which one part is not granted', async () => {
    const parts = (pk: string) =>
      new TransactWriteItemsCommand({
        TransactItems: [
          { Put: { TableName: 'Chats', Item: key('a') } },
          { Update: { TableName: 'Chats', Key: key(pk), UpdateExpression: 'SET a = :a' } },
        ],
      });

    await clients.dynamo.send(parts('T#1'));
    await expect(clients.dynamo.send(parts('S#1'))).rejects.toMatchObject({
      name: 'AccessDeniedException',
      message: expect.stringContaining('dynamodb:UpdateItem'),
    });
  });

  it('not do what is denied to its role or by the queue', async () => {
    const get = new GetItemCommand({ TableName: 'Chats', Key: key('SECRET') });
    const send = new SendMessageCommand({ QueueUrl: queueUrl('Timers2'), MessageBody: 'x' });

    await expect(clients.dynamo.send(get)).rejects.toMatchObject(
      refusedWith(
        'AccessDeniedException',
        400,
        `${USER}dynamodb:GetItem on resource: ${TABLE} with an explicit deny in an identity-based policy`,
      ),
    );
    await expect(clients.sqs.send(send)).rejects.toMatchObject(
      refusedWith(
        'AccessDenied',
        403,
        `${USER}sqs:sendmessage on resource: ${QUEUE}2 with an explicit deny in a resource-based policy`,
      ),
    );
  });

  it('not write to a connection with the right to close it', async () => {
    const post = new PostToConnectionCommand({ ConnectionId: 'L0SM9cOFvHcCIhw=', Data: 'x' });

    await expect(clients.connections.send(post)).rejects.toMatchObject(
      refusedWith(
        'AccessDeniedException',
        403,
        `${USER}execute-api:ManageConnections on resource: arn:aws:execute-api:eu-west-1:********3333:abc/prod/POST/@connections/{connectionId}`,
      ),
    );
  });
});

describe('a key', () => {
  it('that nobody was given is refused by each service', async () => {
    const { dynamo, sqs, connections } = clientsOf('AKIASTRANGER');
    const refused = (status: number) =>
      refusedWith(
        'UnrecognizedClientException',
        status,
        'The security token included in the request is invalid.',
      );

    await expect(
      dynamo.send(new GetItemCommand({ TableName: 'Chats', Key: key('a') })),
    ).rejects.toMatchObject(refused(400));
    await expect(
      sqs.send(new SendMessageCommand({ QueueUrl: queueUrl('Timers'), MessageBody: 'x' })),
    ).rejects.toMatchObject(refused(403));
    await expect(
      connections.send(new PostToConnectionCommand({ ConnectionId: 'a', Data: 'x' })),
    ).rejects.toMatchObject(refused(403));
  });

  it('of whoever runs the cloud may do everything', async () => {
    const { dynamo } = clientsOf(ADMIN.accessKeyId);

    await dynamo.send(new GetItemCommand({ TableName: 'Chats', Key: key('SECRET') }));
  });
});

it('a refusal is logged once, however often it is tried', async () => {
  lines.length = 0;
  const get = () => clients.dynamo.send(new GetItemCommand({ TableName: 'Other', Key: key('a') }));

  await expect(get()).rejects.toThrow('is not authorized');
  await expect(get()).rejects.toThrow('is not authorized');

  expect(lines).toEqual([expect.stringMatching(/^message: User: .* dynamodb:GetItem on resource/)]);
});
