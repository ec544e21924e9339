import type { Agent } from '../../../protocol/agent.ts';
import type { Participant } from '../../../protocol/message.ts';
import type { ServerFrame } from '../../../protocol/server-frames.ts';
import { customerName } from '../lib/names.ts';
import { UNASSIGNED_WORDS } from '../lib/words.ts';
import type { DeskStores } from './stores.ts';

/** What frames can bring about beyond a change of the stores. */
export interface LiveEffects {
  now(): number;
  notify(look: 'info' | 'danger', text: string): void;
  /** The list of held sessions is out of date. */
  refetchHeld(): void;
  /** What is known of this session beside its transcript is out of date. */
  contextChanged(sessionId: string): void;
  /** True while this agent's own join of the session is on its way. */
  joining(sessionId: string): boolean;
}

/** Folds a frame from the socket into the stores. Conversations take their frames themselves. */
export function receiveFrame(frame: ServerFrame, stores: DeskStores, effects: LiveEffects): void {
  const { pending, held, agent } = stores;
  switch (frame.type) {
    case 'escalation.created':
      pending.dispatch({ kind: 'created', card: frame.card, at: effects.now() });
      return;
    case 'escalation.accepted':
      pending.dispatch({ kind: 'departed', sessionId: frame.sessionId, version: frame.version });
      explainDeparture(
        frame.sessionId,
        `${nameOf(frame.agent)} joined this chat.`,
        stores,
        effects,
      );
      return;
    case 'escalation.completed':
      pending.dispatch({ kind: 'departed', sessionId: frame.sessionId, version: frame.version });
      explainDeparture(frame.sessionId, 'This customer is no longer waiting.', stores, effects);
      return;
    case 'assignment.changed':
      assignmentChanged(frame, stores, effects);
      return;
    case 'agent.status_changed':
      agent.setState({ agent: frame.agent });
      return;
    case 'participant.disconnected':
    case 'participant.returned':
      if (frame.participant.role !== 'customer') return;
      held.dispatch({
        kind: 'presence',
        sessionId: frame.sessionId,
        present: frame.type === 'participant.returned',
      });
      return;
    case 'problem':
      // One that names a session reaches its conversation; retriable ones are tried again there.
      if (frame.sessionId === undefined && !frame.retriable) effects.notify('danger', frame.title);
      return;
    default:
      return;
  }
}

function assignmentChanged(
  frame: Extract<ServerFrame, { type: 'assignment.changed' }>,
  stores: DeskStores,
  effects: LiveEffects,
): void {
  if (frame.change === 'assigned') {
    if (!stores.held.current().sessions.has(frame.sessionId)) effects.refetchHeld();
    effects.contextChanged(frame.sessionId);
    return;
  }
  const held = stores.held.current().sessions.get(frame.sessionId);
  // Older than what we hold: it was assigned to us again since.
  if (!held || held.version > frame.version) return;
  const how = UNASSIGNED_WORDS[frame.reason] ?? 'is no longer yours';
  const text = `Chat with ${customerName(held.customer)} ${how}.`;
  stores.held.dispatch({ kind: 'left', sessionId: frame.sessionId, at: effects.now() });
  const { view } = stores;
  if (view.getState().selectedId === frame.sessionId) {
    view.setState({ gone: { sessionId: frame.sessionId, text } });
  }
  effects.notify('info', text);
}

function explainDeparture(
  sessionId: string,
  text: string,
  stores: DeskStores,
  effects: LiveEffects,
): void {
  const { view, held } = stores;
  if (view.getState().selectedId !== sessionId) return;
  if (held.current().sessions.has(sessionId) || effects.joining(sessionId)) return;
  if (stores.pending.current().cards.has(sessionId)) return;
  view.setState({ gone: { sessionId, text } });
}

function nameOf(agent: Participant | Pick<Agent, 'name'>): string {
  return agent.name ?? 'A colleague';
}
