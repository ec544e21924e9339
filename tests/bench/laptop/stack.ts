import { App, CfnOutput, Duration, Stack } from 'aws-cdk-lib';
import { HttpApi, WebSocketApi, WebSocketStage } from 'aws-cdk-lib/aws-apigatewayv2';
import { WebSocketLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { UserPool } from 'aws-cdk-lib/aws-cognito';
import { AttributeType, BillingMode, Table } from 'aws-cdk-lib/aws-dynamodb';
import { Code, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';

/** Name of the stack and of its output with the socket's URL. */
export const STACK = { name: 'Bench', socketUrl: 'SocketUrl' } as const;

/** Time in which every candidate's function must have answered, starts of threads included. */
export const TIMEOUT_SECONDS = 29;

/** Of the function, in every candidate. */
export const MEMORY_MB = 512;

/**
 * Synthesises a WebSocket API with one function and one table into `outdir`. The laptop cloud also
 * wants an HTTP API and a user pool, as Switchboard has them; here they have nothing to do.
 */
export function synthesise(codeDirectory: string, outdir: string): void {
  const app = new App({
    outdir,
    analyticsReporting: false,
    builtinCloudFormationValidation: false,
  });
  const stack = new Stack(app, STACK.name);
  const table = new Table(stack, 'Items', {
    partitionKey: { name: 'pk', type: AttributeType.STRING },
    billingMode: BillingMode.PAY_PER_REQUEST,
  });
  const echo = new LambdaFunction(stack, 'Echo', {
    runtime: Runtime.NODEJS_24_X,
    handler: 'index.handler',
    code: Code.fromAsset(codeDirectory),
    timeout: Duration.seconds(TIMEOUT_SECONDS),
    memorySize: MEMORY_MB,
  });
  const route = () => ({ integration: new WebSocketLambdaIntegration('Integration', echo) });
  const api = new WebSocketApi(stack, 'Socket', {
    connectRouteOptions: route(),
    defaultRouteOptions: route(),
  });
  const stage = new WebSocketStage(stack, 'Stage', {
    webSocketApi: api,
    stageName: 'bench',
    autoDeploy: true,
  });
  echo.addEnvironment('TABLE_NAME', table.tableName);
  echo.addEnvironment('CALLBACK_URL', stage.callbackUrl);
  table.grant(echo, 'dynamodb:GetItem', 'dynamodb:PutItem');
  api.grantManageConnections(echo);
  new HttpApi(stack, 'Http');
  new UserPool(stack, 'People').addClient('Client');
  new CfnOutput(stack, STACK.socketUrl, { value: stage.url });
  app.synth();
}
