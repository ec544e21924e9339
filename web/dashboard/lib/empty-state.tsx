import type { ReactNode } from 'react';
import styles from './empty-state.module.css';
import { Icon, type IconName } from './icon.tsx';

/** Says in words why there is nothing here, and what may come. */
export function EmptyState(props: { icon: IconName; title: string; children?: ReactNode }) {
  return (
    <div className={styles.empty}>
      <span className={styles.icon}>
        <Icon name={props.icon} size={24} />
      </span>
      <p className={styles.title}>{props.title}</p>
      {props.children ? <div>{props.children}</div> : null}
    </div>
  );
}
