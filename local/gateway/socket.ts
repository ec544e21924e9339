import { createServer, type IncomingMessage, STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import type { Closable, ConnectionManagement } from '../contracts.ts';
import { type Connection, openConnection } from './connection.ts';
import { manageConnections } from './connection-management.ts';
import { type Admission, createAdmission } from './handshake.ts';
import { gatewayId, listen, shut } from './listener.ts';
import { createRouteRunner } from './route-runner.ts';
import { compileRouteSelection } from './route-selection.ts';
import {
  type ApiFacts,
  type ConnectionFacts,
  disconnectHeaders,
  requestContext,
} from './socket-events.ts';
import { AWS_SOCKET_LIMITS, type SocketGatewayOptions } from './socket-options.ts';

/** A fact sheet of one open connection. Times are epoch ms. */
interface ConnectionSummary extends ConnectionFacts {
  lastActiveAt: number;
}

/** A running WebSocket API. */
export interface SocketGateway extends Closable, ConnectionManagement {
  /** `ws://localhost:<port>/<stage>`. */
  url: string;
  /** Connections whose handshake is complete and that are not closing. */
  connections(): ConnectionSummary[];
  /** Cuts a connection without a closing handshake, as a lost network does; false if unknown. */
  drop(connectionId: string): boolean;
}

/**
 * Serves one API Gateway WebSocket API on 127.0.0.1. Every frame is its own concurrent invocation.
 * `close` cuts all connections without `$disconnect`: the functions may already be gone.
 * @throws {Error} for an expression or template outside the supported part of the service.
 */
export async function startSocketGateway(options: SocketGatewayOptions): Promise<SocketGateway> {
  const limits = { ...AWS_SOCKET_LIMITS, ...options.limits };
  const log = options.log ?? console.warn;
  const runRoute = createRouteRunner(options, limits.integrationTimeoutMs);
  const selectRoute = compileRouteSelection(
    options.routeSelectionExpression,
    Object.keys(options.routes),
  );
  const open = new Map<string, Connection>();
  const handshakes = new Set<Duplex>();
  let closing = false;

  const server = createServer((_request, response) => {
    response.writeHead(426, { 'content-type': 'application/json', upgrade: 'websocket' });
    response.end('{"message":"Upgrade Required"}');
  });
  const protocols = new WeakMap<IncomingMessage, string>();
  const upgrader = new WebSocketServer({
    noServer: true,
    clientTracking: false,
    maxPayload: limits.messageBytes,
    handleProtocols: (_offered, request) => protocols.get(request) ?? false,
  });

  const port = await listen(server, options.port);
  const api: ApiFacts = {
    apiId: options.apiId,
    stage: options.stage,
    domainName: `localhost:${port}`,
  };
  const admit = createAdmission(options, api, port, runRoute, limits.integrationTimeoutMs);

  server.on('upgrade', (request, socket, head) => {
    handshakes.add(socket);
    socket.on('close', () => handshakes.delete(socket));
    // Until `ws` takes over, nobody else listens for a client that resets the connection.
    socket.on('error', () => socket.destroy());
    void handshake(request, socket, head);
  });

  async function handshake(request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> {
    const admission = await admit(request);
    if (closing) return;
    if (!admission.admitted) {
      log(`WebSocket handshake refused with ${admission.status}: ${admission.cause}`);
      refuse(socket, admission);
      return;
    }
    const { facts, protocol } = admission;
    if (protocol !== undefined) protocols.set(request, protocol);
    if (socket.destroyed || !socket.readable || !socket.writable) {
      // The client left while `$connect` ran: what that has stored must be told.
      socket.destroy();
      disconnected(facts, { code: 1006, reason: 'Connection Closed Abnormally' });
      return;
    }
    upgrader.handleUpgrade(request, socket, head, (webSocket) => {
      handshakes.delete(socket);
      accept(facts, webSocket);
    });
  }

  function accept(facts: ConnectionFacts, webSocket: WebSocket): void {
    const connection = openConnection(facts, webSocket, limits, {
      onText: (text) => void answer(connection, text),
      onClosed: (disconnection) => {
        open.delete(facts.connectionId);
        disconnected(facts, disconnection);
      },
    });
    open.set(facts.connectionId, connection);
  }

  async function answer(connection: Connection, text: string): Promise<void> {
    const routeKey = selectRoute(text);
    const context = requestContext(api, connection.facts, {
      routeKey,
      eventType: 'MESSAGE',
      messageId: gatewayId(),
    });
    const fail = (message: string) => {
      const { connectionId } = connection.facts;
      connection.send(JSON.stringify({ message, connectionId, requestId: context.requestId }));
    };
    const event = { requestContext: context, body: text, isBase64Encoded: false };
    const result = await runRoute(routeKey, event);
    if (result === undefined) return fail('Forbidden');
    if (!result.ok) {
      log(`WebSocket route ${routeKey} failed: ${result.cause}`);
      return fail(result.timedOut ? 'Endpoint request timed out' : 'Internal server error');
    }
    if (options.routes[routeKey]?.returnResponse !== true) return;
    if (result.statusCode === undefined) {
      log(`WebSocket route ${routeKey} returns responses but answered without statusCode`);
      return fail('Internal server error');
    }
    if (result.body === undefined) return;
    if (Buffer.byteLength(result.body) > limits.messageBytes) {
      log(`WebSocket route ${routeKey} answered more than ${limits.messageBytes} bytes`);
      return fail('Internal server error');
    }
    connection.send(result.body);
  }

  function disconnected(
    facts: ConnectionFacts,
    { code, reason }: { code: number; reason: string },
  ): void {
    if (closing || options.faults?.dropDisconnect?.(facts.connectionId) === true) return;
    const event = {
      ...disconnectHeaders(api, facts),
      requestContext: requestContext(api, facts, {
        routeKey: '$disconnect',
        eventType: 'DISCONNECT',
        disconnectStatusCode: code,
        disconnectReason: reason,
      }),
      isBase64Encoded: false,
    };
    void runRoute('$disconnect', event).then((result) => {
      if (result?.ok === false) log(`WebSocket route $disconnect failed: ${result.cause}`);
    });
  }

  return {
    url: `ws://localhost:${port}/${options.stage}`,
    ...manageConnections(open, limits, options.faults ?? {}),
    connections: () =>
      [...open.values()]
        .filter((connection) => connection.open)
        .map(({ facts, lastActiveAt }) => ({ ...facts, lastActiveAt })),
    drop(connectionId) {
      const connection = open.get(connectionId);
      connection?.drop();
      return connection !== undefined;
    },
    async close() {
      closing = true;
      for (const socket of handshakes) socket.destroy();
      for (const connection of open.values()) connection.drop();
      upgrader.close();
      await shut(server);
    },
  };
}

function refuse(socket: Duplex, refusal: Extract<Admission, { admitted: false }>): void {
  const { status, message, connectionId } = refusal;
  const body = JSON.stringify({ message, connectionId, requestId: gatewayId() });
  socket.once('finish', () => socket.destroy());
  socket.end(
    `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? 'Refused'}\r\n` +
      'Connection: close\r\nContent-Type: application/json\r\n' +
      `Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  );
}
