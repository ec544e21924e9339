import type { Priority } from '../../../../protocol/vocabulary.ts';
import { useDesk } from '../../app/desk-context.tsx';
import { Icon } from '../../lib/icon.tsx';
import { useNow } from '../../lib/ticker.ts';
import { spokenDuration, stopwatch, urgencyOfWait } from '../../lib/time.ts';
import { WAIT_TARGET_MS } from './wait-target.ts';
import styles from './waiting-row.module.css';

/** How long somebody has waited; colour and drawing change near and past the target. */
export function WaitTimer({ since, priority }: { since: number; priority: Priority }) {
  const { ticker } = useDesk();
  const waited = useNow(ticker) - since;
  const urgency = urgencyOfWait(waited, WAIT_TARGET_MS[priority]);
  return (
    <span className={`${styles.wait} ${styles[urgency]} tabular`}>
      {urgency === 'fine' ? null : <Icon name="clock" size={13} />}
      <span aria-hidden="true">{stopwatch(waited)}</span>
      <span className="visually-hidden">waiting for {spokenDuration(waited)}</span>
    </span>
  );
}
