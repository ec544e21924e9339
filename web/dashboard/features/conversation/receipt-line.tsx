import type { Receipt } from '../../../chat-client/receipts.ts';
import { Icon } from '../../lib/icon.tsx';
import styles from './transcript.module.css';

const WORDS: Record<Receipt, string> = { sent: 'Sent', delivered: 'Delivered', read: 'Read' };

/** How far the agent's newest message has come, as drawing and word. */
export function ReceiptLine({ receipt }: { receipt: Receipt }) {
  return (
    <div className={styles.status} data-receipt={receipt}>
      <Icon name={receipt === 'sent' ? 'check' : 'checks'} size={14} />
      {WORDS[receipt]}
    </div>
  );
}
