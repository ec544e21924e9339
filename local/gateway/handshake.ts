import type { IncomingMessage } from 'node:http';
import { authorize } from './authorizer.ts';
import { invokeFrom, isObject } from './integration.ts';
import { gatewayId, requestTarget } from './listener.ts';
import type { RouteRunner } from './route-runner.ts';
import {
  type ApiFacts,
  type ConnectionFacts,
  handshakeFields,
  requestContext,
} from './socket-events.ts';
import type { SocketGatewayOptions } from './socket-options.ts';

/** The gateway's answer to an upgrade request. */
export type Admission =
  | { admitted: true; facts: ConnectionFacts; protocol?: string }
  | { admitted: false; status: number; message: string; connectionId: string; cause: string };

const MESSAGES: Record<number, string> = {
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  500: 'Internal server error',
  502: 'Internal server error',
  504: 'Endpoint request timed out',
};

/**
 * Decides on a handshake before anything is sent back: stage, identity source, authorizer, then
 * the `$connect` integration, whose status of 400 and above refuses it.
 */
export function createAdmission(
  options: SocketGatewayOptions,
  api: ApiFacts,
  port: number,
  runner: RouteRunner,
  timeoutMs: number,
): (request: IncomingMessage) => Promise<Admission> {
  const { authorizer, region, accountId, apiId, stage } = options;
  const sources = (authorizer?.identitySources ?? []).map(compileIdentitySource);
  const apiArn = `arn:aws:execute-api:${region}:${accountId}:${apiId}`;
  const methodArn = `${apiArn}/${stage}/$connect`;

  return async (request) => {
    const userAgent = request.headers['user-agent'];
    const facts: ConnectionFacts = {
      connectionId: gatewayId(),
      connectedAt: Date.now(),
      identity: {
        sourceIp: request.socket.remoteAddress ?? '',
        ...(userAgent === undefined ? {} : { userAgent }),
      },
    };
    const refuse = (status: number, cause: string): Admission => ({
      admitted: false,
      status,
      message: MESSAGES[status] ?? 'Refused',
      connectionId: facts.connectionId,
      cause,
    });

    if (!isWebSocketHandshake(request)) return refuse(400, 'not a WebSocket handshake');
    if (requestTarget(request).path.replace(/\/$/, '') !== `/${stage}`) {
      return refuse(403, 'unknown stage');
    }
    const fields = handshakeFields(request, port);
    const context = () =>
      requestContext(api, facts, { routeKey: '$connect', eventType: 'CONNECT' });

    if (authorizer !== undefined) {
      if (sources.some((read) => !read(request))) return refuse(401, 'identity source missing');
      const verdict = await authorize({
        invoke: invokeFrom(options.invoke, `${apiArn}/authorizers/${authorizer.authorizerId}`),
        functionArn: authorizer.functionArn,
        event: { type: 'REQUEST', methodArn, ...fields, requestContext: context() },
        methodArn,
        timeoutMs,
      });
      if (!verdict.allowed) return refuse(verdict.status, `authorizer: ${verdict.cause}`);
      facts.authorizer = verdict.context;
    }

    const event = { ...fields, requestContext: context(), isBase64Encoded: false };
    const answer = await runner('$connect', event);
    if (answer === undefined) return { admitted: true, facts };
    if (!answer.ok) {
      const status = answer.notPermitted ? 500 : 502;
      return refuse(answer.timedOut ? 504 : status, `$connect: ${answer.cause}`);
    }
    if (answer.statusCode === undefined) return refuse(502, '$connect returned no statusCode');
    if (answer.statusCode >= 400) {
      return refuse(answer.statusCode, `$connect answered ${answer.statusCode}`);
    }
    const protocol = headerOf(answer.headers, 'sec-websocket-protocol');
    return { admitted: true, facts, ...(protocol === undefined ? {} : { protocol }) };
  };
}

/** `ws` checks the same, but only after `$connect` would have run. */
function isWebSocketHandshake(request: IncomingMessage): boolean {
  return (
    request.method === 'GET' &&
    request.headers.upgrade?.toLowerCase() === 'websocket' &&
    /^[+/0-9A-Za-z]{22}==$/.test(request.headers['sec-websocket-key'] ?? '') &&
    request.headers['sec-websocket-version'] === '13' &&
    isProtocolList(request.headers['sec-websocket-protocol'])
  );
}

/** Distinct names of token characters, with commas between (RFC 6455, section 4.1). */
function isProtocolList(header: string | undefined): boolean {
  if (header === undefined) return true;
  const names = header.split(',').map((name) => name.trim());
  return (
    new Set(names).size === names.length &&
    names.every((name) => /^[\w!#$%&'*+.^`|~-]+$/.test(name))
  );
}

function compileIdentitySource(source: string): (request: IncomingMessage) => boolean {
  const match = /^route\.request\.(querystring|header)\.(.+)$/.exec(source);
  const [, kind, name] = match ?? [];
  if (name === undefined) throw new Error(`Unsupported identity source: ${source}`);
  return kind === 'header'
    ? (request) => Boolean(request.headers[name.toLowerCase()])
    : (request) => Boolean(new URLSearchParams(requestTarget(request).query).get(name));
}

function headerOf(headers: unknown, name: string): string | undefined {
  if (!isObject(headers)) return undefined;
  const entry = Object.entries(headers).find(([key]) => key.toLowerCase() === name);
  return typeof entry?.[1] === 'string' ? entry[1] : undefined;
}
