import { memo, useEffect, useMemo, useRef } from 'react';
import { GridList, GridListItem } from 'react-aria-components/GridList';
import { ListLayout, Virtualizer } from 'react-aria-components/Virtualizer';
import { useStore } from 'zustand';
import { useDesk } from '../../app/desk-context.tsx';
import { Chip, PriorityBadge } from '../../lib/badge.tsx';
import { EmptyState } from '../../lib/empty-state.tsx';
import { Icon } from '../../lib/icon.tsx';
import { customerName } from '../../lib/names.ts';
import { excerptWords, PRIORITY_WORDS, QUEUE_WORDS, REASON_WORDS } from '../../lib/words.ts';
import { type PendingRow, rowsInOrder } from './pending.ts';
import { rowState, standsBack } from './row-state.ts';
import { RowStateChip } from './row-state-chip.tsx';
import { WaitTimer } from './wait-timer.tsx';
import styles from './waiting-row.module.css';

/** Height of a row in pixels, as in the style sheet. */
const ROW_SIZE = 100;

/** All who wait, soonest first; opening a row shows its preview. */
export function WaitingList() {
  const { desk } = useDesk();
  const pending = useStore(desk.pending);
  const queue = useStore(desk.view, (view) => view.queue);
  const selectedId = useStore(desk.view, (view) => view.selectedId);
  const focus = useStore(desk.view, (view) => view.focus);
  const rows = useMemo(() => rowsInOrder(pending, queue), [pending, queue]);
  const agentId = useStore(desk.agent, (state) => state.agent?.agentId);
  const list = useRef<HTMLDivElement>(null);

  useEffect(() => {
    if (focus?.target !== 'row') return;
    list.current
      ?.querySelector<HTMLElement>(`[data-key="${CSS.escape(focus.sessionId)}"]`)
      ?.focus();
  }, [focus]);

  // Without rows there is nothing to lay out, and a layout made then keeps a wrong width.
  if (rows.length === 0) return <NobodyWaits loaded={pending.loaded} all={queue === 'all'} />;
  return (
    <Virtualizer layout={ListLayout} layoutOptions={{ rowSize: ROW_SIZE }}>
      <GridList
        ref={list}
        aria-label="Waiting"
        className={styles.list ?? ''}
        items={rows}
        dependencies={[selectedId, agentId]}
        selectionMode="none"
        onAction={(key) => desk.select(String(key))}
      >
        {(row) => <WaitingRow row={row} agentId={agentId} current={row.id === selectedId} />}
      </GridList>
    </Virtualizer>
  );
}

function NobodyWaits({ loaded, all }: { loaded: boolean; all: boolean }) {
  if (!loaded) return <EmptyState icon="inbox" title="Loading who is waiting…" />;
  return (
    <EmptyState icon="inbox" title="No one is waiting. Nice.">
      {all ? 'New escalations appear here by themselves.' : 'In this queue.'}
    </EmptyState>
  );
}

const WaitingRow = memo(function WaitingRow(props: {
  row: PendingRow;
  agentId: string | undefined;
  current: boolean;
}) {
  const { agentId, current } = props;
  const { card, takenBy } = props.row;
  const name = customerName(card.customer);
  const [first, ...others] = card.reasons;
  return (
    <GridListItem
      id={card.sessionId}
      className={styles.row ?? ''}
      textValue={
        takenBy === null
          ? [
              name,
              PRIORITY_WORDS[card.priority],
              QUEUE_WORDS[card.queue],
              rowState(card, agentId, 0)?.text,
            ]
              .filter(Boolean)
              .join(', ')
          : `${name}, taken by ${takenBy}`
      }
      data-current={current}
      data-priority={card.priority}
      data-alarm={card.trouble === 'nobody_left'}
      data-back={takenBy !== null || standsBack(card, agentId)}
    >
      <div className={styles.line}>
        <span className={styles.name} dir="auto">
          {name}
        </span>
        <span className={styles.plan} dir="auto">
          {card.customer.plan}
        </span>
        {card.customerPresent ? null : (
          <span className={styles.away}>
            <Icon name="offline" size={13} />
            <span className="visually-hidden">Customer disconnected</span>
          </span>
        )}
        {takenBy === null ? <WaitTimer since={card.waitingSince} priority={card.priority} /> : null}
      </div>
      <p className={styles.excerpt} dir="auto">
        {excerptWords(card.excerpt)}
      </p>
      {takenBy === null ? (
        <div className={styles.line}>
          <PriorityBadge priority={card.priority} />
          <span className={styles.chips}>
            <RowStateChip card={card} agentId={agentId} />
            {first ? <Chip>{REASON_WORDS[first.code]}</Chip> : null}
            {others.length > 0 ? <Chip>+{others.length}</Chip> : null}
          </span>
          <span className={styles.queue}>{QUEUE_WORDS[card.queue]}</span>
        </div>
      ) : (
        <p className={styles.taken} dir="auto">
          Taken by {takenBy}
        </p>
      )}
    </GridListItem>
  );
});
