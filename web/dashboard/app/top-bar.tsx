import { useStore } from 'zustand';
import { AvailabilityControl, CapacityMeter } from '../features/availability/availability.tsx';
import { Avatar } from '../lib/badge.tsx';
import { timeOfDay } from '../lib/time.ts';
import { Brand } from './brand.tsx';
import { describeConnection } from './connection-words.ts';
import { useDesk } from './desk-context.tsx';
import { SettingsMenu } from './settings-menu.tsx';
import styles from './top-bar.module.css';

/** Who one is, what one is, and whether the page is live. */
export function TopBar() {
  const { desk } = useDesk();
  const agent = useStore(desk.agent, (state) => state.agent);
  return (
    <header className={styles.bar}>
      <h1 className={styles.brand}>
        <Brand />
      </h1>
      <ConnectionStatus />
      <div className={styles.space} />
      <CapacityMeter />
      <AvailabilityControl />
      {agent ? (
        <div className={styles.person}>
          <Avatar name={agent.name} small />
          <div>
            <b dir="auto">{agent.name}</b>
            <small dir="auto">
              {agent.team}
              {agent.supervisor ? ' · Supervisor' : ''}
            </small>
          </div>
        </div>
      ) : null}
      <SettingsMenu />
    </header>
  );
}

function ConnectionStatus() {
  const { desk } = useDesk();
  const { state, since } = useStore(desk.connection);
  const { words, light } = describeConnection(state, timeOfDay(since));
  return (
    <div className={styles.status} role="status" aria-label="Connection">
      <span className={styles.light} data-state={light} aria-hidden="true" />
      <span className={styles.words}>{words}</span>
    </div>
  );
}
