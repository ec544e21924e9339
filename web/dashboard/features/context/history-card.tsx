import type { Customer, Escalation, HistoryEntry } from '../../../../protocol/escalation.ts';
import { participantName } from '../../lib/names.ts';
import { timeOfDay } from '../../lib/time.ts';
import styles from './context.module.css';
import { describeCause } from './history.ts';

/** Everything that happened to the requests for a person, oldest first, with who did it. */
export function HistoryCard(props: { escalations: readonly Escalation[]; customer: Customer }) {
  const entries = props.escalations.flatMap((escalation) =>
    escalation.history.map((entry, index) => ({
      key: `${escalation.escalationId}:${index}`,
      entry,
    })),
  );
  if (entries.length === 0) return null;
  const by = (entry: HistoryEntry) => participantName(entry.actor, props.customer);
  return (
    <section className={styles.card} aria-label="History">
      <h3>History</h3>
      <ol>
        {entries.map(({ key, entry }) => (
          <li key={key} className={styles.step}>
            {describeCause(entry.cause)}{' '}
            <span>
              by {by(entry)} · {timeOfDay(entry.at)}
            </span>
          </li>
        ))}
      </ol>
    </section>
  );
}
