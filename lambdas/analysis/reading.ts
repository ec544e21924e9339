import { textKey } from './fingerprint.ts';
import { imprint } from './imprint.ts';
import { matterOf } from './matter.ts';
import type { Mind } from './mind.ts';
import { readCourse } from './rules/course.ts';
import { noisyOr, plain, strongest } from './rules/engine.ts';
import { type Span, spanFinder } from './span.ts';
import type { BotAnswer, Reading, WordCode } from './types.ts';
import { opinionsOn, WORD_CODES } from './words.ts';

/** Longest quote in an evidence, in UTF-16 code units. */
const MAX_QUOTE = 120;
/** From this share of a positive mood on, the customer is content with what came before. */
const GLAD = 0.6;
/** From this probability of frustration on, thanks are no thanks. */
const UNHAPPY = 0.35;
/** Less than this counts nowhere and is not kept: it would only make the session larger. */
const NEXT_TO_NOTHING = 0.35;

/** A shorter text without an article is a courtesy ("Done, that's saved."), not an answer. */
const MIN_ANSWER = 30;

/** A bot's answer as far as it counts; the text is only needed where there is no article. */
export type BotOutcome = Omit<BotAnswer, 'text'> & { text?: string };

/** Reads one turn by itself. Pure: the same turn always gives the same reading. */
export function readTurn(
  turn: { seq: number; text: string; bot?: BotOutcome },
  { network, asked }: Mind,
): Reading {
  const opinions = opinionsOn(turn.text, network);
  const words: Reading['words'] = {};
  for (const code of WORD_CODES) {
    const { joint } = opinions[code];
    if (joint >= NEXT_TO_NOTHING) words[code] = Math.round(joint * 100) / 100;
  }
  const unhappy = (words['sentiment.frustration'] ?? 0) >= UNHAPPY;
  const course = readCourse(plain(turn.text), unhappy);
  const spanFor = spanFinder(turn.text, network);
  return {
    seq: turn.seq,
    words,
    quoteFor(code: WordCode | 'restated') {
      const span =
        code === 'restated' ? strongest(course.restated) : (opinions[code].found ?? spanFor(code));
      return span && quote(turn.text, span);
    },
    restated: Math.round(noisyOr(course.restated.map(({ score }) => score)) * 100) / 100,
    settled: course.settled || (opinions.positive >= GLAD && !unhappy),
    print: imprint(turn.text, network),
    matter: matterOf(asked(network.read(turn.text))),
    bot: turn.bot ? readBot(turn.bot) : null,
  };
}

function readBot(bot: BotOutcome): NonNullable<Reading['bot']> {
  let answer = bot.articleId === null ? null : textKey(`#${bot.articleId}`);
  if (answer === null && !bot.fallback && bot.text && bot.text.length >= MIN_ANSWER) {
    answer = textKey(bot.text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, ' '));
  }
  return { confidence: bot.confidence, fallback: bot.fallback, answer };
}

/** The span, cut to `MAX_QUOTE` without splitting a surrogate pair. */
function quote(text: string, { start, end }: Span): string {
  const span = text.slice(start, Math.min(end, start + MAX_QUOTE)).trim();
  return /[\uD800-\uDBFF]$/.test(span) ? span.slice(0, -1) : span;
}
