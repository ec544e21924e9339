import type { Customer } from '../../../../protocol/escalation.ts';
import type { Message } from '../../../../protocol/message.ts';
import { participantName } from '../../lib/names.ts';

/** One line for a screen reader. */
export interface Announcement {
  key: string;
  text: string;
}

/**
 * What a screen reader should say of a conversation that is on show: what others said after
 * `fromSeq`, never the history and never the agent's own words.
 */
export function announce(
  sessionId: string,
  messages: readonly Message[],
  fromSeq: number,
  customer: Customer,
): Announcement[] {
  return messages
    .filter((message) => message.seq > fromSeq && message.from.role !== 'agent')
    .map((message) => ({
      key: `${sessionId}:${message.seq}`,
      text:
        message.from.role === 'system'
          ? message.text
          : `${participantName(message.from, customer)} says: ${message.text}`,
    }));
}
