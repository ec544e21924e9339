import type { WebSocketApi } from 'aws-cdk-lib/aws-apigatewayv2';
import type { ITable } from 'aws-cdk-lib/aws-dynamodb';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { type BedrockConfig, modelStatements } from './bedrock.ts';
import type { Grants, WorkQueueName } from './functions.ts';

/** The resources that grants speak about. */
export interface GrantTargets {
  readonly table: ITable;
  readonly queues: Readonly<Record<WorkQueueName, IQueue>>;
  readonly socketApi: WebSocketApi;
  readonly socketStageName: string;
  readonly model: BedrockConfig | undefined;
}

/** What Lambda's pollers need on behalf of a function; the function itself never calls these. */
const CONSUME_ACTIONS = ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'];

/** IAM statements for one row of the function table: named actions on named resources only. */
export function toStatements(grants: Grants, targets: GrantTargets): PolicyStatement[] {
  const { table, queues } = targets;
  const statements = [
    new PolicyStatement({
      actions: grants.table.map((action) => `dynamodb:${action}`),
      resources: [table.tableArn],
      conditions: grants.leadingKeys && {
        'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': grants.leadingKeys },
      },
    }),
  ];
  if (grants.indexes) {
    statements.push(
      new PolicyStatement({
        actions: ['dynamodb:Query'],
        resources: grants.indexes.map((index) => `${table.tableArn}/index/${index}`),
      }),
    );
  }
  if (grants.consumes) {
    statements.push(
      new PolicyStatement({
        actions: CONSUME_ACTIONS,
        resources: [queues[grants.consumes].queueArn],
      }),
    );
  }
  if (grants.sends) {
    statements.push(
      new PolicyStatement({
        actions: ['sqs:SendMessage'],
        resources: grants.sends.map((queue) => queues[queue].queueArn),
      }),
    );
  }
  if (grants.connections) {
    statements.push(
      new PolicyStatement({
        actions: ['execute-api:ManageConnections'],
        resources: grants.connections.map((method) =>
          targets.socketApi.arnForExecuteApiV2(`${method}/@connections/*`, targets.socketStageName),
        ),
      }),
    );
  }
  if (grants.model && targets.model) statements.push(...modelStatements(targets.model));
  return statements;
}
