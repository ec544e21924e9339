import type { SessionContext } from '../../../../protocol/http.ts';
import type { DetailName } from '../../../../protocol/vocabulary.ts';
import { dayAndTime } from '../../lib/format.ts';
import { plural } from '../../lib/time.ts';
import { DETAIL_WORDS, REASON_WORDS } from '../../lib/words.ts';
import styles from './monitor.module.css';

/** The context card in brief: what it is about, why it was escalated, what was told and tried. */
export function MonitorSummary({ context }: { context: SessionContext }) {
  const { session, summary, tried, recentContacts } = context;
  const reasons = context.escalations.at(-1)?.assessment.reasons ?? [];
  const details = Object.entries(session.details) as [DetailName, string][];
  return (
    <div className={styles.summary}>
      {summary.length > 0 ? (
        <p dir="auto">{summary.join(' ')}</p>
      ) : (
        <p className={styles.faint}>There is no summary yet.</p>
      )}
      <dl>
        {reasons.length > 0 ? (
          <>
            <dt>Escalated for</dt>
            <dd>{reasons.map(({ code }) => REASON_WORDS[code]).join(', ')}</dd>
          </>
        ) : null}
        {tried.length > 0 ? (
          <>
            <dt>The assistant tried</dt>
            <dd dir="auto">{tried.join(', ')}</dd>
          </>
        ) : null}
        {details.map(([name, text]) => (
          <div key={name} className={styles.pair}>
            <dt>{DETAIL_WORDS[name]}</dt>
            <dd dir="auto">{text}</dd>
          </div>
        ))}
        {session.customer.plan ? (
          <>
            <dt>Plan</dt>
            <dd dir="auto">{session.customer.plan}</dd>
          </>
        ) : null}
        {recentContacts.length > 0 ? (
          <>
            <dt>Last 7 days</dt>
            <dd>
              {plural(recentContacts.length, 'earlier contact')}
              {session.previous ? `, the last one ${dayAndTime(session.previous.at)}` : ''}
            </dd>
          </>
        ) : null}
      </dl>
    </div>
  );
}
