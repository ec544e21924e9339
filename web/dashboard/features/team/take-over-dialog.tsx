import { Button } from '../../lib/button.tsx';
import { Modal } from '../../lib/modal.tsx';
import page from '../../lib/view-page.module.css';
import styles from './dialogs.module.css';

/** Asks before a chat is taken away from somebody. */
export function TakeOverDialog(props: {
  customer: string;
  holder: string;
  onClose: () => void;
  onConfirm: () => void;
}) {
  return (
    <Modal title="Take over this chat?" open onClose={props.onClose} alert>
      <p className={styles.text}>
        <bdi>{props.holder}</bdi> is told and can’t write to <bdi>{props.customer}</bdi> any more.
        You go on with it on your desk, and the customer is told that you joined.
      </p>
      <div className={page.actions}>
        <Button onPress={props.onClose}>Leave it</Button>
        <Button look="primary" onPress={props.onConfirm}>
          Take over
        </Button>
      </div>
    </Modal>
  );
}
