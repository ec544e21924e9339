import { useEffect, useRef, useState } from 'react';
import { useStore } from 'zustand';
import type { SessionContext } from '../../../../protocol/http.ts';
import { useDesk } from '../../app/desk-context.tsx';
import { Avatar, PriorityBadge } from '../../lib/badge.tsx';
import { Button } from '../../lib/button.tsx';
import { customerName } from '../../lib/names.ts';
import { Loading } from '../../lib/view-page.tsx';
import { QUEUE_WORDS } from '../../lib/words.ts';
import { Transcript } from '../conversation/transcript.tsx';
import { AssignDialog } from './assign-dialog.tsx';
import styles from './monitor.module.css';
import { MonitorNotes } from './monitor-notes.tsx';
import { MonitorSummary } from './monitor-summary.tsx';
import { TakeOverDialog } from './take-over-dialog.tsx';
import { useMonitor } from './use-monitor.ts';
import { useAssign } from './use-team.ts';
import { SESSION_WORDS } from './words.ts';

/** Somebody else's chat, read along without a trace in it; from here it can be given or taken. */
export function Monitor({ sessionId, onClose }: { sessionId: string; onClose: () => void }) {
  const { transcript, context } = useMonitor(sessionId);
  const pane = useRef<HTMLElement>(null);
  useEffect(() => pane.current?.focus(), []);
  const escalation = context.data?.escalations.at(-1);
  return (
    <section
      ref={pane}
      className={styles.monitor}
      aria-label="Monitor"
      data-pane
      tabIndex={-1}
      onKeyDown={(event) => {
        if (event.key === 'Escape' && !event.defaultPrevented) onClose();
      }}
    >
      <Head sessionId={sessionId} context={context.data} onClose={onClose} />
      {context.data ? (
        <details className={styles.more}>
          <summary>Summary{escalation ? ' and why it was escalated' : ''}</summary>
          <MonitorSummary context={context.data} />
        </details>
      ) : context.isError ? (
        <Loading query={context} what="details" />
      ) : null}
      {transcript.data ? (
        <Transcript
          label="Transcript, read only"
          messages={transcript.data}
          customer={context.data?.session.customer ?? {}}
          assessment={escalation?.assessment}
        />
      ) : (
        <Loading query={transcript} what="transcript" />
      )}
      {context.data ? <MonitorNotes sessionId={sessionId} context={context.data} /> : null}
    </section>
  );
}

function Head(props: {
  sessionId: string;
  context: SessionContext | undefined;
  onClose: () => void;
}) {
  const { sessionId, context, onClose } = props;
  const { desk, route } = useDesk();
  const me = useStore(desk.agent, ({ agent }) => agent?.agentId);
  const busy = useStore(desk.busy, ({ running }) => running.has(`join:${sessionId}`));
  const [dialog, setDialog] = useState<'assign' | 'take-over' | null>(null);
  const session = context?.session;
  const customer = session ? customerName(session.customer) : 'Chat';
  const holder = session?.agent ?? null;
  const queue = session?.queue ?? context?.escalations.at(-1)?.queue ?? null;
  const priority = context?.escalations.at(-1)?.priority;
  const running = session?.status === 'active' || session?.status === 'on_hold';
  const mine = holder?.id !== undefined && holder.id === me;
  const close = () => setDialog(null);
  const assign = useAssign(sessionId);
  const open = () => {
    desk.select(sessionId);
    route.show('desk');
  };

  return (
    <header className={styles.head}>
      <Avatar name={customer} />
      <div className={styles.names}>
        <h2 dir="auto">{customer}</h2>
        <p role="status">
          {session ? SESSION_WORDS[session.status] : 'Loading…'}
          {running && holder ? (
            <>
              {' with '}
              <bdi>{holder.name ?? 'an agent'}</bdi>
            </>
          ) : null}
          {queue ? ` · ${QUEUE_WORDS[queue]}` : ''} · read only
        </p>
      </div>
      <Button icon="close" label="Stop reading along" look="quiet" onPress={onClose} />
      <div className={styles.actions}>
        {priority ? <PriorityBadge priority={priority} /> : null}
        {mine ? <Button onPress={open}>Open on the desk</Button> : null}
        {running || session?.status === 'queued' ? (
          <>
            <Button icon="person" onPress={() => setDialog('assign')}>
              Assign to…
            </Button>
            {mine ? null : (
              <Button
                pending={busy || assign.isPending}
                onPress={() => {
                  if (running) setDialog('take-over');
                  else void desk.join(sessionId);
                }}
              >
                {running ? 'Take over' : 'Join'}
              </Button>
            )}
          </>
        ) : null}
      </div>
      {dialog === 'assign' ? (
        <AssignDialog
          sessionId={sessionId}
          customer={customer}
          holderId={holder?.id}
          queue={queue}
          onClose={close}
        />
      ) : null}
      {dialog === 'take-over' ? (
        <TakeOverDialog
          customer={customer}
          holder={holder?.name ?? 'The agent'}
          onClose={close}
          onConfirm={() => {
            close();
            // By name: a bare claim of a session that somebody holds is refused, as it must be.
            if (me) assign.mutate({ agentId: me }, { onSuccess: open });
          }}
        />
      ) : null}
    </header>
  );
}
