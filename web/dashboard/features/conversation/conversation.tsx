import { useSyncExternalStore } from 'react';
import type { Message } from '../../../../protocol/message.ts';
import { receiptOf } from '../../../chat-client/receipts.ts';
import type { SessionClient } from '../../../chat-client/session-client.ts';
import { useDesk } from '../../app/desk-context.tsx';
import { CommandButton } from '../../commands/command-button.tsx';
import { Icon } from '../../lib/icon.tsx';
import { customerName } from '../../lib/names.ts';
import { useNow } from '../../lib/ticker.ts';
import { stopwatch } from '../../lib/time.ts';
import { useSessionContext } from '../context/use-session-context.ts';
import { WrapUpForm } from '../wrap-up/wrap-up-form.tsx';
import { Composer } from './composer.tsx';
import styles from './conversation.module.css';
import { Head } from './head.tsx';
import { type HeldSession, isLive } from './held.ts';
import { Outgoing } from './outgoing.tsx';
import { ReplyTimer } from './reply-timer.tsx';
import transcript from './transcript.module.css';
import { Transcript } from './transcript.tsx';

/** A chat that this agent holds: talk, then wrap up. */
export function Conversation({ held, client }: { held: HeldSession; client: SessionClient }) {
  const state = useSyncExternalStore(client.subscribe, client.getState);
  const { desk } = useDesk();
  const context = useSessionContext(held.sessionId);
  const live = isLive(held.status);
  const onHold = held.status === 'on_hold';
  const last = state.messages.findLast(isOwn);
  const receipt = last && {
    seq: last.seq,
    receipt: receiptOf(state, last.seq, 'customer'),
  };
  const name = customerName(held.customer);
  return (
    <section className={styles.pane} aria-label={`Chat with ${name}`}>
      <Head customer={held.customer} meta={<Meta held={held} live={live} />}>
        {live ? (
          <>
            <CommandButton
              id="hold"
              icon={onHold ? 'play' : 'pause'}
              label={onHold ? 'Resume' : 'Hold'}
              busyKey={`hold:${held.sessionId}`}
            />
            <CommandButton id="transfer" icon="transfer" busyKey={`transfer:${held.sessionId}`} />
            <CommandButton id="release" icon="release" busyKey={`release:${held.sessionId}`} />
            <CommandButton
              id="return-to-bot"
              icon="bot"
              busyKey={`return-to-bot:${held.sessionId}`}
            />
            <EndButton sessionId={held.sessionId} />
          </>
        ) : null}
      </Head>
      {live && !held.customerPresent ? (
        <p className={styles.strip} role="status">
          <Icon name="offline" />
          Customer’s connection dropped – they’ll see your messages when they’re back.
        </p>
      ) : null}
      {onHold ? (
        <p className={`${styles.strip} ${styles.calm}`} role="status">
          <Icon name="pause" />
          On hold. {name} was told, and may still write. Your next message takes the chat off hold.
        </p>
      ) : null}
      <Transcript
        label="Conversation"
        messages={state.messages}
        customer={held.customer}
        assessment={context.data?.escalations.at(-1)?.assessment}
        below={state.pending}
        receipt={live && state.pending.length === 0 ? receipt : undefined}
        onEnd={desk.scrolled}
        outgoingId={state.pending.at(-1)?.id}
      >
        {state.pending.map((message) => (
          <Outgoing
            key={message.id}
            message={message}
            onRetry={client.retry}
            onDiscard={client.discard}
          />
        ))}
      </Transcript>
      {live ? (
        <>
          <p className={transcript.typing} role="status">
            {state.typing ? `${name} is typing…` : ''}
          </p>
          <Composer sessionId={held.sessionId} client={client} customer={held.customer} />
        </>
      ) : (
        <WrapUpForm held={held} />
      )}
    </section>
  );
}

function isOwn({ from }: Message): boolean {
  return from.role === 'agent' || from.role === 'supervisor';
}

function Meta({ held, live }: { held: HeldSession; live: boolean }) {
  const { ticker } = useDesk();
  const now = useNow(ticker);
  return (
    <>
      {held.customer.plan ? <span dir="auto">{held.customer.plan}</span> : null}
      {live && held.joinedAt !== null ? (
        <span className="tabular">
          {held.customer.plan ? '· ' : ''}
          {stopwatch(now - held.joinedAt)} with you
        </span>
      ) : null}
      <ReplyTimer held={held} />
      {live ? null : <span>{held.customer.plan ? '· ' : ''}Ended</span>}
    </>
  );
}

function EndButton({ sessionId }: { sessionId: string }) {
  const { desk } = useDesk();
  return (
    <CommandButton
      id="end"
      icon="end"
      look="danger"
      busyKey={`end:${sessionId}`}
      onPress={() => void desk.end(sessionId)}
    />
  );
}
