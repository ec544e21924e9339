import { AWS_SOCKET_LIMITS, type SocketLimits } from './gateway/socket-options.ts';

/** Where a laptop cloud's limits deviate from AWS's; each may only be made stricter or quicker. */
export interface CloudLimits {
  /** Multiplies how long a socket may be idle and live: 0.001 makes 10 minutes 600 ms. */
  timeScale?: number;
  /** Time without data in either direction; replaces the scaled 10 minutes. */
  idleMs?: number;
  /** Longest life of a socket; replaces the scaled 2 hours. */
  lifetimeMs?: number;
  /** Longest time of an integration, of sockets (29 s) and the HTTP API (30 s) alike. */
  integrationMs?: number;
  /** Requests per second that @connections accepts in all before it answers 429. */
  connectionRequestsPerSecond?: number;
}

/** What these limits mean for the socket gateway. Throws RangeError for one that is not above 0. */
export function socketLimits(limits: CloudLimits): Partial<SocketLimits> {
  for (const [name, value] of Object.entries(limits)) {
    if (!(value > 0)) throw new RangeError(`limits.${name} must be above 0, not ${value}`);
  }
  const { timeScale = 1, integrationMs, connectionRequestsPerSecond } = limits;
  return {
    idleMs: limits.idleMs ?? AWS_SOCKET_LIMITS.idleMs * timeScale,
    lifetimeMs: limits.lifetimeMs ?? AWS_SOCKET_LIMITS.lifetimeMs * timeScale,
    ...(integrationMs !== undefined && {
      integrationTimeoutMs: Math.min(integrationMs, AWS_SOCKET_LIMITS.integrationTimeoutMs),
    }),
    ...(connectionRequestsPerSecond !== undefined && {
      requestsPerSecond: connectionRequestsPerSecond,
    }),
  };
}
