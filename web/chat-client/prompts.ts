import type { Message } from '../../protocol/message.ts';
import type { SessionState } from './session-state.ts';

/**
 * True while a waiting customer is to choose between waiting on, leaving a message and the bot. The
 * server forgets the trouble once they wait in spite of it; until then the client does.
 */
export function hasToChoose({ status, wait, waitsInSpiteOf }: SessionState): boolean {
  return status === 'queued' && !!wait?.trouble && wait.trouble !== waitsInSpiteOf;
}

/** True from the warning that the chat is about to end until the customer or the agent writes. */
export function isIdleWarned({ status, messages, pending }: SessionState): boolean {
  if (status !== 'active' && status !== 'on_hold') return false;
  if (pending.some(({ state }) => state === 'sending')) return false;
  return messages.findLast(isWordOrWarning)?.event === 'idle_warning';
}

function isWordOrWarning({ from, event }: Message): boolean {
  return from.role === 'customer' || from.role === 'agent' || event === 'idle_warning';
}
