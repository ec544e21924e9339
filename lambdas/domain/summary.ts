import type { Message } from '../../protocol/message.ts';
import type { Session } from './session.ts';
import { excerptOf } from './transcript.ts';

/**
 * What an agent needs to know before the first word, in a few sentences made from the transcript.
 * Quotes are the customer's own words, shortened.
 */
export function summarise(session: Session, messages: readonly Message[]): string[] {
  const said = messages.filter(({ from }) => from.role === 'customer').map(({ text }) => text);
  const first = said[0];
  const last = said.at(-1);
  if (first === undefined || last === undefined) return [];
  const sentences = [`Came with: “${excerptOf(first)}”`];
  if (last !== first) sentences.push(`Last said: “${excerptOf(last)}”`);
  const answers = messages.filter(({ bot }) => bot !== undefined);
  const without = answers.filter(({ bot }) => bot?.fallback).length;
  if (answers.length > 0) {
    sentences.push(
      without > 0
        ? `The assistant answered ${times(answers.length)} and had no answer ${times(without)}.`
        : `The assistant answered ${times(answers.length)}.`,
    );
  }
  const details = Object.entries(session.details ?? {});
  if (details.length > 0) {
    sentences.push(`Told: ${details.map(([name, value]) => `${name} ${value}`).join(', ')}.`);
  }
  const { previous } = session;
  if (previous?.agentName) sentences.push(`Talked to ${previous.agentName} last time.`);
  return sentences;
}

/** What the bot answered with, by the names of the articles, in order and each once. */
export function triedArticles(messages: readonly Message[]): string[] {
  const ids = messages.flatMap(({ bot }) => (bot?.articleId ? [bot.articleId] : []));
  return [...new Set(ids)].map((id) => {
    const words = id.replaceAll('-', ' ');
    return words.charAt(0).toUpperCase() + words.slice(1);
  });
}

function times(n: number): string {
  if (n === 1) return 'once';
  return n === 2 ? 'twice' : `${n} times`;
}
