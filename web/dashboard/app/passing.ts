import { createFade, type Fade } from '../lib/fade.ts';
import type { DeskStores } from './stores.ts';

/** How long somebody who was taken, or an offer that came to nothing, stays on show, in ms. */
export const ENDED_SHOWN_MS = 4_000;

/** The server ends an offer itself; should that news be lost, it ends here this much later. */
const OFFER_GRACE_MS = 3_000;

/** Takes customers whom a colleague has joined off the pending list after a moment. */
export function followTaken({ pending }: DeskStores): Fade {
  const fade = createFade((sessionId) => pending.dispatch({ kind: 'faded', sessionId }));
  pending.subscribe(({ taken }) => {
    fade.update([...taken.keys()].map((sessionId) => [sessionId, ENDED_SHOWN_MS]));
  });
  return fade;
}

/** Ends offers whose time is over, and takes ended ones away after a moment. */
export function followOffers({ offers }: DeskStores, serverNow: () => number): Fade[] {
  const overdue = createFade((offerId) =>
    offers.dispatch({ kind: 'ended', offerId, end: { how: 'timed_out' } }),
  );
  const ended = createFade((offerId) => offers.dispatch({ kind: 'dropped', offerId }));
  offers.subscribe((state) => {
    const all = [...state.offers.values()];
    ended.update(all.filter((it) => it.ended).map((it) => [it.offerId, ENDED_SHOWN_MS]));
    overdue.update(
      all
        .filter((it) => !it.ended)
        .map((it) => [it.offerId, Math.max(0, it.expiresAt - serverNow()) + OFFER_GRACE_MS]),
    );
  });
  return [overdue, ended];
}
