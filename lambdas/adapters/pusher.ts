import {
  ApiGatewayManagementApiClient,
  DeleteConnectionCommand,
  PostToConnectionCommand,
} from '@aws-sdk/client-apigatewaymanagementapi';
import type { Pusher, Telemetry } from '../ports.ts';

/**
 * A client for the stage's own callback URL: a custom domain cannot sign these calls. Throttling
 * (429) is retried by the SDK with backoff, twice.
 */
export function managementClient(callbackUrl: string): ApiGatewayManagementApiClient {
  return new ApiGatewayManagementApiClient({
    endpoint: callbackUrl,
    maxAttempts: 3,
    requestHandler: { connectionTimeout: 1000, requestTimeout: 1500, throwOnRequestTimeout: true },
  });
}

/** Pushes through API Gateway's connection management. */
export function gatewayPusher(client: ApiGatewayManagementApiClient, telemetry: Telemetry): Pusher {
  return {
    async push(connectionId, frame) {
      try {
        await client.send(
          new PostToConnectionCommand({ ConnectionId: connectionId, Data: JSON.stringify(frame) }),
        );
        return 'delivered';
      } catch (error) {
        if (isGone(error)) return 'gone';
        telemetry.error('push failed', error, { connectionId, frame: frame.type });
        telemetry.count('PushFailed');
        return 'failed';
      }
    },

    async disconnect(connectionId) {
      try {
        await client.send(new DeleteConnectionCommand({ ConnectionId: connectionId }));
      } catch (error) {
        if (!isGone(error)) telemetry.error('disconnect failed', error, { connectionId });
      }
    },
  };
}

/** A 410 without a type is still a 410. */
function isGone(error: unknown): boolean {
  const { name, $metadata } = error as { name?: string; $metadata?: { httpStatusCode?: number } };
  return name === 'GoneException' || $metadata?.httpStatusCode === 410;
}
