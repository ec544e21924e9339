import type { Deployment } from '../cfn/deployment.ts';
import { httpApiPart } from '../cfn/parts/http-api.ts';
import { identityPart } from '../cfn/parts/identity.ts';
import type { socketApiPart } from '../cfn/parts/socket-api.ts';
import type { Closable, Invoke } from '../contracts.ts';
import type { FaultParts } from '../faults/parts.ts';
import { startHttpGateway } from '../gateway/http.ts';
import { type SocketGateway, startSocketGateway } from '../gateway/socket.ts';
import { type CloudLimits, socketLimits } from '../limits.ts';
import { startIssuer } from '../oidc/issuer.ts';
import type { Persona } from '../oidc/personas.ts';
import type { PortName } from '../ports.ts';

/** Starts what browsers talk to besides the sites: sign-in, WebSocket API and HTTP API. */
export async function startGateways(
  deployment: Deployment,
  options: {
    socketApi: ReturnType<typeof socketApiPart>;
    ports: Record<PortName, number>;
    personas: readonly Persona[] | undefined;
    limits: CloudLimits;
    strikes: FaultParts;
    /** Asks for the permission of the route first. */
    invoke: Invoke;
    log: (text: string) => void;
  },
  keep: <T extends Closable>(part: T) => T,
): Promise<SocketGateway> {
  const { ports, personas, limits, invoke, log } = options;
  const identity = identityPart(deployment);
  const issuer = keep(
    await startIssuer({
      port: ports.issuer,
      clientId: identity.clientId,
      redirectUris: identity.redirectUris,
      logoutUris: identity.logoutUris,
      ...(personas && { personas }),
    }),
  );
  const socket = keep(
    await startSocketGateway({
      ...options.socketApi,
      port: ports.socket,
      limits: socketLimits(limits),
      faults: options.strikes.socket,
      invoke,
      log,
    }),
  );
  const { jwt, ...httpApi } = httpApiPart(deployment);
  keep(
    await startHttpGateway({
      ...httpApi,
      port: ports.httpApi,
      ...(limits.integrationMs !== undefined && { integrationTimeoutMs: limits.integrationMs }),
      invoke,
      log,
      ...(jwt && { jwt: { ...jwt, jwksUri: issuer.jwksUri } }),
    }),
  );
  return socket;
}
