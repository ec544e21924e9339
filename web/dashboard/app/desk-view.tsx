import { useEffect, useMemo } from 'react';
import { useStore } from 'zustand';
import { useShortcuts } from '../commands/use-shortcuts.ts';
import { AvailabilityHint } from '../features/availability/availability.tsx';
import { ContextPanel } from '../features/context/context-panel.tsx';
import { Announcer } from '../features/conversation/announcer.tsx';
import { liveSessions } from '../features/conversation/held.ts';
import { ReplyAnnouncer } from '../features/conversation/reply-announcer.tsx';
import { OfferCard } from '../features/offers/offer-card.tsx';
import { QueueAnnouncer } from '../features/queue/queue-announcer.tsx';
import { useAlerts } from '../features/queue/use-alerts.ts';
import { Button } from '../lib/button.tsx';
import { createChime } from '../lib/chime.ts';
import { ConnectionGate } from './connection-gate.tsx';
import { useDesk } from './desk-context.tsx';
import styles from './desk-view.module.css';
import { Dialogs } from './dialogs.tsx';
import { Lists } from './lists.tsx';
import { MainPane } from './main-pane.tsx';
import { NoticeStack } from './notice-stack.tsx';
import { TopBar } from './top-bar.tsx';
import { ViewBody } from './view-body.tsx';

/** The whole page of a signed-in agent. */
export function DeskView() {
  const { desk, commands, preferences } = useDesk();
  const selectedId = useStore(desk.view, (view) => view.selectedId);
  const detailsOpen = useStore(desk.view, (view) => view.detailsOpen);
  const gone = useStore(desk.view, (view) => view.gone !== null);
  const chime = useMemo(() => createChime(window), []);
  useAlerts(chime);
  useShortcuts(
    useMemo(() => Object.values(commands), [commands]),
    preferences,
  );
  useEffect(() => {
    // Closing the page leaves customers waiting for an agent who is gone.
    const closing = (event: BeforeUnloadEvent) => {
      if (liveSessions(desk.held.current()).length > 0) event.preventDefault();
    };
    window.addEventListener('beforeunload', closing);
    return () => window.removeEventListener('beforeunload', closing);
  }, [desk]);
  useEffect(() => {
    document.addEventListener('visibilitychange', desk.looked);
    return () => document.removeEventListener('visibilitychange', desk.looked);
  }, [desk]);

  return (
    <div className={styles.page}>
      <TopBar />
      <OfferCard />
      <div>
        <AvailabilityHint />
      </div>
      <ViewBody>
        <div className={styles.panes} data-selected={selectedId !== null}>
          <nav className={styles.side} data-pane tabIndex={-1} aria-label="Chats">
            <Lists />
          </nav>
          <main className={styles.main} data-pane tabIndex={-1}>
            <MainPane />
          </main>
          <aside
            className={styles.context}
            data-pane
            data-open={detailsOpen && selectedId !== null}
            tabIndex={-1}
            aria-label="Details"
          >
            <div className={styles.closer}>
              <Button
                icon="close"
                look="quiet"
                onPress={() => desk.view.setState({ detailsOpen: false })}
              >
                Hide details
              </Button>
            </div>
            {selectedId !== null && !gone ? <ContextPanel sessionId={selectedId} /> : null}
          </aside>
        </div>
      </ViewBody>
      <Announcer />
      <ReplyAnnouncer chime={chime} />
      <QueueAnnouncer />
      <NoticeStack />
      <Dialogs />
      <ConnectionGate />
    </div>
  );
}
