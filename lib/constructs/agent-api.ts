import { Duration, Stack } from 'aws-cdk-lib';
import {
  CorsHttpMethod,
  HttpApi,
  HttpMethod,
  HttpStage,
  LogGroupLogDestination,
} from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpJwtAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import type { Config } from '../config.ts';
import { AccessLog } from './access-log.ts';
import type { SignIn } from './identity.ts';

/** Requests per second of the stage; the account-wide limit is 10,000. */
const THROTTLE = { rateLimit: 1000, burstLimit: 500 };

/** What the HTTP API needs from the rest of the stack. */
export interface AgentApiProps {
  readonly config: Config;
  readonly handler: IFunction;
  readonly signIn: SignIn;
  readonly allowedOrigins: readonly string[];
}

/** The HTTP API: tickets for customers without a token, everything else with an ID token. */
export class AgentApi extends Construct {
  readonly api: HttpApi;
  readonly stage: HttpStage;

  constructor(scope: Construct, id: string, props: AgentApiProps) {
    super(scope, id);
    this.api = new HttpApi(this, 'Api', {
      apiName: `${Stack.of(this).stackName}-http`,
      description: 'Tickets, queries and commands',
      createDefaultStage: false,
      corsPreflight: {
        allowOrigins: [...props.allowedOrigins],
        allowHeaders: ['authorization', 'content-type'],
        allowMethods: [
          CorsHttpMethod.GET,
          CorsHttpMethod.POST,
          CorsHttpMethod.PUT,
          CorsHttpMethod.DELETE,
        ],
        maxAge: Duration.hours(1),
      },
    });
    const integration = new HttpLambdaIntegration('Api', props.handler, {
      // One permission for the API, where each route would get its own, most of them the same.
      scopePermissionToRoute: false,
    });
    this.api.addRoutes({ path: '/tickets', methods: [HttpMethod.POST], integration });
    this.api.addRoutes({
      path: '/{proxy+}',
      // Not ANY: it would also match OPTIONS, and the authorizer would refuse every preflight.
      methods: [HttpMethod.GET, HttpMethod.POST, HttpMethod.PUT, HttpMethod.DELETE],
      integration,
      authorizer: new HttpJwtAuthorizer('IdToken', props.signIn.issuer, {
        jwtAudience: [props.signIn.clientId],
      }),
    });

    const accessLog = new AccessLog(this, 'AccessLog', props.config);
    this.stage = new HttpStage(this, 'Stage', {
      httpApi: this.api,
      stageName: '$default',
      autoDeploy: true,
      throttle: THROTTLE,
      accessLogSettings: {
        destination: new LogGroupLogDestination(accessLog.logGroup),
        format: AccessLog.format({
          httpMethod: '$context.httpMethod',
          path: '$context.path',
          routeKey: '$context.routeKey',
          responseLength: '$context.responseLength',
          authorizerError: '$context.authorizer.error',
        }),
      },
    });
  }

  /** `https://…` without a trailing slash. */
  get url(): string {
    return this.api.apiEndpoint;
  }
}
