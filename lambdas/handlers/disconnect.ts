import { wirePorts } from '../runtime/wiring.ts';
import { callerOf, type SocketEvent } from '../socket/caller.ts';
import { loseAgent, loseCustomer } from '../usecases/lose-connection.ts';

const ports = wirePorts();

/** A hint, not a fact: it may come late or never, and an older connection's changes nothing. */
export async function handler(event: SocketEvent): Promise<{ statusCode: number }> {
  const caller = callerOf(event);
  if (caller.role === 'agent') await loseAgent(ports, caller.agentId, caller.connectionId);
  else await loseCustomer(ports, caller.sessionId, caller.connectionId);
  return { statusCode: 200 };
}
