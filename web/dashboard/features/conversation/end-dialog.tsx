import { useStore } from 'zustand';
import { useDesk } from '../../app/desk-context.tsx';
import { Button } from '../../lib/button.tsx';
import { Modal } from '../../lib/modal.tsx';
import { customerName } from '../../lib/names.ts';
import styles from './end-dialog.module.css';

/** Asks before a single key ends a chat. */
export default function EndDialog() {
  const { desk } = useDesk();
  const selectedId = useStore(desk.view, (view) => view.selectedId);
  const held = useStore(desk.held, ({ sessions }) =>
    selectedId === null ? undefined : sessions.get(selectedId),
  );
  const close = () => desk.view.setState({ dialog: null });
  const name = held ? customerName(held.customer) : '';
  return (
    <Modal title="End this chat?" open={held !== undefined} onClose={close} alert>
      <p className={styles.text}>
        {name} can’t write here any more, but can start a new chat. You go on to wrap-up.
      </p>
      <div className={styles.actions}>
        <Button onPress={close}>Keep chatting</Button>
        <Button
          look="primary"
          onPress={() => {
            close();
            if (selectedId !== null) void desk.end(selectedId);
          }}
        >
          End chat
        </Button>
      </div>
    </Modal>
  );
}
