import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { useStore } from 'zustand';
import type { EscalationCard } from '../../../../protocol/escalation.ts';
import { useDesk } from '../../app/desk-context.tsx';
import { CommandButton } from '../../commands/command-button.tsx';
import { explain } from '../../lib/api.ts';
import { useApi } from '../../lib/api-context.ts';
import { PriorityBadge } from '../../lib/badge.tsx';
import { Button } from '../../lib/button.tsx';
import { EmptyState } from '../../lib/empty-state.tsx';
import { Icon } from '../../lib/icon.tsx';
import { useSettled } from '../../lib/use-settled.ts';
import { QUEUE_WORDS, TROUBLE_SENTENCES } from '../../lib/words.ts';
import { useSessionContext } from '../context/use-session-context.ts';
import styles from '../conversation/conversation.module.css';
import { Head } from '../conversation/head.tsx';
import { Transcript } from '../conversation/transcript.tsx';
import { WaitTimer } from './wait-timer.tsx';

/** How often the transcript of a waiting customer is read again; they may go on writing. */
const REFRESH_MS = 10_000;

/** A waiting customer's transcript, to read before joining. */
export function Preview({ card }: { card: EscalationCard }) {
  const api = useApi();
  const { desk } = useDesk();
  // Walking down the list with the keyboard must not ask for every row on the way.
  const settled = useSettled(card.sessionId);
  const context = useSessionContext(card.sessionId);
  const known = useRef(card.version);
  const { refetch } = context;
  useEffect(() => {
    if (known.current === card.version) return;
    known.current = card.version;
    // Waiting customers tell details, and others are asked.
    void refetch();
  }, [card.version, refetch]);
  const transcript = useQuery({
    queryKey: ['transcript', card.sessionId],
    queryFn: () => api.transcript(card.sessionId),
    enabled: settled,
    refetchInterval: REFRESH_MS,
  });
  return (
    <section className={styles.pane} aria-label="Preview">
      <Head
        customer={card.customer}
        meta={
          <>
            {card.customer.plan ? <span dir="auto">{card.customer.plan} ·</span> : null}
            <span>{QUEUE_WORDS[card.queue]} ·</span>
            <WaitTimer since={card.waitingSince} priority={card.priority} />
          </>
        }
      >
        <PriorityBadge priority={card.priority} />
      </Head>
      <Strips card={card} />
      {transcript.data ? (
        <Transcript
          key={card.sessionId}
          label="Transcript so far"
          messages={transcript.data}
          customer={card.customer}
          assessment={context.data?.escalations.at(-1)?.assessment}
        />
      ) : transcript.isError ? (
        <EmptyState icon="chat" title="The transcript couldn’t be loaded.">
          <p>{explain(transcript.error)}</p>
          <Button onPress={() => void transcript.refetch()}>Try again</Button>
        </EmptyState>
      ) : (
        <EmptyState icon="chat" title="Loading the transcript…" />
      )}
      <footer className={styles.foot}>
        <p>Nobody sees that you are reading. The customer is told when you join.</p>
        <CommandButton
          id="join"
          look="primary"
          large
          showKeys
          busyKey={`join:${card.sessionId}`}
          onPress={() => void desk.join(card.sessionId)}
        />
      </footer>
    </section>
  );
}

/** What to know before joining, beside the words of the customer. */
function Strips({ card }: { card: EscalationCard }) {
  const { desk } = useDesk();
  const me = useStore(desk.agent, (state) => state.agent?.agentId);
  const { offeredTo, trouble } = card;
  const asked = offeredTo && offeredTo.agentId !== me ? offeredTo.name : null;
  return (
    <div role="status">
      {trouble ? (
        <p className={`${styles.strip} ${styles.alarm}`}>
          <Icon name="urgent" />
          {TROUBLE_SENTENCES[trouble]}
        </p>
      ) : null}
      {card.customerPresent ? null : (
        <p className={styles.strip}>
          <Icon name="offline" />
          The customer’s connection dropped. They keep their place for a while.
        </p>
      )}
      {asked ? (
        <p className={`${styles.strip} ${styles.calm}`}>
          <span dir="auto">{asked} is being asked right now. You can join all the same.</span>
        </p>
      ) : null}
      {me !== undefined && card.preferredAgent === me ? (
        <p className={`${styles.strip} ${styles.calm}`}>
          You are asked for: this customer knows you, or a colleague passed them on to you.
        </p>
      ) : null}
    </div>
  );
}
