import type { AddressInfo } from 'node:net';
import { createServer, type Server } from 'node:net';

/** What each port serves, in order from the base port. */
const portPurposes = {
  widget: 'demo page and widget',
  dashboard: 'dashboard',
  httpApi: 'HTTP API',
  socket: 'WebSocket API',
  issuer: 'sign-in',
  frontDoor: 'AWS front door',
  console: 'console',
} as const;

/** A part of the laptop cloud that has a port of its own. */
export type PortName = keyof typeof portPurposes;

/** A port that another program holds; the message says which and what it was wanted for. */
export class PortTakenError extends Error {
  override name = 'PortTakenError';
}

/**
 * One free port per part: `basePort` and those after it, or any with 0. Throws `PortTakenError`
 * for the first one that is taken.
 */
export async function choosePorts(basePort: number): Promise<Record<PortName, number>> {
  const names = Object.keys(portPurposes) as PortName[];
  const held: Server[] = [];
  const ports: Partial<Record<PortName, number>> = {};
  try {
    // All are held together, so that none is handed out twice.
    for (const [index, name] of names.entries()) {
      const server = await hold(basePort === 0 ? 0 : basePort + index, name);
      held.push(server);
      ports[name] = (server.address() as AddressInfo).port;
    }
  } finally {
    await Promise.all(
      held.map((server) => new Promise<void>((resolve) => server.close(() => resolve()))),
    );
  }
  return ports as Record<PortName, number>;
}

function hold(port: number, name: PortName): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', (error: NodeJS.ErrnoException) => {
      const taken = error.code === 'EADDRINUSE' || error.code === 'EACCES';
      const message = `Port ${port} (${portPurposes[name]}) is taken. Stop the program that uses it, or choose others with --port.`;
      reject(taken ? new PortTakenError(message) : error);
    });
    server.listen(port, '127.0.0.1', () => resolve(server));
  });
}
