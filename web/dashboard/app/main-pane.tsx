import { useStore } from 'zustand';
import { Conversation } from '../features/conversation/conversation.tsx';
import { inOrder } from '../features/queue/pending.ts';
import { Preview } from '../features/queue/preview.tsx';
import { Button } from '../lib/button.tsx';
import { EmptyState } from '../lib/empty-state.tsx';
import { useDesk } from './desk-context.tsx';
import styles from './desk-view.module.css';

/** The selected session: a chat of one's own, or a preview of one that waits. */
export function MainPane() {
  const { desk } = useDesk();
  const selectedId = useStore(desk.view, (view) => view.selectedId);
  const held = useStore(desk.held, ({ sessions }) =>
    selectedId === null ? undefined : sessions.get(selectedId),
  );
  const card = useStore(desk.pending, ({ cards }) =>
    selectedId === null ? undefined : cards.get(selectedId)?.card,
  );
  const joining = useStore(desk.busy, ({ running }) => running.has(`join:${selectedId}`));
  const client = held ? desk.conversation(held.sessionId) : undefined;

  if (held && client) return <Conversation key={held.sessionId} held={held} client={client} />;
  if (card) return <Preview key={card.sessionId} card={card} />;
  if (selectedId === null) return <NothingSelected />;
  if (!joining) return <Gone />;
  return (
    <div className={styles.blank}>
      <EmptyState icon="chat" title="Joining…" />
    </div>
  );
}

function NothingSelected() {
  const { desk } = useDesk();
  const next = useStore(desk.pending, (pending) => inOrder(pending)[0]?.sessionId);
  return (
    <div className={styles.blank}>
      <EmptyState icon="chat" title="Select a customer to read along">
        <p>Open a row to see the conversation and why it was escalated, then join.</p>
        <p>Press ? for all shortcuts.</p>
        {next ? (
          <div className={styles.next}>
            <Button onPress={() => desk.select(next)}>Open the next customer</Button>
          </div>
        ) : null}
      </EmptyState>
    </div>
  );
}

function Gone() {
  const { desk } = useDesk();
  const text = useStore(desk.view, (view) => view.gone?.text);
  const next = useStore(desk.pending, (pending) => inOrder(pending)[0]?.sessionId);
  return (
    <div className={styles.blank} role="status">
      <EmptyState icon="inbox" title={text ?? 'This customer is no longer waiting.'}>
        {next ? (
          <div className={styles.next}>
            <Button onPress={() => desk.select(next)}>Open the next customer</Button>
          </div>
        ) : null}
      </EmptyState>
    </div>
  );
}
