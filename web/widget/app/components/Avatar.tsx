import { Icon } from './icons.tsx';

/** Round picture of who speaks: an agent's initials, or the assistant's sign. */
export function Avatar({ initials }: { initials: string | null }) {
  return (
    <span class={initials === null ? 'avatar bot' : 'avatar agent'} aria-hidden="true">
      {initials ?? <Icon name="bot" />}
    </span>
  );
}
