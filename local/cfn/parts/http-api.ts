import type { DeployedResource, Deployment } from '../deployment.ts';
import { apiOf, ofApi, routesOf, stageOf } from './api-routes.ts';
import { functionArnIn, problemWith, propertiesOf } from './select.ts';

/** What the HTTP gateway needs from the template. */
export interface HttpApiPart {
  apiId: string;
  stage: string;
  region: string;
  accountId: string;
  /** By route key, e.g. `POST /tickets`, `ANY /{proxy+}`, `$default`. */
  routes: Record<
    string,
    {
      functionArn: string;
      authorizer?: 'jwt';
      authorizationScopes?: string[];
      timeoutMs?: number;
    }
  >;
  jwt?: { issuer: string; audience: string[] };
  cors?: {
    allowOrigins: string[];
    allowMethods: string[];
    allowHeaders: string[];
    exposeHeaders?: string[];
    maxAge?: number;
    allowCredentials?: boolean;
  };
}

interface IntegrationProperties {
  IntegrationType: string;
  IntegrationUri?: string;
  PayloadFormatVersion?: string;
  TimeoutInMillis?: number;
}

interface CorsProperties {
  AllowOrigins?: string[];
  AllowMethods?: string[];
  AllowHeaders?: string[];
  ExposeHeaders?: string[];
  MaxAge?: number;
  AllowCredentials?: boolean;
}

interface JwtProperties {
  AuthorizerType: string;
  IdentitySource?: string[];
  JwtConfiguration?: { Issuer?: string; Audience?: string[] };
}

/** The HTTP API. Throws for authorizers and integrations that the gateway does not do. */
export function httpApiPart(deployment: Deployment): HttpApiPart {
  const api = apiOf(deployment, 'HTTP');
  const routes: HttpApiPart['routes'] = {};
  for (const { resource, routeKey, authorizationType, integration } of routesOf(deployment, api)) {
    if (authorizationType !== 'NONE' && authorizationType !== 'JWT') {
      throw problemWith(resource, `authorization ${authorizationType} is not emulated`);
    }
    const { AuthorizationScopes: scopes } = propertiesOf<{ AuthorizationScopes?: string[] }>(
      resource,
    );
    routes[routeKey] = {
      ...lambdaIntegration(integration),
      ...(authorizationType === 'JWT' && { authorizer: 'jwt' }),
      ...(scopes && { authorizationScopes: scopes }),
    };
  }
  const jwt = jwtOf(deployment, api);
  const cors = corsOf(api);
  return {
    apiId: api.ref,
    stage: stageOf(deployment, api),
    region: api.region,
    accountId: api.account,
    routes,
    ...(jwt && { jwt }),
    ...(cors && { cors }),
  };
}

function lambdaIntegration(integration: DeployedResource): {
  functionArn: string;
  timeoutMs?: number;
} {
  const properties = propertiesOf<IntegrationProperties>(integration);
  if (properties.IntegrationType !== 'AWS_PROXY' || properties.PayloadFormatVersion !== '2.0') {
    throw problemWith(integration, 'only Lambda proxies with payload format 2.0 are emulated');
  }
  const timeoutMs = properties.TimeoutInMillis;
  return {
    functionArn: functionArnIn(integration, properties.IntegrationUri),
    ...(timeoutMs !== undefined && { timeoutMs }),
  };
}

function jwtOf(deployment: Deployment, api: DeployedResource): HttpApiPart['jwt'] {
  const [authorizer, ...others] = ofApi(deployment, api, 'Authorizer');
  if (!authorizer) return undefined;
  const { AuthorizerType: type, JwtConfiguration: jwt } = propertiesOf<JwtProperties>(authorizer);
  if (type !== 'JWT' || others.length) {
    throw problemWith(authorizer, 'only a single JWT authorizer is emulated');
  }
  const { IdentitySource: sources = [] } = propertiesOf<JwtProperties>(authorizer);
  if (sources.some((source) => source.toLowerCase() !== '$request.header.authorization')) {
    throw problemWith(authorizer, 'a token is read from the header Authorization only');
  }
  return { issuer: jwt?.Issuer ?? '', audience: jwt?.Audience ?? [] };
}

function corsOf(api: DeployedResource): HttpApiPart['cors'] {
  const cors = api.properties.CorsConfiguration as CorsProperties | undefined;
  if (!cors) return undefined;
  // API Gateway refuses this pair as well.
  if (cors.AllowCredentials && cors.AllowOrigins?.includes('*')) {
    throw problemWith(api, 'CORS with credentials needs named origins, not *');
  }
  return {
    allowOrigins: cors.AllowOrigins ?? [],
    allowMethods: cors.AllowMethods ?? [],
    allowHeaders: cors.AllowHeaders ?? [],
    ...(cors.ExposeHeaders && { exposeHeaders: cors.ExposeHeaders }),
    ...(cors.MaxAge !== undefined && { maxAge: cors.MaxAge }),
    ...(cors.AllowCredentials !== undefined && { allowCredentials: cors.AllowCredentials }),
  };
}
