import type { Pending } from '../../../chat-client/outbox.ts';
import { Button } from '../../lib/button.tsx';
import { PROBLEM_WORDS } from '../../lib/words.ts';
import styles from './transcript.module.css';

/** A message of the agent's own that the transcript does not hold yet. */
export function Outgoing(props: {
  message: Pending;
  onRetry: (id: string) => void;
  onDiscard: (id: string) => void;
}) {
  const { message } = props;
  const failed = message.state === 'failed';
  return (
    <li className={`${styles.entry} ${styles.agent} ${failed ? styles.failed : ''}`}>
      <div className={styles.bubble} dir="auto">
        {message.text}
      </div>
      {failed ? (
        <div className={styles.status} role="alert">
          <span className={styles.problem}>
            Not sent. {message.code ? (PROBLEM_WORDS[message.code] ?? '') : ''}
          </span>
          <Button look="quiet" onPress={() => props.onRetry(message.id)}>
            Try again
          </Button>
          <Button look="quiet" onPress={() => props.onDiscard(message.id)}>
            Delete
          </Button>
        </div>
      ) : (
        <div className={styles.status}>Sending…</div>
      )}
    </li>
  );
}
