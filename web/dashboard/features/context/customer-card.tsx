import type { SessionContext } from '../../../../protocol/http.ts';
import type { DetailName } from '../../../../protocol/vocabulary.ts';
import { useDesk } from '../../app/desk-context.tsx';
import { customerName } from '../../lib/names.ts';
import { timeOfDay } from '../../lib/time.ts';
import { DETAIL_WORDS, QUEUE_WORDS } from '../../lib/words.ts';
import { describeContact, repeatBadge } from './contacts.ts';
import styles from './context.module.css';

const DETAILS = Object.keys(DETAIL_WORDS) as DetailName[];

/** Who it is, what they told, and when they came before. */
export function CustomerCard({ context }: { context: SessionContext }) {
  const { session, escalations, recentContacts } = context;
  const { ticker } = useDesk();
  const now = ticker.now();
  const repeat = repeatBadge(recentContacts);
  const queue = escalations.at(-1)?.queue ?? session.queue;
  // The contact right before this one is among the recent ones, unless it is older.
  const earlier = recentContacts.filter(
    (contact) => contact.sessionId !== session.previous?.sessionId,
  );
  return (
    <section className={styles.card} aria-label="Customer">
      <div className={styles.top}>
        <h3>Customer</h3>
        {repeat ? <span className={styles.repeat}>{repeat}</span> : null}
      </div>
      <dl className={styles.facts}>
        <dt>Name</dt>
        <dd dir="auto">{customerName(session.customer)}</dd>
        <dt>Plan</dt>
        <dd dir="auto">{session.customer.plan ?? 'Not told'}</dd>
        {DETAILS.filter((name) => session.details[name]).map((name) => (
          <Fact key={name} name={DETAIL_WORDS[name]} value={session.details[name] ?? ''} />
        ))}
        <dt>Chat opened</dt>
        <dd>{timeOfDay(session.openedAt)}</dd>
        {queue ? <Fact name="Queue" value={QUEUE_WORDS[queue]} /> : null}
        <dt>Escalations</dt>
        <dd className="tabular">{escalations.length}</dd>
        {session.csat === null ? null : <Fact name="Rating" value={`${session.csat} of 5`} />}
      </dl>
      {session.previous || earlier.length > 0 ? (
        <>
          <h4>Earlier contacts</h4>
          <ul className={styles.list}>
            {[...(session.previous ? [session.previous] : []), ...earlier].map((contact) => (
              <li key={contact.sessionId} dir="auto">
                {describeContact(contact, now)}
                {contact.queue ? ` · ${QUEUE_WORDS[contact.queue]}` : ''}
              </li>
            ))}
          </ul>
        </>
      ) : null}
    </section>
  );
}

function Fact({ name, value }: { name: string; value: string }) {
  return (
    <>
      <dt>{name}</dt>
      <dd dir="auto">{value}</dd>
    </>
  );
}
