import type { FeedbackResult, GiveFeedback } from '../../protocol/http.ts';
import { NotAllowedError, StateError, UnavailableError } from '../domain/errors.ts';
import { feedbackOn, mayJudge } from '../domain/feedback.ts';
import { POLICY } from '../domain/policy.ts';
import type { AgentProfile, Ports } from '../ports.ts';
import { transcriptUntil } from './read-transcript.ts';

/**
 * An agent says whether the session's latest escalation came at the right time. Saying it again
 * replaces it.
 *
 * @throws NotAllowedError `session_unknown`, `not_your_session`; StateError `session_not_active` if
 *   it was never escalated; InvalidRequestError `invalid_field` for a turn that cannot be;
 *   UnavailableError `conflict` after the last attempt.
 */
export async function giveFeedback(
  ports: Ports,
  agent: AgentProfile,
  sessionId: string,
  given: GiveFeedback,
): Promise<FeedbackResult> {
  const [session, escalations] = await Promise.all([
    ports.sessions.get(sessionId),
    ports.sessions.escalations(sessionId),
  ]);
  if (!session) throw new NotAllowedError('session_unknown');
  const escalation = escalations.at(-1);
  mayJudge(session, escalation, agent);
  if (!escalation) throw new StateError('session_not_active');
  const now = ports.clock.now();
  const record = feedbackOn(session, { n: escalations.length, escalation }, given, {
    agentId: agent.agentId,
    at: now,
    // Only a named turn has to be looked up.
    messages: given.turn === undefined ? [] : await transcriptUntil(ports, sessionId, session.seq),
  });
  for (let attempt = 1; attempt <= POLICY.commitAttempts; attempt += 1) {
    const result = await ports.feedback.put(record, now);
    if (result === 'stored') return { feedback: record.feedback };
    if (result === 'gone') throw new NotAllowedError('session_unknown');
    await ports.clock.backoff(attempt);
  }
  throw new UnavailableError('conflict');
}
