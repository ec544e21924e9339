import type { ClientFrameOf } from '../../protocol/client-frames.ts';
import { NotAllowedError } from '../domain/errors.ts';
import { agentOf, customerOf, isHeld } from '../domain/session.ts';
import type { Ports } from '../ports.ts';
import { tellCustomer } from './notify.ts';
import { tellAgent } from './tell-agents.ts';

type TypingSet = ClientFrameOf<'typing.set'>;

/** Shows the agent that the customer types. Never stored; lost is lost. */
export async function customerTypes(ports: Ports, { sessionId, on }: TypingSet): Promise<void> {
  const session = await ports.sessions.get(sessionId);
  if (!session || !isHeld(session)) return;
  await tellAgent(ports, session, {
    type: 'typing.changed',
    sessionId,
    from: customerOf(session),
    on,
  });
}

/** Shows the customer that their agent types. @throws NotAllowedError `not_your_session`. */
export async function agentTypes(
  ports: Ports,
  agentId: string,
  { sessionId, on }: TypingSet,
): Promise<void> {
  const session = await ports.sessions.get(sessionId);
  const from = session && agentOf(session);
  if (!session || from?.id !== agentId) throw new NotAllowedError('not_your_session');
  if (!isHeld(session)) return;
  await tellCustomer(ports, session, { type: 'typing.changed', sessionId, from, on });
}
