import { ToggleButton } from 'react-aria-components/ToggleButton';
import { ToggleButtonGroup } from 'react-aria-components/ToggleButtonGroup';
import { useStore } from 'zustand';
import type { QueueName } from '../../../../protocol/vocabulary.ts';
import { useDesk } from '../../app/desk-context.tsx';
import { QUEUE_WORDS } from '../../lib/words.ts';
import { countByQueue } from './pending.ts';
import styles from './queue-filter.module.css';

/** Narrows the pending list to one queue of the agent's. */
export function QueueFilter() {
  const { desk } = useDesk();
  const pending = useStore(desk.pending);
  const queue = useStore(desk.view, (view) => view.queue);
  const agent = useStore(desk.agent, (state) => state.agent);
  const counts = countByQueue(pending);
  const queues = (Object.keys(QUEUE_WORDS) as QueueName[]).filter(
    (name) => agent === null || agent.supervisor || agent.queues.includes(name),
  );
  if (queues.length < 2) return null;
  return (
    <ToggleButtonGroup
      aria-label="Queue"
      className={styles.filter ?? ''}
      selectionMode="single"
      disallowEmptySelection
      selectedKeys={[queue]}
      onSelectionChange={(keys) => {
        const [chosen] = keys;
        desk.view.setState({ queue: chosen as QueueName | 'all' });
      }}
    >
      {(['all', ...queues] as const).map((name) => (
        <ToggleButton key={name} id={name} className={styles.option ?? ''}>
          {name === 'all' ? 'All' : QUEUE_WORDS[name]}
          {name !== 'all' && counts[name] ? (
            <span className={`${styles.number} tabular`}>{counts[name]}</span>
          ) : null}
        </ToggleButton>
      ))}
    </ToggleButtonGroup>
  );
}
