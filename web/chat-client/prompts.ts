import type { Message } from '../../protocol/message.ts';
import type { SessionState } from './session-state.ts';

/**
 * True while a waiting customer is to choose between waiting on, leaving a message and the bot.
 * Their choice is in the transcript too, so that a reload does not ask again.
 */
export function hasToChoose(state: SessionState): boolean {
  const { status, wait, waitsInSpiteOf, messages } = state;
  if (status !== 'queued' || !wait?.trouble || wait.trouble === waitsInSpiteOf) return false;
  const last = messages.findLast(
    ({ event }) => event === 'wait_choice' || event === 'still_waiting',
  );
  return last?.event !== 'still_waiting';
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
