import type { LeftMessage } from '../../../../protocol/http.ts';

/** Which of the left messages to show. */
export type LeftFilter = 'open' | 'handled' | 'all';

/** How many messages nobody has taken care of. */
export function countOpen(messages: readonly LeftMessage[]): number {
  return messages.filter(({ handled }) => handled === null).length;
}

/** Open ones oldest first, since they wait the longest; all others newest first. */
export function shownMessages(messages: readonly LeftMessage[], filter: LeftFilter): LeftMessage[] {
  const chosen = messages.filter(
    ({ handled }) => filter === 'all' || (handled === null) === (filter === 'open'),
  );
  return chosen.sort((a, b) => (filter === 'open' ? a.at - b.at : b.at - a.at));
}

/** The list with one message in its newest state. */
export function withMessage(messages: readonly LeftMessage[], changed: LeftMessage): LeftMessage[] {
  return messages.map((message) => (message.sessionId === changed.sessionId ? changed : message));
}
