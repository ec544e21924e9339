import { useStore } from 'zustand';
import { useDesk } from '../../app/desk-context.tsx';
import { PriorityBadge } from '../../lib/badge.tsx';
import { customerName } from '../../lib/names.ts';
import { QUEUE_WORDS } from '../../lib/words.ts';
import { inOrder } from '../queue/pending.ts';
import { WaitTimer } from '../queue/wait-timer.tsx';
import styles from './team.module.css';

/** Who waits, soonest first, for a supervisor to read along and to assign. */
export function WaitingCustomers(props: {
  watched: string | null;
  onWatch: (sessionId: string) => void;
}) {
  const { desk } = useDesk();
  const cards = inOrder(useStore(desk.pending));
  if (cards.length === 0) return null;
  return (
    <section className={styles.agent} aria-labelledby="team-waiting">
      <h3 id="team-waiting">Waiting</h3>
      <ul className={styles.chats}>
        {cards.map((card) => (
          <li key={card.sessionId}>
            <button
              type="button"
              className={styles.chat}
              aria-pressed={props.watched === card.sessionId}
              onClick={() => props.onWatch(card.sessionId)}
            >
              <PriorityBadge priority={card.priority} />
              <span className={styles.customer} dir="auto">
                {customerName(card.customer)}
              </span>
              <span>{QUEUE_WORDS[card.queue]}</span>
              {card.offeredTo ? (
                <span>
                  asking <bdi>{card.offeredTo.name}</bdi>
                </span>
              ) : null}
              <WaitTimer since={card.waitingSince} priority={card.priority} />
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
