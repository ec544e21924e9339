import type { ReactNode } from 'react';
import type { Priority } from '../../../protocol/vocabulary.ts';
import styles from './badge.module.css';
import { Icon } from './icon.tsx';
import { initials } from './names.ts';
import { PRIORITY_WORDS } from './words.ts';

/** A few words on a soft ground. */
export function Chip({ children }: { children: ReactNode }) {
  return (
    <span className={styles.chip}>
      <span className={styles.label}>{children}</span>
    </span>
  );
}

/** Priority as drawing, word and colour, so that none of them carries it alone. */
export function PriorityBadge({ priority }: { priority: Priority }) {
  return (
    <span className={`${styles.chip} ${styles.priority} ${styles[priority]}`}>
      <Icon name={priority} size={13} />
      {PRIORITY_WORDS[priority]}
    </span>
  );
}

/** Initials in a circle; the name itself stands beside it. */
export function Avatar({ name, small = false }: { name: string; small?: boolean }) {
  return (
    <span className={`${styles.avatar} ${small ? styles.small : ''}`} aria-hidden="true">
      {initials(name)}
    </span>
  );
}

/** A number in a pill. */
export function Count({ value, muted = false }: { value: number; muted?: boolean }) {
  return (
    <span className={`${styles.count} ${muted ? styles.muted : ''} tabular`}>
      {value > 99 ? '99+' : value}
    </span>
  );
}
