import { useStore } from 'zustand';
import { explain } from '../lib/api.ts';
import { Button } from '../lib/button.tsx';
import { Modal } from '../lib/modal.tsx';
import styles from './connection-gate.module.css';
import { useDesk } from './desk-context.tsx';

/** Stands before the page when it cannot go on without the agent. */
export function ConnectionGate() {
  const { desk } = useDesk();
  const { state, error } = useStore(desk.connection);
  const superseded = state === 'superseded';
  return (
    <Modal
      title={superseded ? 'Switchboard is open in another tab' : 'No live connection'}
      open={superseded || state === 'failed'}
      alert
    >
      <p className={styles.text}>
        {superseded
          ? 'Your chats go on there. Only one tab at a time is live, so that nothing is answered twice.'
          : explain(error)}
      </p>
      <Button look="primary" large onPress={desk.connect}>
        {superseded ? 'Use it here' : 'Try again'}
      </Button>
    </Modal>
  );
}
