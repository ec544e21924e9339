import type { Escalation, HistoryEntry } from '../../../../protocol/escalation.ts';
import type { SessionContext } from '../../../../protocol/http.ts';
import { explain } from '../../lib/api.ts';
import { Button } from '../../lib/button.tsx';
import { EmptyState } from '../../lib/empty-state.tsx';
import { customerName, participantName } from '../../lib/names.ts';
import { timeOfDay } from '../../lib/time.ts';
import { QUEUE_WORDS } from '../../lib/words.ts';
import styles from './context.module.css';
import { describeCause } from './history.ts';
import { useSessionContext } from './use-session-context.ts';
import { WhyEscalated } from './why-escalated.tsx';

/** What to know about the selected session beside its words. */
export function ContextPanel({ sessionId }: { sessionId: string }) {
  const context = useSessionContext(sessionId);
  if (context.data) return <Cards context={context.data} />;
  if (!context.isError) return <EmptyState icon="panel" title="Loading the details…" />;
  return (
    <EmptyState icon="panel" title="The details couldn’t be loaded.">
      <p>{explain(context.error)}</p>
      <Button onPress={() => void context.refetch()}>Try again</Button>
    </EmptyState>
  );
}

function Cards({ context: { session, escalations } }: { context: SessionContext }) {
  const escalation = escalations.at(-1);
  return (
    <div className={styles.panel}>
      {escalation ? <WhyEscalated escalation={escalation} /> : null}
      <section className={styles.card} aria-label="Customer">
        <h3>Customer</h3>
        <dl className={styles.facts}>
          <dt>Name</dt>
          <dd dir="auto">{customerName(session.customer)}</dd>
          <dt>Plan</dt>
          <dd dir="auto">{session.customer.plan ?? 'Not told'}</dd>
          <dt>Chat opened</dt>
          <dd>{timeOfDay(session.openedAt)}</dd>
          {escalation ? (
            <>
              <dt>Queue</dt>
              <dd>{QUEUE_WORDS[escalation.queue]}</dd>
            </>
          ) : null}
          <dt>Escalations</dt>
          <dd className="tabular">{escalations.length}</dd>
        </dl>
      </section>
      {escalation && escalation.history.length > 0 ? (
        <History escalation={escalation} session={session} />
      ) : null}
    </div>
  );
}

function History(props: { escalation: Escalation; session: SessionContext['session'] }) {
  const { escalation, session } = props;
  const key = (entry: HistoryEntry) => `${entry.at}:${entry.cause}`;
  return (
    <section className={styles.card} aria-label="History">
      <h3>History</h3>
      <ol>
        {escalation.history.map((entry) => (
          <li key={key(entry)} className={styles.step}>
            {describeCause(entry.cause)}{' '}
            <span>
              by {participantName(entry.actor, session.customer)} · {timeOfDay(entry.at)}
            </span>
          </li>
        ))}
      </ol>
    </section>
  );
}
