import type { ReactNode } from 'react';
import { useStore } from 'zustand';
import type { Customer } from '../../../../protocol/escalation.ts';
import { useDesk } from '../../app/desk-context.tsx';
import { Avatar } from '../../lib/badge.tsx';
import { Button } from '../../lib/button.tsx';
import { customerName } from '../../lib/names.ts';
import styles from './conversation.module.css';

/** Who it is about, and what can be done. */
export function Head(props: { customer: Customer; meta: ReactNode; children: ReactNode }) {
  const { desk } = useDesk();
  const detailsOpen = useStore(desk.view, (view) => view.detailsOpen);
  const name = customerName(props.customer);
  return (
    <header className={styles.head}>
      <Button
        className={styles.back}
        icon="back"
        label="Back to the list"
        look="quiet"
        onPress={() => desk.select(null)}
      />
      <div className={styles.identity}>
        <Avatar name={name} />
        <div className={styles.names}>
          <h2 dir="auto">{name}</h2>
          <div className={styles.meta}>{props.meta}</div>
        </div>
      </div>
      <div className={styles.actions}>
        {props.children}
        <Button
          className={styles.details}
          icon="panel"
          expanded={detailsOpen}
          onPress={() => desk.view.setState({ detailsOpen: !detailsOpen })}
        >
          Details
        </Button>
      </div>
    </header>
  );
}
