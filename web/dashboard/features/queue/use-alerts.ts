import { useEffect, useRef } from 'react';
import { useStore } from 'zustand';
import { useDesk } from '../../app/desk-context.tsx';
import type { Chime } from '../../lib/chime.ts';
import { plural } from '../../lib/time.ts';
import { QUEUE_WORDS } from '../../lib/words.ts';
import { placesTaken, totalUnread } from '../conversation/held.ts';
import { decideAlert, REPEAT_MS, titleWithCount } from './alerts.ts';
import { inOrder } from './pending.ts';

const TITLE = 'Switchboard';

/** Calls the agent by sound, page title and, if wished, the desktop. */
export function useAlerts(chime: Chime): void {
  const { desk, preferences } = useDesk();
  const pending = useStore(desk.pending);
  const agent = useStore(desk.agent, (state) => state.agent);
  const unread = useStore(desk.held, totalUnread);
  const holding = useStore(desk.held, (state) => placesTaken(state, agent?.sessions ?? []));
  const announced = useRef<ReadonlySet<string>>(new Set());
  const lastAt = useRef<number | null>(null);
  const heardUnread = useRef(0);

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
      if (desktopNotifications && first && document.hidden) {
        // Never the customer's words: screens are shared.
        showOnDesktop(`${QUEUE_WORDS[first.queue]}: ${plural(waiting.length, 'customer')} waiting`);
      }
    };
    if (!pending.loaded) return;
    consider();
    const timer = setInterval(consider, REPEAT_MS);
    return () => clearInterval(timer);
  }, [pending, holding, agent, desk, preferences, chime]);

  useEffect(() => {
    if (unread > heardUnread.current && preferences.getState().sound) chime.play('message');
    heardUnread.current = unread;
  }, [unread, preferences, chime]);

  const count = pending.cards.size + unread;
  useEffect(() => {
    document.title = titleWithCount(TITLE, count);
  }, [count]);
}

function showOnDesktop(text: string): void {
  if (!('Notification' in window) || Notification.permission !== 'granted') return;
  const notification = new Notification(TITLE, { body: text, tag: 'switchboard.waiting' });
  notification.onclick = () => {
    window.focus();
    notification.close();
  };
}
