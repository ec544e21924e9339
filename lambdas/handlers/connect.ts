import { wirePorts } from '../runtime/wiring.ts';
import { callerOf, type SocketEvent } from '../socket/caller.ts';
import { connectAgent, connectCustomer } from '../usecases/connect.ts';

const ports = wirePorts();

/** Opens or resumes the session, or makes this connection the agent's, before the handshake ends. */
export async function handler(event: SocketEvent): Promise<{ statusCode: number }> {
  const caller = callerOf(event);
  try {
    const { connectionId, role: _role, ...opening } = caller;
    if ('agentId' in opening) await connectAgent(ports, opening.agentId, connectionId);
    else await connectCustomer(ports, opening, connectionId);
    return { statusCode: 200 };
  } catch (error) {
    ports.telemetry.error('connect failed', error, { connectionId: caller.connectionId });
    return { statusCode: 503 };
  }
}
