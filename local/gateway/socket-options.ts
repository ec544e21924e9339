import type { Invoke } from '../contracts.ts';

/** What a route does with a frame. */
export type SocketIntegration =
  | {
      type: 'AWS_PROXY';
      functionArn: string;
      /** Shorter than the API's default when the template says so. */
      timeoutMs?: number;
    }
  | {
      type: 'MOCK';
      /** Must render to a JSON object with `statusCode`; see `mock-integration.ts`. */
      requestTemplate?: string;
      /** Rendered and sent as the answer when the route returns responses. */
      responseTemplate?: string;
    };

/** One route of the API, resolved from the template. */
export interface SocketRoute {
  integration: SocketIntegration;
  /** True when the route has a route response: the integration's body goes back to the sender. */
  returnResponse: boolean;
}

/** The Lambda REQUEST authorizer of `$connect`. */
export interface SocketAuthorizer {
  authorizerId: string;
  functionArn: string;
  /** E.g. `route.request.querystring.ticket`, `route.request.header.Origin`. */
  identitySources: string[];
}

/** Limits of the service; every one can be lowered for a test. */
export interface SocketLimits {
  /** Largest message in bytes, both directions. AWS: 128 KB. */
  messageBytes: number;
  /** Largest single frame from a client in bytes. AWS: 32 KB. */
  frameBytes: number;
  /** Time without data in either direction. AWS: 10 minutes. */
  idleMs: number;
  /** Longest life of a connection. AWS: 2 hours. */
  lifetimeMs: number;
  /** Default and upper bound of an integration's time. AWS: 29 s. */
  integrationTimeoutMs: number;
  /**
   * Unsent bytes for one slow reader, above which a post is refused with 429. AWS has such a
   * buffer but does not publish its size.
   */
  sendBufferBytes: number;
  /** Requests to `@connections` per second, above which they are refused with 429. */
  requestsPerSecond: number;
}

/** Faults a test or a demonstration can ask for. */
export interface SocketFaults {
  /** Asked for every post to a live connection; true answers 429 LimitExceededException. */
  throttlePosts?: (connectionId: string) => boolean;
  /** Asked for every closed connection; true keeps its `$disconnect` from the function. */
  dropDisconnect?: (connectionId: string) => boolean;
}

/** One WebSocket API, as plain data resolved from the template. */
export interface SocketGatewayOptions {
  /** 0 picks a free port. */
  port: number;
  apiId: string;
  stage: string;
  region: string;
  accountId: string;
  /** By route key: `$connect`, `$disconnect`, `$default`, or a value of the selection expression. */
  routes: Record<string, SocketRoute>;
  /** `$request.body.<path>`. */
  routeSelectionExpression: string;
  /** Guards `$connect`. */
  authorizer?: SocketAuthorizer;
  invoke: Invoke;
  limits?: Partial<SocketLimits>;
  faults?: SocketFaults;
  /** Receives one line per failure, free of query strings and message text. Default: stderr. */
  log?: (line: string) => void;
}

/** API Gateway's published quotas. */
export const AWS_SOCKET_LIMITS: SocketLimits = {
  messageBytes: 128 * 1024,
  frameBytes: 32 * 1024,
  idleMs: 10 * 60_000,
  lifetimeMs: 2 * 60 * 60_000,
  integrationTimeoutMs: 29_000,
  sendBufferBytes: 1024 * 1024,
  // An account's quota is 10,000 per second and Region: more than one machine can ask.
  requestsPerSecond: Number.POSITIVE_INFINITY,
};
