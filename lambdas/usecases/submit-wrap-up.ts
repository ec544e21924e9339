import type { SubmitWrapUp } from '../../protocol/http.ts';
import { QueueName } from '../../protocol/vocabulary.ts';
import { participantOf } from '../domain/agent.ts';
import { step } from '../domain/change.ts';
import { finishWrapUp } from '../domain/ending.ts';
import { StateError } from '../domain/errors.ts';
import { mustHold } from '../domain/ownership.ts';
import type { Session } from '../domain/session.ts';
import type { AgentProfile, Ports } from '../ports.ts';
import { changeSession } from './change-session.ts';
import { routing, setTimers } from './notify.ts';

/**
 * The agent says what came of the chat and closes it. Submitting twice is fine.
 *
 * @throws NotAllowedError `not_your_session`; StateError `session_not_active` before the end.
 */
export async function submitWrapUp(
  ports: Ports,
  agent: AgentProfile,
  sessionId: string,
  wrapUp: SubmitWrapUp,
): Promise<Session> {
  const { session, change } = await changeSession(ports, sessionId, (session, now) => {
    mustHold(session, agent);
    if (!session.assignment) throw new StateError('session_not_active');
    if (session.status === 'closed') {
      // Closed by itself meanwhile: what the agent found out is kept all the same.
      return session.outcome ? null : step(session, now, { outcome: wrapUp });
    }
    return finishWrapUp(session, {
      now,
      actor: participantOf(agent),
      outcome: wrapUp,
    });
  });
  if (change?.agents?.some(({ leave }) => leave))
    await setTimers(ports, [routing(QueueName.options)]);
  return session;
}
