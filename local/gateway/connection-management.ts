import type { ConnectionManagement } from '../contracts.ts';
import type { Connection } from './connection.ts';
import { createRateLimit } from './rate-limit.ts';
import type { SocketFaults, SocketLimits } from './socket-options.ts';

/**
 * Serves `@connections` for the open connections of one gateway. A connection whose `$connect`
 * still runs is not among them and answers 410, as on AWS.
 */
export function manageConnections(
  connections: ReadonlyMap<string, Connection>,
  limits: SocketLimits,
  faults: SocketFaults,
): ConnectionManagement {
  const mayPass = createRateLimit(limits.requestsPerSecond);
  return {
    async handle({ method, connectionId, body }) {
      if (!mayPass()) return refusal(429, 'LimitExceededException');
      const connection = connections.get(connectionId);
      if (connection?.open !== true) return refusal(410, 'GoneException');
      switch (method) {
        case 'GET':
          return {
            status: 200,
            output: {
              connectedAt: new Date(connection.facts.connectedAt).toISOString(),
              identity: connection.facts.identity,
              lastActiveAt: new Date(connection.lastActiveAt).toISOString(),
            },
          };
        case 'POST': {
          if (body.byteLength > limits.messageBytes) {
            return refusal(413, 'PayloadTooLargeException', { connectionId });
          }
          const slow = connection.unsentBytes > limits.sendBufferBytes;
          if (slow || faults.throttlePosts?.(connectionId) === true) {
            return refusal(429, 'LimitExceededException');
          }
          connection.send(body.toString('utf8'));
          return { status: 200 };
        }
        case 'DELETE':
          connection.end(1000, 'Connection Closed Normally');
          return { status: 204 };
        default:
          return refusal(403, 'ForbiddenException');
      }
    },
  };
}

function refusal(status: number, errorType: string, detail: Record<string, unknown> = {}) {
  return { status, errorType, output: { message: errorType, ...detail } };
}
