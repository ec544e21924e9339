import type { CustomerChatState } from '../../../../web/chat-client/customer-chat.ts';
import { UNKNOWN_SESSION } from '../../../../web/chat-client/session-facts.ts';
import type { SessionState } from '../../../../web/chat-client/session-state.ts';

export const ASHA = { role: 'agent', id: 'a1', name: 'Asha Rao', team: 'Billing' } as const;

/** A session in the bot's hands, in sync. */
export function sessionOf(change: Partial<SessionState> = {}): SessionState {
  return {
    ...UNKNOWN_SESSION,
    version: 1,
    status: 'bot',
    synced: true,
    complete: true,
    messages: [],
    pending: [],
    typing: null,
    customerPresent: true,
    requesting: null,
    notice: null,
    waitsInSpiteOf: null,
    clockOffsetMs: 0,
    ...change,
  };
}

/** A chat that is online. */
export function chatOf(
  session: Partial<SessionState> = {},
  change: Partial<CustomerChatState> = {},
): CustomerChatState {
  return {
    connection: 'online',
    error: null,
    session: sessionOf(session),
    earlier: [],
    ...change,
  };
}
