import { useEffect, useRef } from 'react';
import { GridList, GridListItem } from 'react-aria-components/GridList';
import { useStore } from 'zustand';
import { useDesk } from '../../app/desk-context.tsx';
import { Avatar, Count } from '../../lib/badge.tsx';
import { EmptyState } from '../../lib/empty-state.tsx';
import { customerName } from '../../lib/names.ts';
import { plural } from '../../lib/time.ts';
import waiting from '../queue/waiting-row.module.css';
import { type HeldSession, isLive } from './held.ts';
import styles from './mine-list.module.css';
import { ReplyTimer } from './reply-timer.tsx';

/** The agent's own chats, in the order in which they were joined. */
export function MineList() {
  const { desk } = useDesk();
  const held = useStore(desk.held);
  const selectedId = useStore(desk.view, (view) => view.selectedId);
  const focus = useStore(desk.view, (view) => view.focus);
  const list = useRef<HTMLDivElement>(null);

  useEffect(() => {
    if (focus?.target !== 'row') return;
    list.current
      ?.querySelector<HTMLElement>(`[data-key="${CSS.escape(focus.sessionId)}"]`)
      ?.focus();
  }, [focus]);

  return (
    <GridList
      ref={list}
      aria-label="Mine"
      className={waiting.list ?? ''}
      items={[...held.sessions.values()].map((session) => ({ ...session, id: session.sessionId }))}
      dependencies={[selectedId]}
      selectionMode="none"
      onAction={(key) => desk.select(String(key))}
      renderEmptyState={() => (
        <EmptyState icon="chat" title="You hold no chats.">
          Join one from Waiting and it stays here until it is wrapped up.
        </EmptyState>
      )}
    >
      {(session) => <MineRow session={session} current={session.sessionId === selectedId} />}
    </GridList>
  );
}

function MineRow({ session, current }: { session: HeldSession; current: boolean }) {
  const name = customerName(session.customer);
  const { unread, unopened } = session;
  const news = [
    ...(unopened ? ['new chat'] : []),
    ...(unread > 0 ? [plural(unread, 'unread message')] : []),
  ];
  const owed = session.status === 'active' && session.awaitingReplySince !== null;
  return (
    <GridListItem
      id={session.sessionId}
      className={styles.row ?? ''}
      textValue={[name, ...news, ...(owed ? ['waits for your answer'] : [])].join(', ')}
      data-current={current}
      data-unread={news.length > 0}
    >
      <Avatar name={name} />
      <div className={styles.text}>
        <div className={styles.name}>
          <span dir="auto">{name}</span>
          <StateOf session={session} />
        </div>
        <p className={styles.last} dir="auto">
          {session.lastText || session.customer.plan || 'Just joined'}
        </p>
      </div>
      {news.length > 0 ? (
        <span className={styles.news}>
          {unopened ? <span className={styles.fresh}>New</span> : null}
          {unread > 0 ? <Count value={unread} /> : null}
          <span className="visually-hidden">{news.join(', ')}</span>
        </span>
      ) : null}
    </GridListItem>
  );
}

function StateOf({ session }: { session: HeldSession }) {
  if (!isLive(session.status)) return <span className={styles.state}>Wrap-up</span>;
  if (!session.customerPresent) return <span className={styles.state}>Disconnected</span>;
  if (session.status === 'on_hold') return <span className={styles.state}>On hold</span>;
  return <ReplyTimer held={session} short />;
}
