import { expect, it } from 'vitest';
import { callTarget } from '../../../../local/faults/call-target.ts';
import type { Call } from '../../../../local/front-door/call.ts';

const call = (fields: Partial<Call>): Call => ({
  caller: 'message',
  service: 'dynamodb',
  operation: 'PutItem',
  input: {},
  ...fields,
});

it.each<[string, Partial<Call>, object]>([
  ['its one table', { input: { TableName: 'chats' } }, { table: ['chats'] }],
  [
    'its index beside the table',
    { operation: 'Query', input: { TableName: 'chats', IndexName: 'byState' } },
    { table: ['chats'], index: 'byState' },
  ],
  [
    'each table of a batch',
    { operation: 'BatchGetItem', input: { RequestItems: { chats: {}, people: {} } } },
    { table: ['chats', 'people'] },
  ],
  [
    'each table of a transaction once',
    {
      operation: 'TransactWriteItems',
      input: {
        TransactItems: [
          { Put: { TableName: 'chats' } },
          { Update: { TableName: 'people' } },
          { Delete: { TableName: 'chats' } },
        ],
      },
    },
    { table: ['chats', 'people'] },
  ],
  [
    'the queue of its URL',
    { service: 'sqs', operation: 'SendMessage', input: { QueueUrl: 'http://x/000000000000/work' } },
    { queue: 'work' },
  ],
  [
    'its connection',
    {
      service: 'execute-api',
      operation: 'PostToConnection',
      connection: { apiStagePath: '/api/prod', method: 'POST', connectionId: 'abc=' },
    },
    { connection: 'abc=' },
  ],
  ['nothing more for a malformed request', { input: { TransactItems: [null, 1] } }, {}],
])('a call can be aimed at by %s', (_, fields, names) => {
  const { caller, service, operation } = call(fields);

  expect(callTarget(call(fields))).toEqual({ function: caller, service, operation, ...names });
});
