import type { IncomingMessage } from 'node:http';
import type { HttpMatch } from './http-routes.ts';
import { gatewayId, logTime, requestTarget } from './listener.ts';

/** What the authorizer adds to the event. */
export interface JwtContext {
  /** `scopes` are those of the token where the route asks for any, else null. */
  jwt: { claims: Record<string, string>; scopes: string[] | null };
}

/** A Lambda event of payload format 2.0; the gateway itself reads only the request id. */
export interface HttpEvent extends Record<string, unknown> {
  requestContext: Record<string, unknown> & { requestId: string };
}

/** Builds the Lambda event of payload format 2.0. */
export function httpEvent(request: {
  incoming: IncomingMessage;
  body: Buffer;
  match: HttpMatch;
  authorizer?: JwtContext;
  api: { apiId: string; accountId: string; stage: string; port: number };
}): HttpEvent {
  const { incoming, body, match, authorizer, api } = request;
  const { path, query } = requestTarget(incoming);
  const queryStringParameters = joined([...new URLSearchParams(query)]);
  const cookies = (incoming.headers.cookie ?? '').split('; ').filter((cookie) => cookie !== '');
  const now = Date.now();
  const isText = TEXTUAL.test(incoming.headers['content-type'] ?? '');

  return {
    version: '2.0',
    routeKey: match.routeKey,
    rawPath: path,
    rawQueryString: query,
    ...(cookies.length === 0 ? {} : { cookies }),
    headers: eventHeaders(incoming, api.port),
    ...(query === '' ? {} : { queryStringParameters }),
    requestContext: {
      accountId: api.accountId,
      apiId: api.apiId,
      ...(authorizer === undefined ? {} : { authorizer }),
      domainName: `localhost:${api.port}`,
      domainPrefix: api.apiId,
      http: {
        method: incoming.method ?? 'GET',
        path,
        protocol: `HTTP/${incoming.httpVersion}`,
        sourceIp: incoming.socket.remoteAddress ?? '',
        userAgent: incoming.headers['user-agent'] ?? '',
      },
      requestId: gatewayId(),
      routeKey: match.routeKey,
      stage: api.stage,
      time: logTime(now),
      timeEpoch: now,
    },
    ...(Object.keys(match.pathParameters).length === 0
      ? {}
      : { pathParameters: match.pathParameters }),
    ...(body.byteLength === 0 ? {} : { body: body.toString(isText ? 'utf8' : 'base64') }),
    isBase64Encoded: body.byteLength > 0 && !isText,
  };
}

/** Bodies of these types reach the function as text, all others as base64. */
const TEXTUAL = /^(text\/|application\/([\w.-]+\+)?(json|xml|javascript)\b)/i;

function eventHeaders(incoming: IncomingMessage, port: number): Record<string, string> {
  const headers = Object.entries(incoming.headersDistinct)
    .filter(([name]) => name !== 'cookie' && name !== 'connection')
    .map(([name, values]): [string, string] => [name, (values ?? []).join(',')]);
  return {
    ...Object.fromEntries(headers),
    'x-forwarded-for': incoming.socket.remoteAddress ?? '',
    'x-forwarded-port': String(port),
    'x-forwarded-proto': 'http',
  };
}

function joined(pairs: [string, string][]): Record<string, string> {
  const values = new Map<string, string>();
  for (const [name, value] of pairs) {
    const earlier = values.get(name);
    values.set(name, earlier === undefined ? value : `${earlier},${value}`);
  }
  return Object.fromEntries(values);
}
