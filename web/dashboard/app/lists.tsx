import { Tab, TabList, TabPanel, Tabs } from 'react-aria-components/Tabs';
import { useStore } from 'zustand';
import { countUnopened, totalUnread } from '../features/conversation/held.ts';
import { MineList } from '../features/conversation/mine-list.tsx';
import { QueueFilter } from '../features/queue/queue-filter.tsx';
import { WaitingList } from '../features/queue/waiting-list.tsx';
import { Count } from '../lib/badge.tsx';
import { plural } from '../lib/time.ts';
import { useDesk } from './desk-context.tsx';
import styles from './desk-view.module.css';
import type { ViewState } from './view-state.ts';

/** Who waits, and the agent's own chats. */
export function Lists() {
  const { desk } = useDesk();
  const tab = useStore(desk.view, (view) => view.tab);
  const waiting = useStore(desk.pending, ({ cards }) => cards.size);
  const held = useStore(desk.held);
  const unread = totalUnread(held);
  const unopened = countUnopened(held);
  return (
    <Tabs
      className={styles.tabs ?? ''}
      selectedKey={tab}
      onSelectionChange={(key) => desk.view.setState({ tab: key as ViewState['tab'] })}
    >
      <TabList className={styles.tablist ?? ''} aria-label="Lists">
        <Tab id="waiting" className={styles.tab ?? ''}>
          Waiting <Count value={waiting} muted={waiting === 0} />
        </Tab>
        <Tab id="mine" className={styles.tab ?? ''}>
          Mine <Count value={held.sessions.size} muted={unread + unopened === 0} />
          {unopened > 0 ? (
            <span className={styles.fresh}>
              {unopened} new<span className="visually-hidden">, not opened yet</span>
            </span>
          ) : null}
          {unread > 0 ? (
            <span className="visually-hidden">{plural(unread, 'unread message')}</span>
          ) : null}
        </Tab>
      </TabList>
      <TabPanel id="waiting" className={styles.panel ?? ''}>
        <QueueFilter />
        <WaitingList />
      </TabPanel>
      <TabPanel id="mine" className={styles.panel ?? ''}>
        <MineList />
      </TabPanel>
    </Tabs>
  );
}
