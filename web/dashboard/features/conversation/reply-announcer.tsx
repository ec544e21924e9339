import { useEffect, useRef } from 'react';
import { useStore } from 'zustand';
import { useDesk } from '../../app/desk-context.tsx';
import type { Chime } from '../../lib/chime.ts';
import { customerName } from '../../lib/names.ts';
import { useNow } from '../../lib/ticker.ts';
import { liveSessions } from './held.ts';
import { replyClock } from './reply-clock.ts';

/** Says and sounds once that somebody has waited long for an answer; colours alone reach not all. */
export function ReplyAnnouncer({ chime }: { chime: Chime }) {
  const { desk, ticker, preferences } = useDesk();
  const held = useStore(desk.held);
  const now = useNow(ticker);
  const late = liveSessions(held)
    .filter((session) => (replyClock(session, now)?.urgency ?? 'fine') !== 'fine')
    .map((session) => customerName(session.customer));
  const heard = useRef(0);

  useEffect(() => {
    if (late.length > heard.current && preferences.getState().sound) chime.play('message');
    heard.current = late.length;
  }, [late.length, preferences, chime]);

  return (
    <div className="visually-hidden" role="status" aria-label="Answers owed">
      {late.length > 0 ? `Still waiting for your answer: ${late.join(', ')}` : ''}
    </div>
  );
}
