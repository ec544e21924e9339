import { fill } from '../../protocol/fill.ts';
import type { Classification } from './intents/model.ts';
import type { Article, BotReply, BotTexts } from './types.ts';

/** Both together must be at least this likely among the articles, … */
const TOGETHER = 0.75;
/** … the second no further behind than this share of the first, … */
const NEARLY = 0.4;
/** … and the message likely enough to be about any article at all. */
const ON_TOPIC = 0.25;

/** True if two articles are both likely and hard to tell apart for this message. */
export function isClose({ best, second, shares, confidence }: Classification): boolean {
  const first = shares[best] ?? 0;
  const other = shares[second] ?? 0;
  return confidence >= ON_TOPIC && first + other >= TOGETHER && other >= NEARLY * first;
}

/** Asks which of two articles is meant. It is an answer, not a fallback, but an unsure one. */
export function disambiguation(
  first: Article,
  second: Article,
  confidence: number,
  { whichOne }: BotTexts,
): BotReply {
  return {
    text: fill(whichOne, { first: first.title, second: second.title }),
    confidence,
    fallback: false,
    articleId: null,
    queue: first.queue === second.queue ? first.queue : null,
    choices: [first.id, second.id],
  };
}

const POSITIONS = [
  /^\W*(?:(?:the|option|number|no\.?|it['’]?s)\s+)*(?:1|one|a|first|former)(?:\s+(?:one|option|please|pls))*\W*$/i,
  /^\W*(?:(?:the|option|number|no\.?|it['’]?s)\s+)*(?:2|two|b|second|latter|last)(?:\s+(?:one|option|please|pls))*\W*$/i,
];

/** The article that a reply to the question names by its place or its title, if it does. */
export function chosenOf(text: string, offered: readonly Article[]): Article | undefined {
  const place = POSITIONS.findIndex((position) => position.test(text));
  if (offered.length > 0 && place >= 0) return offered[place];
  const plain = comparable(text);
  return offered.find(({ title }) => plain !== '' && comparable(title) === plain);
}

function comparable(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}
