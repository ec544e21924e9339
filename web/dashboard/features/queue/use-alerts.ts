import { useEffect, useRef } from 'react';
import { useStore } from 'zustand';
import { useDesk } from '../../app/desk-context.tsx';
import type { Chime } from '../../lib/chime.ts';
import { showOnDesktop } from '../../lib/desktop.ts';
import { plural } from '../../lib/time.ts';
import { PRIORITY_WORDS, QUEUE_WORDS } from '../../lib/words.ts';
import { countUnopened, placesTaken, totalUnread } from '../conversation/held.ts';
import { currentOffer, hasOpenOffer } from '../offers/offers.ts';
import { decideAlert, OFFER_REPEAT_MS, REPEAT_MS, titleWithCount } from './alerts.ts';
import { inOrder } from './pending.ts';

const TITLE = 'Switchboard';

/** Calls the agent by sound, page title and, if wished, the desktop. */
export function useAlerts(chime: Chime): void {
  useWaitingAlerts(chime);
  useOfferAlerts(chime);
  useGivenAlerts(chime);
  useUnreadAlerts(chime);
  useTitle();
}

function useWaitingAlerts(chime: Chime): void {
  const { desk, preferences } = useDesk();
  const pending = useStore(desk.pending);
  const agent = useStore(desk.agent, (state) => state.agent);
  const holding = useStore(desk.held, (state) => placesTaken(state, agent?.sessions ?? []));
  const announced = useRef<ReadonlySet<string>>(new Set());
  const lastAt = useRef<number | null>(null);

  useEffect(() => {
    const consider = () => {
      const waiting = inOrder(desk.pending.current());
      const now = Date.now();
      const decision = decideAlert({
        agent: agent && { ...agent, holding },
        waiting,
        announced: announced.current,
        lastAt: lastAt.current,
        now,
      });
      announced.current = decision.announced;
      if (waiting.length === 0) lastAt.current = null;
      if (!decision.sound) return;
      lastAt.current = now;
      const { sound, desktopNotifications } = preferences.getState();
      if (sound) chime.play('escalation');
      const [first] = decision.fresh;
      if (desktopNotifications && first) {
        const many = plural(waiting.length, 'customer');
        showOnDesktop(`${QUEUE_WORDS[first.queue]}: ${many} waiting`, 'waiting');
      }
    };
    if (!pending.loaded) return;
    consider();
    const timer = setInterval(consider, REPEAT_MS);
    return () => clearInterval(timer);
  }, [pending, holding, agent, desk, preferences, chime]);
}

/** Sounds until the offer is answered, or over. */
function useOfferAlerts(chime: Chime): void {
  const { desk, preferences } = useDesk();
  const offer = useStore(desk.offers, currentOffer);
  const open = offer?.ended === null ? offer : null;
  const offerId = open?.offerId;

  // biome-ignore lint/correctness/useExhaustiveDependencies: once per offer, whatever else changes.
  useEffect(() => {
    if (!open) return;
    const ring = () => {
      if (preferences.getState().sound) chime.play('offer');
    };
    ring();
    if (preferences.getState().desktopNotifications) {
      const { queue, priority } = open.card;
      showOnDesktop(
        `New chat offered: ${QUEUE_WORDS[queue]}, ${PRIORITY_WORDS[priority].toLowerCase()}`,
        'offer',
      );
    }
    const timer = setInterval(ring, OFFER_REPEAT_MS);
    return () => clearInterval(timer);
  }, [offerId]);
}

/** A chat that was given to the agent unasked is as loud as an offer, once. */
function useGivenAlerts(chime: Chime): void {
  const { desk, preferences } = useDesk();
  const count = useStore(desk.given, (given) => given.count);
  const heard = useRef(count);

  useEffect(() => {
    if (count === heard.current) return;
    heard.current = count;
    const { sound, desktopNotifications } = preferences.getState();
    if (sound) chime.play('offer');
    if (desktopNotifications) showOnDesktop('You were given a new chat', 'given');
  }, [count, preferences, chime]);
}

function useUnreadAlerts(chime: Chime): void {
  const { desk, preferences } = useDesk();
  const unread = useStore(desk.held, totalUnread);
  const heard = useRef(0);

  useEffect(() => {
    if (unread > heard.current && preferences.getState().sound) chime.play('message');
    heard.current = unread;
  }, [unread, preferences, chime]);
}

function useTitle(): void {
  const { desk } = useDesk();
  const waiting = useStore(desk.pending, ({ cards }) => cards.size);
  const unread = useStore(desk.held, totalUnread);
  const offered = useStore(desk.offers, hasOpenOffer);
  const unopened = useStore(desk.held, countUnopened);
  const count = waiting + unread + unopened;

  useEffect(() => {
    document.title = titleWithCount(TITLE, count, offered);
  }, [count, offered]);
}
