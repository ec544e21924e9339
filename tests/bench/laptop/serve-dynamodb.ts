import { createDynamoEngine } from '../../../local/dynamodb/engine.ts';
import { startFrontDoor } from '../../../local/front-door/server.ts';
import { answerParent } from './answer-parent.ts';

// The laptop cloud's own DynamoDB with one table, for candidates that bring none. No policy is
// enforced here: they have none.

const [tableName = ''] = process.argv.slice(2);
const dynamodb = createDynamoEngine();
await dynamodb.open();
await dynamodb.createTable({
  TableName: tableName,
  AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
  KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
});
const frontDoor = await startFrontDoor({
  port: 0,
  dynamodb,
  sqs: dynamodb,
  connections: () => undefined,
});
answerParent(frontDoor.url);
