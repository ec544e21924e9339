import { useDesk } from '../../app/desk-context.tsx';
import { customerName } from '../../lib/names.ts';
import { useNow } from '../../lib/ticker.ts';
import { spokenDuration, stopwatch } from '../../lib/time.ts';
import styles from './team.module.css';
import { useWatchedContext } from './use-monitor.ts';
import { SESSION_WORDS } from './words.ts';

/** How often the line of an open chat is read again, in ms. */
const EVERY_MS = 15_000;

/** One open chat of an agent; a press reads along. */
export function ChatLine(props: { sessionId: string; watched: boolean; onWatch: () => void }) {
  const context = useWatchedContext(props.sessionId, EVERY_MS);
  const session = context.data?.session;
  return (
    <li>
      <button
        type="button"
        className={styles.chat}
        aria-pressed={props.watched}
        onClick={props.onWatch}
      >
        <span className={styles.customer} dir="auto">
          {session ? customerName(session.customer) : context.isError ? 'Chat' : 'Loading…'}
        </span>
        {session ? <span>{SESSION_WORDS[session.status]}</span> : null}
        {session?.awaitingReplySince ? <Owed since={session.awaitingReplySince} /> : null}
      </button>
    </li>
  );
}

function Owed({ since }: { since: number }) {
  const { ticker } = useDesk();
  const waited = useNow(ticker) - since;
  return (
    <span className={`${styles.owed} tabular`}>
      <span aria-hidden="true">no answer for {stopwatch(waited)}</span>
      <span className="visually-hidden">no answer for {spokenDuration(waited)}</span>
    </span>
  );
}
