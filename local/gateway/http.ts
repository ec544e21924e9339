import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Closable } from '../contracts.ts';
import { createCors } from './cors.ts';
import { httpEvent, type JwtContext } from './http-event.ts';
import {
  type HttpGatewayOptions,
  type HttpRoute,
  MAX_BODY_BYTES,
  MAX_INTEGRATION_MS,
} from './http-options.ts';
import { gatewayMessage, type HttpAnswer, readProxyResult, sendAnswer } from './http-response.ts';
import { compileRoutes, type HttpMatch } from './http-routes.ts';
import { failureCause, invokeFrom, invokeWithin } from './integration.ts';
import { createJwtAuthorizer } from './jwt.ts';
import { listen, requestTarget, shut } from './listener.ts';
import { readBody } from './request-body.ts';

/** A running HTTP API. */
export interface HttpGateway extends Closable {
  /** `http://localhost:<port>`, with `/<stage>` for a named stage. */
  url: string;
}

/**
 * Serves one API Gateway HTTP API (payload format 2.0) on 127.0.0.1.
 * @throws {Error} for a malformed route key, or a route that asks for a missing JWT authorizer.
 */
export async function startHttpGateway(options: HttpGatewayOptions): Promise<HttpGateway> {
  const log = options.log ?? console.warn;
  const findRoute = compileRoutes(options.routes);
  const cors = createCors(options.cors);
  const authorizeJwt = options.jwt && createJwtAuthorizer(options.jwt);
  const guarded = Object.entries(options.routes).find(([, route]) => route.authorizer === 'jwt');
  if (guarded !== undefined && authorizeJwt === undefined) {
    throw new Error(`Route ${guarded[0]} needs a JWT authorizer, but the API has none.`);
  }
  const prefix = options.stage === '$default' ? '' : `/${options.stage}`;

  const server = createServer((request, response) => {
    void serve(request, response);
  });
  const port = await listen(server, options.port);
  const api = {
    apiId: options.apiId,
    accountId: options.accountId ?? '000000000000',
    stage: options.stage,
    port,
  };

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const answer = cors.preflight(request) ?? cors.decorate(request, await route(request));
    if (response.destroyed) return;
    sendAnswer(response, answer);
  }

  async function route(request: IncomingMessage): Promise<HttpAnswer> {
    try {
      const { path } = requestTarget(request);
      const match = path.startsWith(`${prefix}/`)
        ? findRoute(request.method ?? 'GET', path.slice(prefix.length))
        : undefined;
      return match === undefined
        ? gatewayMessage(404, 'Not Found')
        : await authorizeAndRun(request, match);
    } catch (error) {
      if (error instanceof URIError) return gatewayMessage(400, 'Bad Request');
      // A client that has gone is no failure, and nobody reads this answer.
      if (request.destroyed && !request.complete) return gatewayMessage(400, 'Bad Request');
      log(`HTTP API failed: ${(error as Error).message}`);
      return gatewayMessage(500, 'Internal Server Error');
    }
  }

  async function authorizeAndRun(request: IncomingMessage, match: HttpMatch): Promise<HttpAnswer> {
    let authorizer: JwtContext | undefined;
    if (match.route.authorizer === 'jwt' && authorizeJwt !== undefined) {
      const verdict = await authorizeJwt(
        request.headers.authorization,
        match.route.authorizationScopes,
      );
      if (!verdict.valid) {
        log(`HTTP route ${match.routeKey} refused a token: ${verdict.cause}`);
        const message = verdict.status === 401 ? 'Unauthorized' : 'Forbidden';
        return gatewayMessage(verdict.status, message, { 'www-authenticate': verdict.challenge });
      }
      authorizer = verdict.context;
    }
    const body = await readBody(request, MAX_BODY_BYTES);
    if (body === undefined) {
      return gatewayMessage(413, 'Request Entity Too Large');
    }
    const event = httpEvent({
      incoming: request,
      body,
      match,
      api,
      ...(authorizer === undefined ? {} : { authorizer }),
    });
    const answer = await run(match.route, match.routeKey, event, request.method ?? 'GET');
    return {
      ...answer,
      headers: { ...answer.headers, 'apigw-requestid': event.requestContext.requestId },
    };
  }

  async function run(
    route: HttpRoute,
    routeKey: string,
    event: unknown,
    method: string,
  ): Promise<HttpAnswer> {
    const longest = Math.min(
      options.integrationTimeoutMs ?? MAX_INTEGRATION_MS,
      MAX_INTEGRATION_MS,
    );
    const timeoutMs = Math.min(route.timeoutMs ?? longest, longest);
    const { region = 'us-east-1', apiId, stage } = options;
    // The path as the route has it: a permission names `/{proxy+}`, not what it stands for.
    const path = routeKey === '$default' ? '/$default' : `/${method}${routeKey.split(' ')[1]}`;
    const invoke = invokeFrom(
      options.invoke,
      `arn:aws:execute-api:${region}:${api.accountId}:${apiId}/${stage}${path}`,
    );
    const result = await invokeWithin(invoke, route.functionArn, event, timeoutMs);
    if (!result.ok) {
      log(`HTTP route ${routeKey} failed: ${failureCause(result)}`);
      return result.errorType === 'IntegrationTimeout'
        ? gatewayMessage(503, 'Service Unavailable')
        : gatewayMessage(500, 'Internal Server Error');
    }
    const answer = readProxyResult(result.payload);
    if (answer === undefined) log(`HTTP route ${routeKey} returned a malformed response`);
    return answer ?? gatewayMessage(500, 'Internal Server Error');
  }

  return {
    url: `http://localhost:${port}${prefix}`,
    close: () => shut(server),
  };
}
