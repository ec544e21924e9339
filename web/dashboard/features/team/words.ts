import type { SessionStatus } from '../../../../protocol/vocabulary.ts';
import { ApiError } from '../../../chat-client/http.ts';
import { explain } from '../../lib/api.ts';
import { AVAILABILITY_WORDS } from '../../lib/words.ts';
import type { Standing } from './agents.ts';

/** Words for how an agent stands. */
export const STANDING_WORDS: Record<Standing, string> = {
  ...AVAILABILITY_WORDS,
  not_responding: 'Not responding',
  at_capacity: 'At capacity',
  not_connected: 'Not connected',
};

/** Words for where a session stands, for somebody who looks on. */
export const SESSION_WORDS: Record<SessionStatus, string> = {
  bot: 'With the assistant',
  queued: 'Waiting',
  active: 'Active',
  on_hold: 'On hold',
  wrap_up: 'Wrap-up',
  closed: 'Closed',
};

/** What to tell a supervisor whose wish to give a chat to `name` was refused. */
export function explainAssignment(error: unknown, name: string): string {
  const code = error instanceof ApiError ? error.code : '';
  switch (code) {
    case 'at_capacity':
      return `${name} already holds as many chats as they may.`;
    case 'agent_not_available':
      return `${name} is offline or not connected, so nothing was assigned.`;
    case 'not_eligible':
      return `${name} does not serve the queue of this chat.`;
    default:
      return explain(error);
  }
}
