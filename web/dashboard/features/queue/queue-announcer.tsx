import { useEffect, useRef, useState } from 'react';
import { useStore } from 'zustand';
import { useDesk } from '../../app/desk-context.tsx';
import { plural } from '../../lib/time.ts';

/** How often the number of those waiting is spoken at most, in ms. */
const AT_MOST_EVERY_MS = 10_000;

/** Speaks how many wait when somebody came, without reading every row. */
export function QueueAnnouncer() {
  const { desk } = useDesk();
  const count = useStore(desk.pending, ({ cards }) => cards.size);
  const [words, setWords] = useState('');
  const spoken = useRef({ count: 0, at: 0 });

  useEffect(() => {
    if (count <= spoken.current.count) {
      spoken.current.count = count;
      return;
    }
    const wait = Math.max(0, spoken.current.at + AT_MOST_EVERY_MS - Date.now());
    const timer = setTimeout(() => {
      spoken.current = { count, at: Date.now() };
      setWords(`${plural(count, 'customer')} waiting`);
    }, wait);
    return () => clearTimeout(timer);
  }, [count]);

  return (
    <div className="visually-hidden" role="status" aria-label="Waiting customers">
      {words}
    </div>
  );
}
