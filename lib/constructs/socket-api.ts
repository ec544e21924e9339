import { RemovalPolicy, Stack } from 'aws-cdk-lib';
import { CfnAccount } from 'aws-cdk-lib/aws-apigateway';
import {
  CfnIntegrationResponse,
  LogGroupLogDestination,
  WebSocketApi,
  WebSocketStage,
} from 'aws-cdk-lib/aws-apigatewayv2';
import { WebSocketLambdaAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import {
  WebSocketLambdaIntegration,
  WebSocketMockIntegration,
} from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { ManagedPolicy, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import type { Config } from '../config.ts';
import type { FunctionName } from '../functions.ts';
import { AccessLog } from './access-log.ts';

const STAGE_NAME = 'prod';

/** VTL needs the backslash: `$default` alone would be read as a variable. */
const DEFAULT_TEMPLATE = '\\$default';

/** Frames per second of all sockets of the stage together; the account-wide limit is 10,000. */
const THROTTLE = { rateLimit: 2000, burstLimit: 1000 };

/**
 * The WebSocket API and its one stage. Made before the functions, which need its address; routes
 * follow with {@link SocketApi.addRoutes}.
 */
export class SocketApi extends Construct {
  readonly api: WebSocketApi;
  readonly stage: WebSocketStage;

  constructor(scope: Construct, id: string, config: Config) {
    super(scope, id);
    this.api = new WebSocketApi(this, 'Api', {
      apiName: `${Stack.of(this).stackName}-socket`,
      description: 'Chat frames and notifications',
      routeSelectionExpression: '$request.body.type',
    });
    const accessLog = new AccessLog(this, 'AccessLog', config);
    this.stage = new WebSocketStage(this, 'Stage', {
      webSocketApi: this.api,
      stageName: STAGE_NAME,
      autoDeploy: true,
      throttle: THROTTLE,
      detailedMetricsEnabled: false,
      accessLogSettings: {
        destination: new LogGroupLogDestination(accessLog.logGroup),
        format: AccessLog.format({
          connectionId: '$context.connectionId',
          eventType: '$context.eventType',
          routeKey: '$context.routeKey',
          authorizerStatus: '$context.authorizer.status',
          authorizerError: '$context.authorizer.error',
        }),
      },
    });
    if (config.apiGatewayAccount) this.stage.node.addDependency(this.createLoggingAccount());
  }

  /** Connects the four socket functions; `ping` is answered by the gateway without any Lambda. */
  addRoutes(functions: Readonly<Record<FunctionName, IFunction>>): void {
    this.api.addRoute('$connect', {
      authorizer: new WebSocketLambdaAuthorizer('Ticket', functions.authorize, {
        identitySource: ['route.request.querystring.ticket'],
      }),
      integration: new WebSocketLambdaIntegration('Connect', functions.connect),
    });
    this.api.addRoute('$disconnect', {
      integration: new WebSocketLambdaIntegration('Disconnect', functions.disconnect),
    });
    this.api.addRoute('$default', {
      integration: new WebSocketLambdaIntegration('Message', functions.message),
      // The reply to a frame rides on the route response: no signed push, no extra call.
      returnResponse: true,
    });
    this.addPing();
  }

  private addPing(): void {
    const route = this.api.addRoute('ping', {
      integration: new WebSocketMockIntegration('Ping', {
        requestTemplates: { $default: '{"statusCode":200}' },
        templateSelectionExpression: DEFAULT_TEMPLATE,
      }),
      returnResponse: true,
    });
    const integration = route.node.findChild('Ping').node.defaultChild as {
      ref: string;
    } & Construct;
    new CfnIntegrationResponse(route, 'Pong', {
      apiId: this.api.apiId,
      integrationId: integration.ref,
      integrationResponseKey: '$default',
      templateSelectionExpression: DEFAULT_TEMPLATE,
      responseTemplates: { $default: '{"type":"pong"}' },
    });
  }

  /** WebSocket access logs need a role that each Region of an account has once, for all its APIs. */
  private createLoggingAccount(): CfnAccount {
    const role = new Role(this, 'LoggingRole', {
      assumedBy: new ServicePrincipal('apigateway.amazonaws.com'),
      managedPolicies: [
        ManagedPolicy.fromAwsManagedPolicyName('service-role/AmazonAPIGatewayPushToCloudWatchLogs'),
      ],
    });
    const account = new CfnAccount(this, 'LoggingAccount', { cloudWatchRoleArn: role.roleArn });
    // Other stages log with it, too: it must outlive this one.
    role.applyRemovalPolicy(RemovalPolicy.RETAIN);
    account.applyRemovalPolicy(RemovalPolicy.RETAIN);
    return account;
  }
}
