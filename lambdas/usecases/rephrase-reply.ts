import { withoutSecrets } from '../bot/slots/secrets.ts';
import type { JudgedTurn } from '../domain/conversation.ts';
import type { Session } from '../domain/session.ts';
import type { Answerer } from '../ports.ts';

/** Other words for one article's answer. */
export interface Rephrasing {
  articleId: string;
  text: string;
}

/**
 * Asks for other words for the bot's reply. `null` if it is to keep its own, which it always does
 * where it said more than an article does, and where a person may be on the way: a handoff waits
 * for no model.
 *
 * @param session as the customer's words found it.
 */
export async function rephraseReply(
  answerer: Answerer,
  session: Session,
  text: string,
  { reply, candidate, explicitRequest }: JudgedTurn,
): Promise<Rephrasing | null> {
  const { articleId, fallback, choices } = reply;
  if (articleId === null || fallback || choices.length > 0) return null;
  if (explicitRequest || candidate || session.candidate) return null;
  // "The second one" picks an article that was named, and asks for nothing else.
  if (session.signals.choices?.includes(articleId)) return null;
  const words = await answerer.rephrase({ text: withoutSecrets(text), articleId });
  return words === null ? null : { articleId, text: words };
}

/** The turn with these words, if its reply still is that article's. All else stays the bot's. */
export function rephrased(turn: JudgedTurn, words: Rephrasing | null): JudgedTurn {
  const { reply } = turn;
  if (!words || reply.fallback || reply.articleId !== words.articleId) return turn;
  return { ...turn, reply: { ...reply, text: words.text } };
}
