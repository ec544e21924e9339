import type { SessionState } from '../../../web/chat-client/session-state.ts';
import type { Counts } from './counts.ts';
import type { SideHistory } from './history.ts';
import type { Tape } from './tapped-sockets.ts';
import { SENDING_PATIENCE_MS } from './waiting.ts';

/** Waits until the session looks as asked. @throws Error naming what did not come about. */
export type Sees = (
  what: string,
  test: (state: SessionState) => boolean,
  patienceMs?: number,
) => Promise<void>;

/** Waits until everything said is in the transcript; what a client gave up is sent again by hand. */
export function isHeard(sees: Sees, retry: (id: string) => void, counts: Counts): Promise<void> {
  return sees(
    'everything they said is in the transcript',
    ({ pending }) => {
      for (const { id, state } of pending) {
        if (state !== 'failed') continue;
        counts.messagesRetriedByHand += 1;
        retry(id);
      }
      return pending.length === 0;
    },
    SENDING_PATIENCE_MS,
  );
}

/** One side as the checker wants it. */
export function sideOf(tape: Tape, sent: readonly string[], state: SessionState): SideHistory {
  return { ...tape, sent, shown: state.messages };
}
