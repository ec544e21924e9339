import type { SessionContext } from '../../../../protocol/http.ts';
import { explain } from '../../lib/api.ts';
import { Button } from '../../lib/button.tsx';
import { EmptyState } from '../../lib/empty-state.tsx';
import styles from './context.module.css';
import { CustomerCard } from './customer-card.tsx';
import { HistoryCard } from './history-card.tsx';
import { NotesCard } from './notes-card.tsx';
import { SummaryCard } from './summary-card.tsx';
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

function Cards({ context }: { context: SessionContext }) {
  const { session, escalations, notes } = context;
  const escalation = escalations.at(-1);
  return (
    <div className={styles.panel}>
      <SummaryCard context={context} />
      {escalation ? <WhyEscalated sessionId={session.sessionId} escalation={escalation} /> : null}
      <CustomerCard context={context} />
      <NotesCard key={session.sessionId} sessionId={session.sessionId} notes={notes} />
      <HistoryCard escalations={escalations} customer={session.customer} />
    </div>
  );
}
