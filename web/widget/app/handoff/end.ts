import type { CloseReason } from '../../../../protocol/vocabulary.ts';
import type { CustomerChatState } from '../../../chat-client/customer-chat.ts';
import { isEnded } from '../../../chat-client/session-facts.ts';
import { nameOf } from '../conversation-items.ts';
import { HANDOFF_WORDS } from './handoff-words.ts';

/** The rating of a chat that has ended. */
export interface RatingState {
  /** Whom the customer talked to; null for the assistant alone. */
  readonly name: string | null;
  /** As the server has it. */
  readonly score: number | null;
  /** What the server said against the last one. */
  readonly problem: string | null;
}

/** What is to be said of a chat that has ended; `rating` is null where there is nothing to rate. */
export function endOf({ connection, session }: CustomerChatState): {
  readonly detail: string | null;
  readonly rating: RatingState | null;
} {
  const { status, closeReason, messages, agent, csat, notice } = session;
  const connected = connection !== 'superseded' && connection !== 'failed';
  const talked = messages.some(({ from }) => from.role === 'customer');
  const served = closeReason !== 'message_left' && closeReason !== 'abandoned_in_queue';
  return {
    detail: isEnded(status) ? detailOf(closeReason) : null,
    rating:
      isEnded(status) && connected && talked && served
        ? { name: agent ? nameOf(agent) : null, score: csat, problem: notice?.title ?? null }
        : null,
  };
}

function detailOf(reason: CloseReason | null): string | null {
  if (reason === 'message_left') return HANDOFF_WORDS.messageLeft;
  if (reason === 'customer_ended' || reason === 'agent_ended' || reason === null) return null;
  return HANDOFF_WORDS.wereAway;
}
