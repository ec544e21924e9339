import type { EscalationCard } from '../../../../protocol/escalation.ts';
import { useDesk } from '../../app/desk-context.tsx';
import { Icon } from '../../lib/icon.tsx';
import { useNow } from '../../lib/ticker.ts';
import { stopwatch } from '../../lib/time.ts';
import { rowState } from './row-state.ts';
import styles from './waiting-row.module.css';

/** Who is asked, trouble, or what the customer has to do with this agent. */
export function RowStateChip(props: { card: EscalationCard; agentId: string | undefined }) {
  const { card, agentId } = props;
  const { ticker } = useDesk();
  const now = useNow(ticker);
  const state = rowState(card, agentId, now);
  if (!state) return null;
  return (
    <span className={`${styles.state} ${styles[state.look]}`}>
      {state.look === 'alarm' ? <Icon name="urgent" size={13} /> : null}
      <span className={styles.words} dir="auto">
        {state.text}
      </span>
      {state.look === 'asking' && card.offeredTo ? (
        <span className="tabular" aria-hidden="true">
          {stopwatch(card.offeredTo.until - now)}
        </span>
      ) : null}
    </span>
  );
}
