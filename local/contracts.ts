/**
 * What the parts of the laptop cloud promise each other. Each part is built and tested alone
 * against these shapes; `cloud.ts` is the only file that joins them.
 */

/** What one Lambda invocation came to: its result, or the error as AWS would report it. */
export type InvokeResult =
  | { ok: true; payload: unknown }
  | { ok: false; errorType: string; errorMessage: string };

/** The service that asks for an invocation, and the resource of its own that makes it ask. */
export interface Invoker {
  principal: 'apigateway.amazonaws.com' | 'events.amazonaws.com';
  sourceArn: string;
}

/**
 * Runs a function by its ARN with one event. Never rejects: a failed function is a result. Without
 * an invoker it is a direct call, which needs no permission here.
 */
export type Invoke = (
  functionArn: string,
  event: unknown,
  invoker?: Invoker,
) => Promise<InvokeResult>;

/** The error type of an invocation that its invoker had no permission for; nothing has run. */
export const NOT_PERMITTED = 'InvalidPermissions';

/** One request to an AWS-protocol engine, already parsed by the front door. */
export interface EngineRequest {
  /** Operation name as in `X-Amz-Target` after the dot, e.g. `TransactWriteItems`. */
  operation: string;
  /** The JSON body. */
  input: Record<string, unknown>;
  /** Access key id found in the Authorization header; each function has its own. */
  accessKeyId: string;
}

/** An engine's answer; `errorType` becomes `__type` and the `x-amzn-errortype` header. */
export interface EngineResponse {
  status: number;
  output: Record<string, unknown>;
  errorType?: string;
}

/** An engine behind the front door (DynamoDB, SQS). */
export interface Engine {
  handle(request: EngineRequest): Promise<EngineResponse>;
}

/** The `@connections` side of a WebSocket gateway, called by the front door. */
export interface ConnectionManagement {
  /**
   * Serves GET, POST and DELETE of `/<stage>/@connections/<id>` (id already decoded).
   * Answers 200, 204, 410 GoneException, 413 PayloadTooLargeException or 429 LimitExceededException.
   */
  handle(request: {
    method: string;
    connectionId: string;
    body: Buffer;
  }): Promise<{ status: number; errorType?: string; output?: Record<string, unknown> }>;
}

/** Anything that holds ports, timers or threads. `close` releases all of them. */
export interface Closable {
  close(): Promise<void>;
}
