import type { ReactNode } from 'react';
import { Button as AriaButton } from 'react-aria-components/Button';
import styles from './button.module.css';
import { Icon, type IconName } from './icon.tsx';

/** What a button is made of. */
export interface ButtonProps {
  children?: ReactNode;
  /** Accessible name of a button that shows no words. */
  label?: string;
  icon?: IconName;
  /** Shortcut shown inside the button. */
  keys?: string | undefined;
  look?: 'plain' | 'primary' | 'danger' | 'quiet';
  large?: boolean;
  disabled?: boolean;
  /** True while what it started is on its way; it keeps the keyboard's focus. */
  pending?: boolean;
  expanded?: boolean;
  onPress?: () => void;
  className?: string | undefined;
  type?: 'button' | 'submit';
}

/** The one button of the dashboard. */
export function Button(props: ButtonProps) {
  const { children, label, icon, keys, look = 'plain', large, className, expanded } = props;
  const names = [styles.button, look === 'plain' ? '' : styles[look], className];
  if (large) names.push(styles.large);
  if (!children) names.push(styles.square);
  return (
    <AriaButton
      className={names.filter(Boolean).join(' ')}
      type={props.type ?? 'button'}
      isDisabled={props.disabled ?? false}
      data-pending={props.pending ?? false}
      {...(label ? { 'aria-label': label } : {})}
      {...(expanded === undefined ? {} : { 'aria-expanded': expanded })}
      {...(props.onPress ? { onPress: props.onPress } : {})}
    >
      {icon ? <Icon name={icon} /> : null}
      {children}
      {keys ? (
        // Hidden, so that the name of the button is its words alone.
        <span className={styles.keys} aria-hidden="true">
          {keys}
        </span>
      ) : null}
    </AriaButton>
  );
}
