import type { Customer } from '../../../../protocol/escalation.ts';
import type { SessionView } from '../../../../protocol/http.ts';
import type { Message } from '../../../../protocol/message.ts';
import type { CloseReason, SessionStatus } from '../../../../protocol/vocabulary.ts';

/** A session that this agent holds, wrap-up included. */
export interface HeldSession {
  sessionId: string;
  version: number;
  status: SessionStatus;
  closeReason: CloseReason | null;
  customer: Customer;
  customerPresent: boolean;
  openedAt: number;
  /** When it was joined, by the transcript; null until the transcript tells. */
  joinedAt: number | null;
  /** Last transcript entry the agent has seen. */
  readSeq: number;
  /** Customer messages beyond it. */
  unread: number;
  /** True from its arrival until the agent opens it. */
  unopened: boolean;
  /** Last words of the customer, else of the agent. */
  lastText: string;
  /** Since when the customer waits for this agent's answer, by the server's clock, or null. */
  awaitingReplySince: number | null;
  /** Last transcript entry that `awaitingReplySince` takes into account. */
  countedSeq: number;
}

/** All sessions this agent holds, oldest first. */
export interface Held {
  sessions: ReadonlyMap<string, HeldSession>;
  /** When each session that left this agent did, against lists that were asked for before. */
  leftAt: ReadonlyMap<string, number>;
  /** False until the first list came in. */
  loaded: boolean;
}

/** What a conversation knows of itself, as its session client reports it. */
export interface Progress {
  version: number;
  status: SessionStatus;
  closeReason: CloseReason | null;
  messages: readonly Message[];
}

/** What can happen to the held sessions; times are by the browser's clock. */
export type HeldEvent =
  | { kind: 'listed'; sessions: readonly SessionView[]; askedAt: number }
  /** `unopened` if the session comes to this agent now: whether it stays out of sight. */
  | { kind: 'confirmed'; session: SessionView; unopened?: boolean }
  | { kind: 'progressed'; sessionId: string; progress: Progress; viewing: boolean }
  | { kind: 'viewed'; sessionId: string; lastSeq: number }
  | { kind: 'opened'; sessionId: string }
  | { kind: 'presence'; sessionId: string; present: boolean }
  | { kind: 'left'; sessionId: string; at: number };

/** Nothing known yet. */
export const NO_HELD: Held = { sessions: new Map(), leftAt: new Map(), loaded: false };

/** True while the agent and the customer can talk. */
export function isLive(status: SessionStatus): boolean {
  return status === 'active' || status === 'on_hold';
}

/** Folds one event into the held sessions. State is taken from the highest version seen. */
export function reduceHeld(state: Held, event: HeldEvent): Held {
  switch (event.kind) {
    case 'listed':
      return mergeList(state, event.sessions, event.askedAt);
    case 'confirmed': {
      const leftAt = new Map(state.leftAt);
      leftAt.delete(event.session.sessionId);
      const held = fromView(event.session, state);
      return put({ ...state, leftAt }, { ...held, unopened: event.unopened ?? held.unopened });
    }
    case 'progressed':
      return change(state, event.sessionId, (held) => progress(held, event));
    case 'viewed':
      return change(state, event.sessionId, (held) => ({
        ...held,
        readSeq: Math.max(held.readSeq, event.lastSeq),
        unread: event.lastSeq >= held.readSeq ? 0 : held.unread,
      }));
    case 'opened':
      return change(state, event.sessionId, (held) => ({ ...held, unopened: false }));
    case 'presence':
      return change(state, event.sessionId, (held) => ({
        ...held,
        customerPresent: event.present,
      }));
    case 'left': {
      if (!state.sessions.has(event.sessionId)) return state;
      const sessions = new Map(state.sessions);
      sessions.delete(event.sessionId);
      return { ...state, sessions, leftAt: new Map(state.leftAt).set(event.sessionId, event.at) };
    }
  }
}

function mergeList(state: Held, views: readonly SessionView[], askedAt: number): Held {
  const sessions = new Map<string, HeldSession>();
  for (const view of views) {
    if ((state.leftAt.get(view.sessionId) ?? -1) >= askedAt) continue;
    if (view.status === 'closed') continue;
    sessions.set(view.sessionId, fromView(view, state));
  }
  // A wrap-up may be younger than the list; that it is over, its own frames tell.
  for (const [sessionId, held] of state.sessions) {
    if (held.status === 'wrap_up' && !sessions.has(sessionId)) sessions.set(sessionId, held);
  }
  return { ...state, sessions, loaded: true };
}

function fromView(view: SessionView, state: Held): HeldSession {
  const known = state.sessions.get(view.sessionId);
  const newer = !known || view.version >= known.version;
  return {
    sessionId: view.sessionId,
    version: Math.max(view.version, known?.version ?? 0),
    status: newer ? view.status : known.status,
    closeReason: newer ? view.closeReason : known.closeReason,
    customer: view.customer,
    customerPresent: view.customerPresent,
    openedAt: view.openedAt,
    joinedAt: known?.joinedAt ?? null,
    // What was said before this page held the session counts as read.
    readSeq: known?.readSeq ?? view.lastSeq,
    unread: known?.unread ?? 0,
    // What the first list names was there before; what a later one brings, nobody here has seen.
    unopened: known?.unopened ?? (state.loaded && isLive(view.status)),
    lastText: known?.lastText ?? '',
    ...replyDue(view, known),
  };
}

/** The server's word on who waits for whom, unless the transcript has gone on since. */
function replyDue(view: SessionView, known: HeldSession | undefined) {
  if (known && known.countedSeq > view.lastSeq) {
    return { awaitingReplySince: known.awaitingReplySince, countedSeq: known.countedSeq };
  }
  return { awaitingReplySince: view.awaitingReplySince, countedSeq: view.lastSeq };
}

function progress(
  held: HeldSession,
  event: Extract<HeldEvent, { kind: 'progressed' }>,
): HeldSession {
  const { version, status, closeReason, messages } = event.progress;
  const newer = version >= held.version;
  const lastSeq = messages.at(-1)?.seq ?? 0;
  const readSeq = event.viewing ? Math.max(held.readSeq, lastSeq) : held.readSeq;
  const spoken = messages.findLast((message) => message.from.role !== 'system');
  const joined = messages.findLast((message) => message.event === 'joined');
  const unread = messages.filter(
    (message) => message.from.role === 'customer' && message.seq > readSeq,
  ).length;
  // Somebody who writes is there, whatever was said of their socket before.
  const wrote =
    unread > held.unread ||
    (event.viewing && lastSeq > held.readSeq && spoken?.from.role === 'customer');
  return {
    ...held,
    ...countEntries(held, messages),
    version: Math.max(version, held.version),
    status: newer ? status : held.status,
    // Only the frame of the end itself names the reason; a later snapshot does not.
    closeReason: newer ? (closeReason ?? held.closeReason) : held.closeReason,
    customerPresent: held.customerPresent || wrote,
    joinedAt: joined?.at ?? held.joinedAt,
    readSeq,
    unread,
    lastText: lastWords(messages) ?? held.lastText,
  };
}

/** An answer of the assistant tells an agent little about whom they talk to. */
function lastWords(messages: readonly Message[]): string | undefined {
  const byCustomer = messages.findLast(({ from, text }) => from.role === 'customer' && text !== '');
  const own = ({ from }: Message) => from.role === 'agent' || from.role === 'supervisor';
  return (byCustomer ?? messages.findLast(own))?.text;
}

/** Goes on from the server's word with what was written since. */
function countEntries(held: HeldSession, messages: readonly Message[]) {
  let { awaitingReplySince, countedSeq } = held;
  for (const message of messages) {
    if (message.seq <= countedSeq) continue;
    countedSeq = message.seq;
    awaitingReplySince = afterEntry(awaitingReplySince, message);
  }
  return { awaitingReplySince, countedSeq };
}

function afterEntry(since: number | null, message: Message): number | null {
  switch (message.from.role) {
    case 'customer':
      return since ?? message.at;
    case 'agent':
    case 'supervisor':
      return null;
    default:
      // Whoever joins owes a first word, and whoever takes a chat off hold the next one.
      return message.event === 'joined' || message.event === 'resumed' ? message.at : since;
  }
}

function put(state: Held, session: HeldSession): Held {
  return { ...state, sessions: new Map(state.sessions).set(session.sessionId, session) };
}

function change(state: Held, sessionId: string, update: (held: HeldSession) => HeldSession): Held {
  const held = state.sessions.get(sessionId);
  if (!held) return state;
  const next = update(held);
  return shallowEqual(held, next) ? state : put(state, next);
}

function shallowEqual(a: HeldSession, b: HeldSession): boolean {
  return (Object.keys(a) as (keyof HeldSession)[]).every((key) => Object.is(a[key], b[key]));
}

/** The live chats, oldest first: those that have to be ended or passed on before leaving. */
export function liveSessions(state: Held): HeldSession[] {
  return [...state.sessions.values()].filter((held) => isLive(held.status));
}

/**
 * How many places of the agent's capacity are taken: live chats, and those wrap-ups that the server
 * still counts (`counted` are the ids it named last).
 */
export function placesTaken(state: Held, counted: readonly string[]): number {
  let taken = 0;
  for (const held of state.sessions.values()) {
    if (isLive(held.status) || counted.includes(held.sessionId)) taken += 1;
  }
  return taken;
}

/** Unread customer messages over all held sessions. */
export function totalUnread(state: Held): number {
  let total = 0;
  for (const held of state.sessions.values()) total += held.unread;
  return total;
}

/** How many chats came to this agent and were not opened yet. */
export function countUnopened(state: Held): number {
  let count = 0;
  for (const held of state.sessions.values()) if (held.unopened) count += 1;
  return count;
}
