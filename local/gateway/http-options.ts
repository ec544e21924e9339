import type { Invoke } from '../contracts.ts';

/** One route of an HTTP API. */
export interface HttpRoute {
  functionArn: string;
  /** Guards the route with the API's JWT authorizer. */
  authorizer?: 'jwt';
  /** With these, a token needs at least one of them. */
  authorizationScopes?: string[];
  /** Shorter than the service's 30 s when the template says so. */
  timeoutMs?: number;
}

/** A JWT authorizer. */
export interface JwtOptions {
  issuer: string;
  /** A token passes with one of these as `aud` or, having no `aud`, as `client_id`. */
  audience: string[];
  /** Default: `jwks_uri` of the issuer's discovery document. */
  jwksUri?: string;
}

/** The API's CORS configuration, as in the template. */
export interface CorsOptions {
  /** Exact origins, `*`, `http://*` or `https://*`. */
  allowOrigins: string[];
  allowMethods: string[];
  allowHeaders: string[];
  exposeHeaders?: string[];
  /** Seconds. */
  maxAge?: number;
  allowCredentials?: boolean;
}

/** One HTTP API, as plain data resolved from the template. */
export interface HttpGatewayOptions {
  /** 0 picks a free port. */
  port: number;
  apiId: string;
  /** `$default` serves at the root, any other name below `/<stage>`. */
  stage: string;
  accountId?: string;
  region?: string;
  /** By route key: `GET /pets/{id}`, `ANY /{proxy+}`, `$default`. */
  routes: Record<string, HttpRoute>;
  jwt?: JwtOptions;
  cors?: CorsOptions;
  /** Default and upper bound of an integration's time, when less than AWS's 30 s. */
  integrationTimeoutMs?: number;
  invoke: Invoke;
  /** Receives one line per failure, free of query strings and bodies. Default: stderr. */
  log?: (line: string) => void;
}

/** AWS: an HTTP API's request payload is at most 10 MB. */
export const MAX_BODY_BYTES = 10 * 1024 * 1024;

/** AWS: an HTTP API's integration has at most 30 s. */
export const MAX_INTEGRATION_MS = 30_000;
