import { describe, expect, it } from 'vitest';
import type { Call } from '../../../../local/front-door/call.ts';
import { needsOf } from '../../../../local/iam/needs/needs.ts';
import { QUEUE, SETTING, TABLE } from './requests.ts';

type Input = Record<string, unknown>;

function needs(call: Pick<Call, 'service' | 'operation'> & Partial<Call>) {
  return needsOf({ caller: 'message', input: {}, ...call }, SETTING);
}
const dynamo = (operation: string, input: Input) =>
  needs({ service: 'dynamodb', operation, input });
const shown = (requests: ReturnType<typeof needs>) =>
  requests.map(({ action, resource }) => `${action} ${resource.split(':').at(-1)}`);
const leadingKeys = (requests: ReturnType<typeof needs>) =>
  requests.map(({ context }) => context('dynamodb:leadingkeys'));

const chat = (pk: string) => ({ pk: { S: pk }, sk: { S: '1' } });
const onTable = (rest: Input) => ({ TableName: 'Chats', ...rest });

describe('a call to DynamoDB needs', () => {
  it.each<[string, Input, string[], (string[] | undefined)[]]>([
    ['GetItem', onTable({ Key: chat('a') }), ['dynamodb:GetItem table/Chats'], [['a']]],
    ['PutItem', onTable({ Item: chat('a') }), ['dynamodb:PutItem table/Chats'], [['a']]],
    // A member that an operation does not read says nothing about what it touches.
    [
      'PutItem',
      onTable({ Item: chat('a'), Key: chat('b') }),
      ['dynamodb:PutItem table/Chats'],
      [['a']],
    ],
    [
      'GetItem',
      onTable({ Key: chat('a'), Item: chat('b') }),
      ['dynamodb:GetItem table/Chats'],
      [['a']],
    ],
    [
      'TransactWriteItems',
      { TransactItems: [{ Put: onTable({ Item: chat('a'), Key: chat('b') }) }] },
      ['dynamodb:PutItem table/Chats'],
      [['a']],
    ],
    ['Query', onTable({ KeyConditions: {} }), ['dynamodb:Query table/Chats'], [undefined]],
    [
      'UpdateItem',
      onTable({ Key: { pk: { N: '7' } } }),
      ['dynamodb:UpdateItem table/Chats'],
      [['7']],
    ],
    ['DeleteItem', { TableName: TABLE, Key: {} }, ['dynamodb:DeleteItem table/Chats'], [undefined]],
    [
      'Query',
      onTable({
        KeyConditionExpression: '(sk > :s) AND (#k = :k)',
        ExpressionAttributeNames: { '#k': 'pk' },
        ExpressionAttributeValues: { ':k': { S: 'a' }, ':s': { S: 'b' } },
      }),
      ['dynamodb:Query table/Chats'],
      [['a']],
    ],
    [
      'Query',
      onTable({
        IndexName: 'due',
        KeyConditionExpression: ':k=duePk and pk = :s',
        ExpressionAttributeValues: { ':k': { S: 'now' }, ':s': { S: 'b' } },
      }),
      ['dynamodb:Query table/Chats/index/due'],
      [['now']],
    ],
    [
      'Query',
      onTable({ KeyConditions: { pk: { AttributeValueList: [{ S: 'old' }] } } }),
      ['dynamodb:Query table/Chats'],
      [['old']],
    ],
    ['Scan', onTable({ IndexName: 'due' }), ['dynamodb:Scan table/Chats/index/due'], [undefined]],
    [
      'BatchGetItem',
      { RequestItems: { Chats: { Keys: [chat('a'), chat('b')] }, Logs: { Keys: [chat('c')] } } },
      ['dynamodb:BatchGetItem table/Chats', 'dynamodb:BatchGetItem table/Logs'],
      [['a', 'b'], undefined],
    ],
    [
      'BatchWriteItem',
      {
        RequestItems: {
          Chats: [{ PutRequest: { Item: chat('a') } }, { DeleteRequest: { Key: chat('b') } }],
        },
      },
      ['dynamodb:BatchWriteItem table/Chats'],
      [['a', 'b']],
    ],
    [
      'TransactWriteItems',
      {
        TransactItems: [
          { Put: onTable({ Item: chat('a') }) },
          { Update: onTable({ Key: chat('b') }) },
          { Delete: onTable({ Key: chat('c') }) },
          { ConditionCheck: { TableName: 'Logs', Key: chat('d') } },
        ],
      },
      [
        'dynamodb:PutItem table/Chats',
        'dynamodb:UpdateItem table/Chats',
        'dynamodb:DeleteItem table/Chats',
        'dynamodb:ConditionCheckItem table/Logs',
      ],
      [['a'], ['b'], ['c'], undefined],
    ],
    [
      'TransactGetItems',
      { TransactItems: [{ Get: onTable({ Key: chat('a') }) }] },
      ['dynamodb:GetItem table/Chats'],
      [['a']],
    ],
    ['DescribeTable', onTable({}), ['dynamodb:DescribeTable table/Chats'], [undefined]],
    ['ListTables', {}, ['dynamodb:ListTables table/*'], [undefined]],
  ])('%s: %j', (operation, input, expected, keys) => {
    const requests = dynamo(operation, input);

    expect(shown(requests)).toEqual(expected);
    expect(leadingKeys(requests)).toEqual(keys);
  });

  it('tells the call that a part belongs to', () => {
    const [part] = dynamo('TransactGetItems', { TransactItems: [{ Get: onTable({ Key: {} }) }] });

    expect(part?.context('dynamodb:enclosingoperation')).toEqual(['TransactGetItems']);
  });

  it.each<[string, Input]>([
    ['TransactWriteItems', { TransactItems: null }],
    ['TransactWriteItems', { TransactItems: [null, { Put: null }] }],
    ['BatchWriteItem', { RequestItems: { Chats: [null, {}] } }],
    ['BatchGetItem', { RequestItems: { Chats: null } }],
    ['Query', { TableName: 'Chats', KeyConditionExpression: 'pk =' }],
    ['GetItem', {}],
  ])('something even when it makes no sense: %s %j', (operation, input) => {
    expect(() => leadingKeys(dynamo(operation, input))).not.toThrow();
  });
});

describe('a call to SQS needs', () => {
  const QueueUrl = 'http://127.0.0.1:4300/111122223333/Timers';

  it.each<[string, Input, string]>([
    ['SendMessage', { QueueUrl }, 'sqs:SendMessage'],
    ['SendMessageBatch', { QueueUrl }, 'sqs:SendMessage'],
    ['DeleteMessageBatch', { QueueUrl }, 'sqs:DeleteMessage'],
    ['ChangeMessageVisibilityBatch', { QueueUrl }, 'sqs:ChangeMessageVisibility'],
    ['GetQueueUrl', { QueueName: 'Timers' }, 'sqs:GetQueueUrl'],
    ['SendMessage', { QueueUrl, QueueName: 'Other', SourceArn: 'other' }, 'sqs:SendMessage'],
    ['GetQueueUrl', { QueueName: 'Timers', QueueUrl: 'other' }, 'sqs:GetQueueUrl'],
  ])('%s %j: %s', (operation, input, action) => {
    expect(needs({ service: 'sqs', operation, input })).toMatchObject([
      { action, resource: QUEUE },
    ]);
  });
});

it('moving messages needs rights on both queues', () => {
  const input = { SourceArn: QUEUE, DestinationArn: `${QUEUE}2`, QueueUrl: 'other' };

  expect(shown(needs({ service: 'sqs', operation: 'StartMessageMoveTask', input }))).toEqual([
    'sqs:StartMessageMoveTask Timers',
    'sqs:ReceiveMessage Timers',
    'sqs:DeleteMessage Timers',
    'sqs:GetQueueAttributes Timers',
    'sqs:SendMessage Timers2',
  ]);
});

it('a call to @connections needs one action, with stage, method and connection in the ARN', () => {
  const connection = {
    apiStagePath: '/abc/prod',
    method: 'POST',
    connectionId: 'L0SM9cOFvHcCIhw=',
  };

  expect(
    needs({ service: 'execute-api', operation: 'PostToConnection', connection }),
  ).toMatchObject([
    {
      action: 'execute-api:ManageConnections',
      resource:
        'arn:aws:execute-api:eu-west-1:111122223333:abc/prod/POST/@connections/L0SM9cOFvHcCIhw=',
    },
  ]);
});

it('every call has the keys that are the same for all', () => {
  const [request] = needs({ service: 'sqs', operation: 'ListQueues' });

  expect(
    [
      'aws:securetransport',
      'aws:principalarn',
      'aws:principalaccount',
      'aws:principalisawsservice',
      'aws:resourceaccount',
      'aws:requestedregion',
      'dynamodb:leadingkeys',
    ].map((key) => request?.context(key)?.join()),
  ).toEqual([
    'true',
    SETTING.roleArn,
    '111122223333',
    'false',
    '111122223333',
    'eu-west-1',
    undefined,
  ]);
});
