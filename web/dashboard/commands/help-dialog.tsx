import { useStore } from 'zustand';
import { useDesk } from '../app/desk-context.tsx';
import { Modal } from '../lib/modal.tsx';
import styles from './help-dialog.module.css';
import type { Command, CommandId } from './registry.ts';

const GROUPS: readonly Command['group'][] = ['Lists', 'Chat', 'Views', 'Page'];

/** Where the words of a button need those around it to be understood. */
const LONGER: Partial<Record<CommandId, string>> = {
  join: 'Join the selected or next',
  'accept-offer': 'Accept the offered chat',
  'reject-offer': 'Let the offered chat pass',
};

/** All shortcuts, read from the commands themselves. */
export default function HelpDialog() {
  const { desk, commands, preferences } = useDesk();
  const singleKeys = useStore(preferences, (value) => value.singleKeys);
  const close = () => desk.view.setState({ dialog: null });
  return (
    <Modal title="Keyboard shortcuts" open onClose={close}>
      {GROUPS.map((group) => (
        <section key={group} className={styles.group}>
          <h3>{group}</h3>
          <ul>
            {Object.values(commands)
              .filter((command) => command.group === group)
              .map((command) => (
                <li key={command.id} className={styles.row}>
                  <span>{LONGER[command.id] ?? command.label}</span>
                  <span className={styles.keys}>
                    {command.keys.map((keys) => (
                      <kbd key={keys}>{keys}</kbd>
                    ))}
                  </span>
                </li>
              ))}
          </ul>
        </section>
      ))}
      <p className={styles.note}>
        Single keys work outside text fields
        {singleKeys ? ' and can be switched off in the settings.' : ', and are switched off now.'}
      </p>
    </Modal>
  );
}
