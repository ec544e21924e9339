import type { EscalationCard } from '../../../../protocol/escalation.ts';
import type { QueueName } from '../../../../protocol/vocabulary.ts';

/**
 * How long a card heard on the socket is kept although a list does not name it. The list is read
 * from an index that follows its table with a short delay.
 */
export const LIST_LAG_MS = 5_000;

/** How many departed sessions are remembered against late frames. */
export const MAX_DEPARTED = 500;

interface Departed {
  /** Cards up to this version are old news. */
  version: number;
  /** True if only a list's silence told us, so that a later list may bring the same card back. */
  inferred: boolean;
}

/** A card that a colleague has just taken, on show for a moment. */
export interface Taken {
  card: EscalationCard;
  by: string;
}

/** The waiting sessions as far as this agent heard of them. */
export interface Pending {
  cards: ReadonlyMap<string, { card: EscalationCard; heardAt: number }>;
  departed: ReadonlyMap<string, Departed>;
  /**
   * Those lost to a colleague under this agent's hands. They keep their place for a moment, so that
   * a second press does not reach the customer below.
   */
  taken: ReadonlyMap<string, Taken>;
  /** False until the first list came in. */
  loaded: boolean;
}

/** What can happen to the pending list; times are by the browser's clock. */
export type PendingEvent =
  | { kind: 'listed'; cards: readonly EscalationCard[]; askedAt: number; at: number }
  | { kind: 'created'; card: EscalationCard; at: number }
  | { kind: 'departed'; sessionId: string; version?: number }
  | { kind: 'taken'; sessionId: string; version?: number; by: string }
  | { kind: 'faded'; sessionId: string };

/** Nothing known yet. */
export const NO_PENDING: Pending = {
  cards: new Map(),
  departed: new Map(),
  taken: new Map(),
  loaded: false,
};

/**
 * Folds one event into the pending list. Frames may come late, twice or out of order: only the
 * session's version decides, so a card that was taken never comes back unless it was queued anew.
 */
export function reducePending(state: Pending, event: PendingEvent): Pending {
  switch (event.kind) {
    case 'created':
      return addCard(state, event.card, event.at, false);
    case 'departed':
      return removeCard(state, event.sessionId, event.version);
    case 'taken':
      return takeCard(state, event);
    case 'faded':
      return forgetTaken(state, event.sessionId);
    case 'listed':
      return mergeList(state, event.cards, event.askedAt, event.at);
  }
}

function addCard(state: Pending, card: EscalationCard, at: number, listed: boolean): Pending {
  const gone = state.departed.get(card.sessionId);
  if (gone && card.version <= gone.version && !(listed && gone.inferred)) return state;
  const held = state.cards.get(card.sessionId);
  if (held && card.version <= held.card.version) return state;
  const cards = new Map(state.cards).set(card.sessionId, { card, heardAt: at });
  const next = forgetTaken({ ...state, cards }, card.sessionId);
  if (!gone) return next;
  const departed = new Map(state.departed);
  departed.delete(card.sessionId);
  return { ...next, departed };
}

function removeCard(state: Pending, sessionId: string, version?: number): Pending {
  const held = state.cards.get(sessionId);
  const until = version ?? held?.card.version;
  if (until === undefined) return state;
  // Queued again since: the departure is older than the card.
  if (held && held.card.version > until) return state;
  const cards = new Map(state.cards);
  cards.delete(sessionId);
  return { ...state, cards, departed: remember(state.departed, sessionId, until, false) };
}

function takeCard(state: Pending, event: Extract<PendingEvent, { kind: 'taken' }>): Pending {
  const { sessionId, version, by } = event;
  const card = state.cards.get(sessionId)?.card ?? state.taken.get(sessionId)?.card;
  const next = removeCard(state, sessionId, version);
  // Queued again since, or never heard of.
  if (!card || next.cards.has(sessionId)) return next;
  return { ...next, taken: new Map(next.taken).set(sessionId, { card, by }) };
}

function forgetTaken(state: Pending, sessionId: string): Pending {
  if (!state.taken.has(sessionId)) return state;
  const taken = new Map(state.taken);
  taken.delete(sessionId);
  return { ...state, taken };
}

function mergeList(
  state: Pending,
  listed: readonly EscalationCard[],
  askedAt: number,
  at: number,
): Pending {
  const named = new Set(listed.map((card) => card.sessionId));
  const cards = new Map(state.cards);
  let departed = state.departed;
  for (const [sessionId, held] of state.cards) {
    if (named.has(sessionId) || held.heardAt > askedAt - LIST_LAG_MS) continue;
    cards.delete(sessionId);
    departed = remember(departed, sessionId, held.card.version, true);
  }
  let next: Pending = { ...state, cards, departed, loaded: true };
  for (const card of listed) next = addCard(next, card, at, true);
  return next;
}

function remember(
  departed: Pending['departed'],
  sessionId: string,
  version: number,
  inferred: boolean,
): Pending['departed'] {
  const known = departed.get(sessionId);
  if (known && known.version > version) return departed;
  const next = new Map(departed);
  // Deleted first, so that the map's order is the order of departure.
  next.delete(sessionId);
  next.set(sessionId, { version, inferred });
  for (const oldest of next.keys()) {
    if (next.size <= MAX_DEPARTED) break;
    next.delete(oldest);
  }
  return next;
}

/** The waiting cards, soonest first: by place, then by the start of the wait. */
export function inOrder(state: Pending, queue: QueueName | 'all' = 'all'): EscalationCard[] {
  return [...state.cards.values()]
    .map((held) => held.card)
    .filter((card) => queue === 'all' || card.queue === queue)
    .sort(sooner);
}

function sooner(a: EscalationCard, b: EscalationCard): number {
  return (
    a.place - b.place || a.waitingSince - b.waitingSince || a.sessionId.localeCompare(b.sessionId)
  );
}

/** A line of the list: somebody who waits, or somebody a colleague has just taken. */
export interface PendingRow {
  id: string;
  card: EscalationCard;
  takenBy: string | null;
}

/** What the list shows: the waiting cards, and those just taken in their old places. */
export function rowsInOrder(state: Pending, queue: QueueName | 'all' = 'all'): PendingRow[] {
  const waiting = [...state.cards.values()].map(({ card }) => ({ card, takenBy: null }));
  const taken = [...state.taken.values()].map(({ card, by }) => ({ card, takenBy: by }));
  return [...waiting, ...taken]
    .filter(({ card }) => queue === 'all' || card.queue === queue)
    .sort((a, b) => sooner(a.card, b.card))
    .map((row) => ({ ...row, id: row.card.sessionId }));
}

/** How many wait in each queue that has anyone waiting. */
export function countByQueue(state: Pending): Partial<Record<QueueName, number>> {
  const counts: Partial<Record<QueueName, number>> = {};
  for (const { card } of state.cards.values()) counts[card.queue] = (counts[card.queue] ?? 0) + 1;
  return counts;
}

/** The id after `sessionId` in a list that may lose it, else the one before, else null. */
export function neighbour(order: readonly { sessionId: string }[], sessionId: string) {
  const at = order.findIndex((item) => item.sessionId === sessionId);
  if (at < 0) return order[0]?.sessionId ?? null;
  return (order[at + 1] ?? order[at - 1])?.sessionId ?? null;
}

/** The id `step` places from `sessionId`, held at both ends; the first if it is not listed. */
export function stepFrom(
  order: readonly { sessionId: string }[],
  sessionId: string | null,
  step: 1 | -1,
) {
  const at = order.findIndex((item) => item.sessionId === sessionId);
  if (at < 0) return (step > 0 ? order[0] : order.at(-1))?.sessionId ?? null;
  return order[Math.min(order.length - 1, Math.max(0, at + step))]?.sessionId ?? null;
}
