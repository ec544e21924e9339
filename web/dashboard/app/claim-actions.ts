import type { SessionResult } from '../../../protocol/http.ts';
import { ApiError } from '../../chat-client/http.ts';
import { explain } from '../lib/api.ts';
import type { ActionKit } from './action-kit.ts';

/** How an agent comes to a session. */
export interface ClaimActions {
  join(sessionId: string): Promise<void>;
  acceptOffer(offerId: string): Promise<void>;
  /** Lets the offer pass; somebody else is asked. */
  rejectOffer(offerId: string): Promise<void>;
}

/** Refusals that mean the session has left the pending list. */
const NO_LONGER_WAITING = new Set([
  'already_taken',
  'session_not_waiting',
  'session_closed',
  'session_unknown',
]);

/** Makes the commands that claim sessions. */
export function createClaimActions(kit: ActionKit): ClaimActions {
  const { api, stores, run } = kit;
  const { view, pending, offers } = stores;

  /** The lost customer stays on show: nobody else may come under the hand that reaches for them. */
  function lost(sessionId: string, error: ApiError): void {
    const taken = error.code === 'already_taken';
    const by = error.winner?.name ?? 'A colleague';
    pending.dispatch(taken ? { kind: 'taken', sessionId, by } : { kind: 'departed', sessionId });
    const { selectedId } = view.getState();
    // Meanwhile the agent has gone on to somebody else.
    if (selectedId !== null && selectedId !== sessionId) {
      kit.notices.show('info', taken ? `${by} joined first.` : explain(error));
      return;
    }
    view.setState({
      selectedId: sessionId,
      gone: { sessionId, text: taken ? `${by} joined first.` : explain(error) },
      focus: { target: 'row', sessionId },
    });
  }

  /** By the offer, if there is one: it may be for a queue that this agent does not serve. */
  async function claim(sessionId: string): Promise<SessionResult> {
    const offer = [...offers.current().offers.values()].find(
      ({ card, ended }) => card.sessionId === sessionId && ended === null,
    );
    if (!offer) return api.join(sessionId);
    try {
      return await api.acceptOffer(offer.offerId, sessionId);
    } catch (error) {
      if (!(error instanceof ApiError && error.code === 'offer_gone')) throw error;
      // Its time is over, but the customer may wait all the same.
      return api.join(sessionId);
    }
  }

  return {
    async join(sessionId) {
      await run(`join:${sessionId}`, async () => {
        try {
          const { session } = await claim(sessionId);
          kit.took(session);
        } catch (error) {
          if (!(error instanceof ApiError && NO_LONGER_WAITING.has(error.code))) throw error;
          lost(sessionId, error);
        }
      });
    },

    async acceptOffer(offerId) {
      const offer = offers.current().offers.get(offerId);
      if (!offer || offer.ended) return;
      const { sessionId } = offer.card;
      kit.backToDraft();
      // The same name as joining by hand: both at once would be one claim too many.
      await run(`join:${sessionId}`, async () => {
        try {
          const { session } = await api.acceptOffer(offerId, sessionId);
          kit.took(session);
        } catch (error) {
          if (!(error instanceof ApiError)) throw error;
          if (error.code === 'already_taken') {
            const by = error.winner?.name ?? 'A colleague';
            offers.dispatch({ kind: 'ended', offerId, end: { how: 'taken', by } });
            pending.dispatch({ kind: 'departed', sessionId });
          } else if (error.code === 'offer_gone') {
            offers.dispatch({ kind: 'ended', offerId, end: { how: 'withdrawn' } });
          } else if (NO_LONGER_WAITING.has(error.code)) {
            offers.dispatch({ kind: 'ended', offerId, end: { how: 'left' } });
            pending.dispatch({ kind: 'departed', sessionId });
          } else {
            throw error;
          }
        }
      });
    },

    async rejectOffer(offerId) {
      const offer = offers.current().offers.get(offerId);
      if (!offer || offer.ended) return;
      kit.backToDraft();
      await run(`reject:${offerId}`, async () => {
        try {
          await api.rejectOffer(offerId, offer.card.sessionId);
        } catch (error) {
          const pointless =
            error instanceof ApiError &&
            (error.code === 'offer_gone' || NO_LONGER_WAITING.has(error.code));
          // It does not stand any more, which is what was wanted.
          if (!pointless) throw error;
        }
        offers.dispatch({ kind: 'dropped', offerId });
      });
    },
  };
}
