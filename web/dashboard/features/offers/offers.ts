import type { EscalationCard } from '../../../../protocol/escalation.ts';

/** How an offer came to nothing: unanswered, called back, taken by somebody, or left alone. */
export type OfferEnd =
  | { how: 'timed_out' | 'withdrawn' | 'left' }
  | { how: 'taken' /** The name of who has the session now. */; by: string };

/** A session that this agent is asked to take. */
export interface Offer {
  offerId: string;
  card: EscalationCard;
  /** By the server's clock. */
  expiresAt: number;
  /** Null while it can be answered; an ended one stays on show for a moment. */
  ended: OfferEnd | null;
}

/** The offers to this agent, oldest first. */
export interface Offers {
  offers: ReadonlyMap<string, Offer>;
  /** Ids of those that are over, against late frames and lists. */
  over: ReadonlySet<string>;
}

/** What can happen to the offers. */
export type OfferEvent =
  | { kind: 'created'; offer: Omit<Offer, 'ended'> }
  /** Cards as a list or a frame shows them: they name the offer that stands, if one does. */
  | { kind: 'cards'; cards: readonly EscalationCard[]; agentId: string; now: number }
  | { kind: 'ended'; offerId: string; end: OfferEnd }
  | { kind: 'session_ended'; sessionId: string; end: OfferEnd }
  /** Answered, or shown long enough. */
  | { kind: 'dropped'; offerId: string }
  | { kind: 'session_dropped'; sessionId: string };

/** How many ids of past offers are remembered. */
const MAX_OVER = 200;

/** None yet. */
export const NO_OFFERS: Offers = { offers: new Map(), over: new Set() };

/** The offer to answer first, else one that has just ended, else null. */
export function currentOffer(state: Offers): Offer | null {
  const all = [...state.offers.values()];
  return all.find((offer) => offer.ended === null) ?? all.at(-1) ?? null;
}

/** True if some offer waits for its answer. */
export function hasOpenOffer(state: Offers): boolean {
  return currentOffer(state)?.ended === null;
}

/**
 * Folds one event into the offers. The card of a waiting session names the offer that stands, so
 * that an offer made during a lost connection is found, and a lost end of one too.
 */
export function reduceOffers(state: Offers, event: OfferEvent): Offers {
  switch (event.kind) {
    case 'created':
      return add(state, event.offer);
    case 'cards':
      return event.cards.reduce((next, card) => takeCard(next, card, event), state);
    case 'ended':
      return end(state, event.offerId, event.end);
    case 'session_ended':
      return each(state, event.sessionId, (next, { offerId }) => end(next, offerId, event.end));
    case 'dropped':
      return drop(state, event.offerId);
    case 'session_dropped':
      return each(state, event.sessionId, (next, { offerId }) => drop(next, offerId));
  }
}

function add(state: Offers, offer: Omit<Offer, 'ended'>): Offers {
  if (state.over.has(offer.offerId) || state.offers.has(offer.offerId)) return state;
  return {
    ...state,
    offers: new Map(state.offers).set(offer.offerId, { ...offer, ended: null }),
  };
}

function takeCard(
  state: Offers,
  card: EscalationCard,
  seen: { agentId: string; now: number },
): Offers {
  const { offeredTo } = card;
  const next = each(state, card.sessionId, (offers, offer) =>
    card.version > offer.card.version && offeredTo?.offerId !== offer.offerId && !offer.ended
      ? end(offers, offer.offerId, { how: 'withdrawn' })
      : offers,
  );
  if (offeredTo?.agentId !== seen.agentId || offeredTo.until <= seen.now) return next;
  return add(next, { offerId: offeredTo.offerId, card, expiresAt: offeredTo.until });
}

function end(state: Offers, offerId: string, how: OfferEnd): Offers {
  const offer = state.offers.get(offerId);
  const over = remember(state.over, offerId);
  if (!offer) return { ...state, over };
  // Only who took it tells more than what is on show already.
  if (offer.ended && how.how !== 'taken') return state;
  return { over, offers: new Map(state.offers).set(offerId, { ...offer, ended: how }) };
}

function drop(state: Offers, offerId: string): Offers {
  const offers = new Map(state.offers);
  offers.delete(offerId);
  return { offers, over: remember(state.over, offerId) };
}

function each(
  state: Offers,
  sessionId: string,
  change: (state: Offers, offer: Offer) => Offers,
): Offers {
  return [...state.offers.values()]
    .filter((offer) => offer.card.sessionId === sessionId)
    .reduce(change, state);
}

function remember(over: ReadonlySet<string>, offerId: string): ReadonlySet<string> {
  if (over.has(offerId)) return over;
  return new Set([...over, offerId].slice(-MAX_OVER));
}

/** What to tell about an offer that came to nothing. */
export function describeEnd(ended: OfferEnd): string {
  switch (ended.how) {
    case 'taken':
      return `${ended.by} took it.`;
    case 'timed_out':
      return 'The time to answer is over. Somebody else is asked now.';
    case 'withdrawn':
      return 'No answer is needed any more.';
    case 'left':
      return 'The customer no longer waits.';
  }
}
