import { fingerprint, textKey } from './fingerprint.ts';
import { findBillingDispute } from './rules/billing-dispute.ts';
import { findCancellation } from './rules/cancellation.ts';
import { readCourse } from './rules/course.ts';
import { type Found, noisyOr, plain, strongest } from './rules/engine.ts';
import { findFraud } from './rules/fraud.ts';
import { findLegal } from './rules/legal.ts';
import { findRequest } from './rules/request.ts';
import { findSafety } from './rules/safety.ts';
import { readSentiment } from './rules/sentiment.ts';
import { findServiceOutage } from './rules/service-outage.ts';
import type { BotAnswer, Reading, TopicCode, WordCode } from './types.ts';

/** Longest quote in an evidence, in UTF-16 code units. */
const MAX_QUOTE = 120;

/** A shorter text without an article is a courtesy ("Done, that's saved."), not an answer. */
const MIN_ANSWER = 30;

const TOPICS: Record<TopicCode, (text: string) => Found[]> = {
  'topic.billing_dispute': findBillingDispute,
  'topic.service_outage': findServiceOutage,
  'topic.cancellation': findCancellation,
  'topic.fraud': findFraud,
  'topic.legal': findLegal,
  'topic.safety': findSafety,
};

/** A bot's answer as far as it counts; the text is only needed where there is no article. */
export type BotOutcome = Omit<BotAnswer, 'text'> & { text?: string };

/** Reads one turn by itself. Pure: the same turn always gives the same reading. */
export function readTurn(turn: { seq: number; text: string; bot?: BotOutcome }): Reading {
  const text = plain(turn.text);
  const reading: Reading = {
    seq: turn.seq,
    words: {},
    quotes: {},
    restated: 0,
    settled: false,
    print: fingerprint(text),
    bot: turn.bot ? readBot(turn.bot) : null,
  };
  // Offsets into the plain text hold for the original: plain replaces unit for unit.
  const note = (code: WordCode, score: number, best: Found | null): void => {
    if (!best || score < 0.005) return;
    reading.words[code] = Math.round(score * 100) / 100;
    reading.quotes[code] = quote(turn.text, best);
  };
  const request = findRequest(text);
  note('request.explicit', strongest(request)?.score ?? 0, strongest(request));
  for (const [code, find] of Object.entries(TOPICS) as [TopicCode, (text: string) => Found[]][]) {
    const best = strongest(find(text));
    note(code, best?.score ?? 0, best);
  }
  const { anger, frustration } = readSentiment(text);
  note('sentiment.anger', anger.score, strongest(anger.found));
  note(
    'sentiment.frustration',
    frustration.score,
    strongest(frustration.found) ?? strongest(anger.found),
  );
  const course = readCourse(text, Math.max(anger.score, frustration.score) >= 0.35);
  const restated = strongest(course.restated);
  reading.restated = Math.round(noisyOr(course.restated.map(({ score }) => score)) * 100) / 100;
  if (restated) reading.quotes.restated = quote(turn.text, restated);
  reading.settled = course.settled;
  return reading;
}

function readBot(bot: BotOutcome): NonNullable<Reading['bot']> {
  let answer = bot.articleId === null ? null : textKey(`#${bot.articleId}`);
  if (answer === null && !bot.fallback && bot.text && bot.text.length >= MIN_ANSWER) {
    answer = textKey(bot.text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, ' '));
  }
  return { confidence: bot.confidence, fallback: bot.fallback, answer };
}

/** The matched span, cut to `MAX_QUOTE` without splitting a surrogate pair. */
function quote(text: string, { start, end }: Found): string {
  const span = text.slice(start, Math.min(end, start + MAX_QUOTE)).trim();
  return /[\uD800-\uDBFF]$/.test(span) ? span.slice(0, -1) : span;
}
