import { memo, useEffect, useMemo, useRef } from 'react';
import { GridList, GridListItem } from 'react-aria-components/GridList';
import { ListLayout, Virtualizer } from 'react-aria-components/Virtualizer';
import { useStore } from 'zustand';
import type { EscalationCard } from '../../../../protocol/escalation.ts';
import { useDesk } from '../../app/desk-context.tsx';
import { Chip, PriorityBadge } from '../../lib/badge.tsx';
import { EmptyState } from '../../lib/empty-state.tsx';
import { customerName } from '../../lib/names.ts';
import { PRIORITY_WORDS, QUEUE_WORDS, REASON_WORDS } from '../../lib/words.ts';
import { inOrder } from './pending.ts';
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
  const rows = useMemo(
    () => inOrder(pending, queue).map((card) => ({ id: card.sessionId, card })),
    [pending, queue],
  );
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
        dependencies={[selectedId]}
        selectionMode="none"
        onAction={(key) => desk.select(String(key))}
      >
        {({ card }) => <WaitingRow card={card} current={card.sessionId === selectedId} />}
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

const WaitingRow = memo(function WaitingRow(props: { card: EscalationCard; current: boolean }) {
  const { card, current } = props;
  const name = customerName(card.customer);
  const [first, ...others] = card.reasons;
  return (
    <GridListItem
      id={card.sessionId}
      className={styles.row ?? ''}
      textValue={`${name}, ${PRIORITY_WORDS[card.priority]}, ${QUEUE_WORDS[card.queue]}`}
      data-current={current}
      data-priority={card.priority}
    >
      <div className={styles.line}>
        <span className={styles.name} dir="auto">
          {name}
        </span>
        <span className={styles.plan} dir="auto">
          {card.customer.plan}
        </span>
        <WaitTimer since={card.waitingSince} priority={card.priority} />
      </div>
      <p className={styles.excerpt} dir="auto">
        {card.excerpt}
      </p>
      <div className={styles.line}>
        <PriorityBadge priority={card.priority} />
        <span className={styles.chips}>
          {first ? <Chip>{REASON_WORDS[first.code]}</Chip> : null}
          {others.length > 0 ? <Chip>+{others.length}</Chip> : null}
        </span>
        <span className={styles.queue}>{QUEUE_WORDS[card.queue]}</span>
      </div>
    </GridListItem>
  );
});
