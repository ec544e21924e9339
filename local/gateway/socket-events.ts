import type { IncomingMessage } from 'node:http';
import { gatewayId, logTime, requestTarget } from './listener.ts';

/** What stays the same for all events of one connection. */
export interface ConnectionFacts {
  connectionId: string;
  connectedAt: number;
  identity: { sourceIp: string; userAgent?: string };
  /** The authorizer's context, once it has allowed the connection. */
  authorizer?: Record<string, string>;
}

/** What stays the same for all events of one API. */
export interface ApiFacts {
  apiId: string;
  stage: string;
  /** Host with port: the local stand-in for `<api>.execute-api.<region>.amazonaws.com`. */
  domainName: string;
}

/** Request fields of a handshake, shared by the authorizer's and `$connect`'s event. */
export interface HandshakeFields {
  headers: Record<string, string>;
  multiValueHeaders: Record<string, string[]>;
  queryStringParameters?: Record<string, string>;
  multiValueQueryStringParameters?: Record<string, string[]>;
}

/** The `requestContext` of one event; `fields` are those special to its kind. */
export function requestContext(
  api: ApiFacts,
  connection: ConnectionFacts,
  fields: {
    routeKey: string;
    eventType: 'CONNECT' | 'MESSAGE' | 'DISCONNECT';
    messageId?: string;
    disconnectStatusCode?: number;
    disconnectReason?: string;
  },
): Record<string, unknown> & { requestId: string } {
  const requestId = gatewayId();
  const now = Date.now();
  return {
    ...fields,
    ...(connection.authorizer === undefined ? {} : { authorizer: connection.authorizer }),
    messageDirection: 'IN',
    extendedRequestId: requestId,
    requestId,
    requestTime: logTime(now),
    requestTimeEpoch: now,
    connectedAt: connection.connectedAt,
    connectionId: connection.connectionId,
    identity: connection.identity,
    stage: api.stage,
    domainName: api.domainName,
    apiId: api.apiId,
  };
}

const HOP_BY_HOP = new Set(['connection', 'upgrade']);

/** Headers (as the client spelled them) and query of a handshake; the last of repeated values wins. */
export function handshakeFields(request: IncomingMessage, port: number): HandshakeFields {
  const headers: [string, string][] = [];
  for (let i = 0; i + 1 < request.rawHeaders.length; i += 2) {
    const name = request.rawHeaders[i] ?? '';
    if (!HOP_BY_HOP.has(name.toLowerCase())) headers.push([name, request.rawHeaders[i + 1] ?? '']);
  }
  headers.push(
    ['X-Forwarded-For', request.socket.remoteAddress ?? ''],
    ['X-Forwarded-Port', String(port)],
    ['X-Forwarded-Proto', 'http'],
  );
  const query = [...new URLSearchParams(requestTarget(request).query)];
  return {
    headers: Object.fromEntries(headers),
    multiValueHeaders: grouped(headers),
    ...(query.length === 0
      ? {}
      : {
          queryStringParameters: Object.fromEntries(query),
          multiValueQueryStringParameters: grouped(query),
        }),
  };
}

/** Headers of a `$disconnect` event: no request belongs to it, so only the gateway's own. */
export function disconnectHeaders(
  api: ApiFacts,
  connection: ConnectionFacts,
): Pick<HandshakeFields, 'headers' | 'multiValueHeaders'> {
  const headers: [string, string][] = [
    ['Host', api.domainName],
    ['x-api-key', ''],
    ['X-Forwarded-For', connection.identity.sourceIp],
    ['x-restapi', ''],
  ];
  return { headers: Object.fromEntries(headers), multiValueHeaders: grouped(headers) };
}

function grouped(pairs: [string, string][]): Record<string, string[]> {
  const groups = new Map<string, string[]>();
  for (const [name, value] of pairs) groups.set(name, [...(groups.get(name) ?? []), value]);
  return Object.fromEntries(groups);
}
