import {
  ApiGatewayManagementApiClient,
  PostToConnectionCommand,
} from '@aws-sdk/client-apigatewaymanagementapi';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';

interface SocketEvent {
  requestContext: { connectionId: string; eventType: 'CONNECT' | 'MESSAGE' | 'DISCONNECT' };
  body?: string;
}

const { TABLE_NAME: TableName, CALLBACK_URL: endpoint } = process.env;
const table = DynamoDBDocumentClient.from(new DynamoDBClient());
const connections = new ApiGatewayManagementApiClient({ endpoint: endpoint ?? '' });

/**
 * The function under load: a frame `{"n": <number>}` costs one get, one put and one post, and is
 * answered with `{"n": <the same>, "count": <frames of this connection so far>}`.
 */
export async function handler({ requestContext, body }: SocketEvent) {
  const { connectionId: ConnectionId, eventType } = requestContext;
  if (eventType !== 'MESSAGE') return { statusCode: 200 };
  const { n } = JSON.parse(body ?? '{}') as { n?: number };
  const { Item } = await table.send(new GetCommand({ TableName, Key: { pk: ConnectionId } }));
  const count = Number(Item?.count ?? 0) + 1;
  await table.send(new PutCommand({ TableName, Item: { pk: ConnectionId, count, n } }));
  const Data = JSON.stringify({ n, count });
  await connections.send(new PostToConnectionCommand({ ConnectionId, Data }));
  return { statusCode: 200 };
}
