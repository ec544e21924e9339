import type { Message } from '../../protocol/message.ts';
import type { Ports } from '../ports.ts';

const PAGE_LIMIT = 200;

/** The transcript from its start up to an entry, page by page; less if the rest is gone. */
export async function transcriptUntil(
  { sessions }: Pick<Ports, 'sessions'>,
  sessionId: string,
  seq: number,
): Promise<Message[]> {
  const messages: Message[] = [];
  for (let last = 0; last < seq; ) {
    const page = await sessions.messagesAfter(sessionId, last, Math.min(PAGE_LIMIT, seq - last));
    if (page.length === 0) break;
    messages.push(...page);
    last = page.at(-1)?.seq ?? seq;
  }
  return messages;
}
