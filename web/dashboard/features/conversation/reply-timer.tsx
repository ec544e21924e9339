import { useDesk } from '../../app/desk-context.tsx';
import { Icon } from '../../lib/icon.tsx';
import { useNow } from '../../lib/ticker.ts';
import { spokenDuration, stopwatch } from '../../lib/time.ts';
import styles from './conversation.module.css';
import type { HeldSession } from './held.ts';
import { replyClock } from './reply-clock.ts';

/** How long the agent has to answer; nothing while nothing is owed. */
export function ReplyTimer({ held, short = false }: { held: HeldSession; short?: boolean }) {
  const { ticker } = useDesk();
  const clock = replyClock(held, useNow(ticker));
  if (!clock) return null;
  const { left, urgency } = clock;
  const words = wordsFor(urgency === 'over', short);
  return (
    <span className={`${styles.clock} ${short ? styles.short : ''} tabular`} data-urgency={urgency}>
      {urgency === 'fine' && !short ? null : <Icon name="clock" size={13} />}
      <span aria-hidden="true">
        {words}
        {urgency === 'over' ? '' : stopwatch(left)}
      </span>
      <span className="visually-hidden">
        {urgency === 'over' ? 'Answer now' : `Answer within ${spokenDuration(left)}`}
      </span>
    </span>
  );
}

function wordsFor(over: boolean, short: boolean): string {
  if (short) return over ? 'answer now' : 'answer ';
  return over ? 'Answer now' : 'Answer within ';
}
