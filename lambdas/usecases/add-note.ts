import type { AddNote, NoteResult } from '../../protocol/http.ts';
import { participantOf } from '../domain/agent.ts';
import { step } from '../domain/change.ts';
import { UnavailableError } from '../domain/errors.ts';
import { noted } from '../domain/notes.ts';
import { mustHold } from '../domain/ownership.ts';
import type { AgentProfile, Ports } from '../ports.ts';
import { changeSession } from './change-session.ts';
import { tellAgent } from './tell-agents.ts';

/**
 * The session's agent or a supervisor writes a note for colleagues, also after the end.
 *
 * @throws NotAllowedError `not_your_session`, `session_unknown`.
 */
export async function addNote(
  ports: Ports,
  agent: AgentProfile,
  sessionId: string,
  { text }: AddNote,
): Promise<NoteResult> {
  const { session, change } = await changeSession(ports, sessionId, (session, now) => {
    mustHold(session, agent);
    return noted(step(session, now, {}), participantOf(agent), text, now);
  });
  const note = change?.note;
  if (!note) throw new UnavailableError('conflict');
  if (session.assignment?.agentId !== agent.agentId) {
    await tellAgent(ports, session, { type: 'note.created', sessionId, note });
  }
  return { note };
}
