import type { Message } from '../../../protocol/message.ts';
import type { SessionUpdateFrame } from '../../../protocol/server-frames.ts';
import type { SessionStatus } from '../../../protocol/vocabulary.ts';
import { isEnded } from '../../../web/chat-client/session-facts.ts';
import type { FinalView, History } from '../history.ts';
import type { Invariant } from './timeline.ts';
import { sameEntry } from './transcript.ts';

/** Refusals after which a message stays with its sender. */
const FINAL_REFUSALS = ['session_closed', 'not_your_session'];

const convergence: Invariant = {
  id: 'I5',
  name: 'convergence',
  statement:
    'When all is quiet, everybody who is there shows the whole transcript and the state as stored.',
  check: ({ history }) => {
    const { views, heads, desks, open } = history.final;
    const wrong = views.flatMap((view) => differences(view, history));
    for (const { sessionId, status, assignment } of heads.values()) {
      if (!assignment || (status !== 'active' && status !== 'on_hold')) continue;
      const desk = desks.find(({ agentId }) => agentId === assignment.agentId);
      if (!desk?.connectionId || !open.has(desk.connectionId)) continue;
      if (!views.some((view) => view.role === 'agent' && view.sessionId === sessionId)) {
        wrong.push(`${assignment.agentId} does not show ${sessionId}, which is theirs`);
      }
    }
    return wrong;
  },
};

function differences(view: FinalView, { final }: History): string[] {
  const { who, sessionId, messages, pending } = view;
  const head = final.heads.get(sessionId);
  const stored = final.transcripts.get(sessionId) ?? [];
  if (!head) return [`${who} shows a session that is not there`];
  const wrong: string[] = [];
  // A desk may still show what it has just given away.
  if (view.role === 'agent' && head.assignment?.agentId !== who.split('/')[0]) return [];
  if (!view.synced) wrong.push('is not in step');
  // That wrap-up is done is nothing to a customer: for them both are the end.
  const over = isEnded(head.status) && isEnded(view.status as SessionStatus | null);
  if (view.status !== head.status && !over) wrong.push(`shows ${view.status} for ${head.status}`);
  if (messages.length !== stored.length) wrong.push(`shows ${messages.length} of ${stored.length}`);
  if (!messages.every((message, i) => sameEntry(message, stored[i])))
    wrong.push('shows other text');
  for (const { id, state, code } of pending) {
    const settled = state === 'failed' && code !== undefined && FINAL_REFUSALS.includes(code);
    if (!settled) wrong.push(`still has ${id} (${state} ${code ?? ''})`);
  }
  return wrong.map((text) => `${who} in ${sessionId} ${text}`);
}

const noPhantom: Invariant = {
  id: 'I6',
  name: 'no phantom',
  statement:
    'Nobody is told or shown an entry that is not in the transcript, or a state that never was.',
  check: ({ of, history, versionOf }) => {
    const { transcripts } = history.final;
    const fake = (sessionId: string, messages: readonly Message[]) =>
      messages.find(
        (message) => !sameEntry(message, transcripts.get(sessionId)?.[message.seq - 1]),
      );
    const wrong: string[] = [];
    for (const { frame, who } of of('received')) {
      if (!('messages' in frame)) continue;
      const { sessionId, version, status, lastSeq, messages } = frame as SessionUpdateFrame;
      const session = versionOf(sessionId, version);
      if (session?.status !== status || session.seq !== lastSeq) {
        wrong.push(`${who}: ${frame.type} says ${status}/${lastSeq} at version ${version}`);
      }
      if (fake(sessionId, messages)) wrong.push(`${who}: ${frame.type} has an entry never stored`);
    }
    for (const { view, sessionId, messages } of of('rendered')) {
      if (fake(sessionId, messages)) wrong.push(`${view} shows an entry never stored`);
    }
    return wrong;
  },
};

const monotoneView: Invariant = {
  id: 'I7',
  name: 'monotone view',
  statement: 'What a view has shown of a transcript stays, in its place; it only grows.',
  check: ({ of }) => {
    const shown = new Map<string, readonly Message[]>();
    const wrong: string[] = [];
    for (const { view, sessionId, messages } of of('rendered')) {
      const key = `${view} ${sessionId}`;
      const before = shown.get(key) ?? [];
      if (before.some((message, i) => !sameEntry(message, messages[i]))) {
        wrong.push(`${view} takes back what it has shown`);
      }
      if (messages.some(({ seq }, i) => seq !== i + 1)) wrong.push(`${view} shows a gap`);
      shown.set(key, messages);
    }
    return wrong;
  },
};

/** What people see. */
export const VIEWS = [convergence, noPhantom, monotoneView];
