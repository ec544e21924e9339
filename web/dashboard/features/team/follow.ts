import type { MessageList } from '../../../../protocol/http.ts';
import type { Message } from '../../../../protocol/message.ts';
import type { Http } from '../../../chat-client/http.ts';

/**
 * The transcript with all that came after the entries known. The same array comes back if nothing
 * did, so that nothing is drawn anew. Rejects with `ApiError`.
 */
export async function readOn(
  http: Pick<Http, 'get'>,
  sessionId: string,
  known: readonly Message[],
): Promise<readonly Message[]> {
  let messages = known;
  for (;;) {
    const after = messages.at(-1)?.seq ?? 0;
    const path = `/sessions/${encodeURIComponent(sessionId)}/messages?after=${after}`;
    const page = await http.get<MessageList>(path);
    const fresh = page.messages.filter(({ seq }) => seq > after);
    if (fresh.length > 0) messages = [...messages, ...fresh];
    // A page without news that promises more would never end.
    if (!page.more || fresh.length === 0) return messages;
  }
}

/** The last entry by which the session's state may have changed; 0 if there is none. */
export function lastSystemSeq(messages: readonly Message[]): number {
  return messages.findLast(({ from }) => from.role === 'system')?.seq ?? 0;
}
