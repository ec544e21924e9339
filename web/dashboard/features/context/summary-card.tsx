import type { SessionContext } from '../../../../protocol/http.ts';
import styles from './context.module.css';

/** What the transcript comes down to, and which answers the assistant has given already. */
export function SummaryCard({ context: { summary, tried } }: { context: SessionContext }) {
  if (summary.length === 0 && tried.length === 0) return null;
  return (
    <section className={styles.card} aria-label="Summary">
      <h3>Automatic summary</h3>
      {summary.map((sentence) => (
        <p key={sentence} className={styles.prose} dir="auto">
          {sentence}
        </p>
      ))}
      {tried.length > 0 ? (
        <>
          <h4>What the assistant tried</h4>
          <ul className={styles.list}>
            {tried.map((title) => (
              <li key={title} dir="auto">
                {title}
              </li>
            ))}
          </ul>
        </>
      ) : null}
    </section>
  );
}
