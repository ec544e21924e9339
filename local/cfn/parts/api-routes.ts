import type { DeployedResource, Deployment } from '../deployment.ts';
import { TemplateError } from '../errors.ts';
import { ofType, problemWith, propertiesOf } from './select.ts';

/** A route of an API with the integration its target names. */
export interface ApiRoute {
  resource: DeployedResource;
  routeKey: string;
  authorizationType: string;
  authorizerId: string | undefined;
  integration: DeployedResource;
}

interface RouteProperties {
  RouteKey: string;
  Target?: string;
  AuthorizationType?: string;
  AuthorizerId?: string;
}

/** The one API of a protocol. Throws unless the templates have exactly one. */
export function apiOf(deployment: Deployment, protocol: 'WEBSOCKET' | 'HTTP'): DeployedResource {
  const apis = ofType(deployment, 'AWS::ApiGatewayV2::Api').filter(
    ({ properties }) => properties.ProtocolType === protocol,
  );
  const [api] = apis;
  if (!api || apis.length > 1) {
    const stack = api?.stack ?? 'the templates';
    throw new TemplateError({ stack }, `needs one ${protocol} API, has ${apis.length}`);
  }
  return api;
}

/** The resources of a type that belong to the API. */
export function ofApi(
  deployment: Deployment,
  api: DeployedResource,
  type: string,
): DeployedResource[] {
  return ofType(deployment, `AWS::ApiGatewayV2::${type}`).filter(
    ({ properties }) => properties.ApiId === api.ref,
  );
}

/** The API's routes. Throws for a route without a known integration. */
export function routesOf(deployment: Deployment, api: DeployedResource): ApiRoute[] {
  const integrations = ofApi(deployment, api, 'Integration');
  return ofApi(deployment, api, 'Route').map((resource) => {
    const properties = propertiesOf<RouteProperties>(resource);
    const id = properties.Target?.replace('integrations/', '');
    const integration = integrations.find(({ ref }) => ref === id);
    if (!integration) throw problemWith(resource, 'its integration is not in the template');
    return {
      resource,
      routeKey: properties.RouteKey,
      authorizationType: properties.AuthorizationType ?? 'NONE',
      authorizerId: properties.AuthorizerId,
      integration,
    };
  });
}

/** Name of the API's stage. Throws unless it has exactly one. */
export function stageOf(deployment: Deployment, api: DeployedResource): string {
  const stages = ofApi(deployment, api, 'Stage');
  const [stage] = stages;
  if (!stage || stages.length > 1) throw problemWith(api, `needs one stage, has ${stages.length}`);
  return stage.ref;
}
