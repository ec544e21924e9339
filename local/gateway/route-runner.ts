import { NOT_PERMITTED } from '../contracts.ts';
import { failureCause, invokeFrom, invokeWithin, isObject } from './integration.ts';
import { compileMock } from './mock-integration.ts';
import type { SocketGatewayOptions, SocketIntegration } from './socket-options.ts';

/**
 * What a route's integration answered; `body` is what a route response would carry. Without a
 * permission the function was not even invoked.
 */
type RouteAnswer =
  | { ok: true; statusCode?: number; headers?: unknown; body?: string }
  | { ok: false; timedOut: boolean; notPermitted?: boolean; cause: string };

/** An event for an integration; MOCK templates see its context and body. */
interface RouteEvent {
  requestContext: Record<string, unknown>;
  body?: string;
  [field: string]: unknown;
}

/** Runs the integration of a route key; undefined when the API has no such route. */
export type RouteRunner = (routeKey: string, event: RouteEvent) => Promise<RouteAnswer | undefined>;

/**
 * Prepares every route's integration once.
 * @throws {Error} for a MOCK template outside the supported part of the language.
 */
export function createRouteRunner(
  options: SocketGatewayOptions,
  maxTimeoutMs: number,
): RouteRunner {
  const run = new Map(
    Object.entries(options.routes).map(([key, route]) => [
      key,
      prepare(key, route.integration, options, maxTimeoutMs),
    ]),
  );
  return async (routeKey, event) => run.get(routeKey)?.(event);
}

function prepare(
  routeKey: string,
  integration: SocketIntegration,
  options: SocketGatewayOptions,
  maxTimeoutMs: number,
): (event: RouteEvent) => Promise<RouteAnswer> {
  if (integration.type === 'MOCK') {
    const mock = compileMock(integration);
    return async (event) => {
      try {
        return { ok: true, ...mock({ context: event.requestContext, body: event.body ?? '' }) };
      } catch (error) {
        return { ok: false, timedOut: false, cause: `MOCK: ${(error as Error).message}` };
      }
    };
  }
  const timeoutMs = Math.min(integration.timeoutMs ?? maxTimeoutMs, maxTimeoutMs);
  const { region, accountId, apiId, stage } = options;
  const sourceArn = `arn:aws:execute-api:${region}:${accountId}:${apiId}/${stage}/${routeKey}`;
  const invoke = invokeFrom(options.invoke, sourceArn);
  return async (event) => {
    const result = await invokeWithin(invoke, integration.functionArn, event, timeoutMs);
    if (!result.ok) {
      const timedOut = result.errorType === 'IntegrationTimeout';
      const notPermitted = result.errorType === NOT_PERMITTED;
      return { ok: false, timedOut, notPermitted, cause: failureCause(result) };
    }
    return proxyAnswer(result.payload);
  };
}

function proxyAnswer(payload: unknown): RouteAnswer {
  if (!isObject(payload)) return { ok: true };
  const { statusCode, headers, body, isBase64Encoded } = payload;
  const status = Number(statusCode);
  return {
    ok: true,
    ...(statusCode !== undefined && Number.isInteger(status) ? { statusCode: status } : {}),
    ...(headers === undefined ? {} : { headers }),
    ...(typeof body === 'string'
      ? { body: isBase64Encoded === true ? Buffer.from(body, 'base64').toString('utf8') : body }
      : {}),
  };
}
