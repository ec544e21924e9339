import type { Agent } from '../../../protocol/agent.ts';
import type { Participant } from '../../../protocol/message.ts';
import type { ServerFrame } from '../../../protocol/server-frames.ts';
import type { QueueName } from '../../../protocol/vocabulary.ts';
import { customerName } from '../lib/names.ts';
import { QUEUE_WORDS, UNASSIGNED_WORDS } from '../lib/words.ts';
import type { DeskStores } from './stores.ts';

/** What frames can bring about beyond a change of the stores. */
export interface LiveEffects {
  now(): number;
  notify(look: 'info' | 'danger', text: string): void;
  /** The list of held sessions is out of date. */
  refetchHeld(): void;
  /** What is known of this session beside its transcript is out of date. */
  contextChanged(sessionId: string, left?: 'left'): void;
  /** True while this agent's own join of the session is on its way. */
  joining(sessionId: string): boolean;
  /** True while this agent's own command to give the session away is on its way. */
  leaving(sessionId: string): boolean;
  /** What to call the customer of a session, present or past. */
  customerOf(sessionId: string): string;
  /** The server's clock. */
  serverNow(): number;
}

/** Folds a frame from the socket into the stores. Conversations take their frames themselves. */
export function receiveFrame(frame: ServerFrame, stores: DeskStores, effects: LiveEffects): void {
  const { pending, held, agent, offers } = stores;
  switch (frame.type) {
    case 'escalation.created': {
      pending.dispatch({ kind: 'created', card: frame.card, at: effects.now() });
      const me = agent.getState().agent;
      if (!me) return;
      const now = effects.serverNow();
      offers.dispatch({ kind: 'cards', cards: [frame.card], agentId: me.agentId, now });
      return;
    }
    case 'escalation.accepted':
      escalationAccepted(frame, stores, effects);
      return;
    case 'escalation.completed':
      pending.dispatch({ kind: 'departed', sessionId: frame.sessionId, version: frame.version });
      offers.dispatch({
        kind: 'session_ended',
        sessionId: frame.sessionId,
        end: { how: 'left' },
      });
      explainDeparture(frame.sessionId, 'This customer is no longer waiting.', stores, effects);
      return;
    case 'offer.created':
      offers.dispatch({ kind: 'created', offer: frame });
      // A colleague may pass on somebody of a queue whose further news this agent does not hear.
      if (serves(agent.getState().agent, frame.card.queue)) {
        pending.dispatch({ kind: 'created', card: frame.card, at: effects.now() });
      }
      return;
    case 'offer.timed_out':
      offers.dispatch({ kind: 'ended', offerId: frame.offerId, end: { how: 'timed_out' } });
      notResponding(stores);
      return;
    case 'offer.rescinded':
      offers.dispatch({ kind: 'ended', offerId: frame.offerId, end: { how: 'withdrawn' } });
      return;
    case 'transfer.succeeded':
      effects.notify(
        'info',
        `${nameOf(frame.to)} has your chat with ${effects.customerOf(frame.sessionId)} now.`,
      );
      return;
    case 'transfer.failed':
      effects.notify(
        'info',
        `Nobody took your chat with ${effects.customerOf(frame.sessionId)} yet. It waits in the ${QUEUE_WORDS[frame.queue]} queue.`,
      );
      return;
    case 'note.created':
      effects.contextChanged(frame.sessionId);
      effects.notify(
        'info',
        `${nameOf(frame.note.by)} left you a note about ${effects.customerOf(frame.sessionId)}.`,
      );
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

function escalationAccepted(
  frame: Extract<ServerFrame, { type: 'escalation.accepted' }>,
  stores: DeskStores,
  effects: LiveEffects,
): void {
  const { pending, offers, agent, view } = stores;
  const { sessionId, version } = frame;
  const by = nameOf(frame.agent);
  if (frame.agent.id === agent.getState().agent?.agentId) {
    pending.dispatch({ kind: 'departed', sessionId, version });
    offers.dispatch({ kind: 'session_dropped', sessionId });
    return;
  }
  // Under the hand of whoever wants it too, the row stays for a moment.
  const wanted = effects.joining(sessionId) || view.getState().selectedId === sessionId;
  pending.dispatch(
    wanted ? { kind: 'taken', sessionId, version, by } : { kind: 'departed', sessionId, version },
  );
  offers.dispatch({ kind: 'session_ended', sessionId, end: { how: 'taken', by } });
  explainDeparture(sessionId, `${by} joined this chat.`, stores, effects);
}

function assignmentChanged(
  frame: Extract<ServerFrame, { type: 'assignment.changed' }>,
  stores: DeskStores,
  effects: LiveEffects,
): void {
  if (frame.change === 'unassign') unassigned(frame, stores, effects);
  else assigned(frame, stores, effects);
}

function assigned(
  frame: Extract<ServerFrame, { type: 'assignment.changed' }>,
  stores: DeskStores,
  effects: LiveEffects,
): void {
  const { sessionId, change, version } = frame;
  const known = stores.held.current().sessions.get(sessionId);
  const unasked = change === 'auto' || change === 'manual_reassign';
  if (unasked && !known) {
    const who = effects.customerOf(sessionId);
    const text =
      change === 'auto'
        ? `You were given a new chat: ${who}.`
        : `A chat was passed to you: ${who}.`;
    stores.given.setState(({ count }) => ({ count: count + 1 }));
    effects.notify('info', text);
  }
  stores.pending.dispatch({ kind: 'departed', sessionId, version });
  stores.offers.dispatch({ kind: 'session_dropped', sessionId });
  if (!known) effects.refetchHeld();
  effects.contextChanged(sessionId);
}

function unassigned(
  frame: Extract<ServerFrame, { type: 'assignment.changed' }>,
  stores: DeskStores,
  effects: LiveEffects,
): void {
  const held = stores.held.current().sessions.get(frame.sessionId);
  // Older than what we hold: it was assigned to us again since.
  if (!held || held.version > frame.version) return;
  // The command's own answer tells the same, and moves on to the next chat.
  if (effects.leaving(frame.sessionId)) return;
  const how = UNASSIGNED_WORDS[frame.reason] ?? 'is no longer yours';
  const text = `Chat with ${customerName(held.customer)} ${how}.`;
  stores.held.dispatch({ kind: 'left', sessionId: frame.sessionId, at: effects.now() });
  effects.contextChanged(frame.sessionId, 'left');
  const { view } = stores;
  if (view.getState().selectedId === frame.sessionId) {
    view.setState({ gone: { sessionId: frame.sessionId, text } });
  }
  const silent = frame.reason === 'agent_silent';
  if (silent) notResponding(stores);
  effects.notify(silent ? 'danger' : 'info', text);
}

/** The server says so itself with the next heartbeat; the agent should know at once. */
function notResponding({ agent }: DeskStores): void {
  agent.setState(({ agent: me }) => ({ agent: me && { ...me, status: 'not_responding' } }));
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

function serves(agent: Agent | null, queue: QueueName): boolean {
  return agent !== null && (agent.supervisor || agent.queues.includes(queue));
}
