import type {
  SocketAuthorizer,
  SocketGatewayOptions,
  SocketIntegration,
  SocketRoute,
} from '../../gateway/socket-options.ts';
import type { DeployedResource, Deployment } from '../deployment.ts';
import { type ApiRoute, apiOf, ofApi, routesOf, stageOf } from './api-routes.ts';
import { functionArnIn, problemWith, propertiesOf } from './select.ts';

interface IntegrationProperties {
  IntegrationType: string;
  IntegrationUri?: string;
  TimeoutInMillis?: number;
  RequestTemplates?: Record<string, string>;
  TemplateSelectionExpression?: string;
}

interface AuthorizerProperties {
  AuthorizerType: string;
  AuthorizerUri?: string;
  IdentitySource?: string[];
}

/** What the socket gateway needs from the template. */
export type SocketApiPart = Omit<SocketGatewayOptions, 'port' | 'invoke' | 'limits' | 'faults'>;

/** The WebSocket API. Throws for what the gateway does not do, such as HTTP integrations. */
export function socketApiPart(deployment: Deployment): SocketApiPart {
  const api = apiOf(deployment, 'WEBSOCKET');
  const routes = routesOf(deployment, api);
  const connect = routes.find(({ routeKey }) => routeKey === '$connect');
  const authorizer = connect && authorizerOf(deployment, api, connect);
  return {
    apiId: api.ref,
    stage: stageOf(deployment, api),
    region: api.region,
    accountId: api.account,
    routeSelectionExpression: String(api.properties.RouteSelectionExpression),
    routes: Object.fromEntries(
      routes.map((route) => [route.routeKey, socketRoute(deployment, api, route)]),
    ),
    ...(authorizer && { authorizer }),
  };
}

function socketRoute(deployment: Deployment, api: DeployedResource, route: ApiRoute): SocketRoute {
  return {
    integration: socketIntegration(deployment, api, route.integration),
    // The service needs both: the response, and the expression that selects it.
    returnResponse:
      route.resource.properties.RouteResponseSelectionExpression === '$default' &&
      ofApi(deployment, api, 'RouteResponse').some(
        ({ properties }) => properties.RouteId === route.resource.ref,
      ),
  };
}

function socketIntegration(
  deployment: Deployment,
  api: DeployedResource,
  integration: DeployedResource,
): SocketIntegration {
  const properties = propertiesOf<IntegrationProperties>(integration);
  const timeoutMs = properties.TimeoutInMillis;
  switch (properties.IntegrationType) {
    case 'AWS_PROXY':
      return {
        type: 'AWS_PROXY',
        functionArn: functionArnIn(integration, properties.IntegrationUri),
        ...(timeoutMs !== undefined && { timeoutMs }),
      };
    case 'MOCK': {
      const response = ofApi(deployment, api, 'IntegrationResponse').find(
        (candidate) => candidate.properties.IntegrationId === integration.ref,
      );
      const requestTemplate = chosenTemplate(properties.RequestTemplates);
      const responseTemplate = chosenTemplate(
        response?.properties.ResponseTemplates as Record<string, string> | undefined,
      );
      return {
        type: 'MOCK',
        ...(requestTemplate !== undefined && { requestTemplate }),
        ...(responseTemplate !== undefined && { responseTemplate }),
      };
    }
    default:
      throw problemWith(integration, `type ${properties.IntegrationType} is not emulated`);
  }

  function chosenTemplate(templates: Record<string, string> | undefined): string | undefined {
    const values = Object.values(templates ?? {});
    if (values.length > 1) throw problemWith(integration, 'has several templates to choose from');
    return values[0];
  }
}

function authorizerOf(
  deployment: Deployment,
  api: DeployedResource,
  connect: ApiRoute,
): SocketAuthorizer | undefined {
  if (connect.authorizationType === 'NONE') return undefined;
  const authorizer = ofApi(deployment, api, 'Authorizer').find(
    ({ ref }) => ref === connect.authorizerId,
  );
  if (connect.authorizationType !== 'CUSTOM' || !authorizer) {
    throw problemWith(
      connect.resource,
      `authorization ${connect.authorizationType} is not emulated`,
    );
  }
  const properties = propertiesOf<AuthorizerProperties>(authorizer);
  return {
    authorizerId: authorizer.ref,
    functionArn: functionArnIn(authorizer, properties.AuthorizerUri),
    identitySources: properties.IdentitySource ?? [],
  };
}
