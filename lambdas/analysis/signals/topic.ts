import type { History, Signal, TopicCode } from '../types.ts';
import { quotesFor } from './words.ts';

/** From this probability on a message is about the topic; doubts do not add up to one. */
const MEANT = 0.4;
/** What a turn of talk about something else leaves of a mention. */
const FADE = 0.92;
/** Part of a further mention that counts on top of the strongest one. */
const REPEAT = 0.5;

/** A sensitive topic, stronger when the customer comes back to it. */
export function topic(code: TopicCode, history: History): Signal | null {
  const last = history.readings.length - 1;
  const scores = history.readings
    .map((reading, at) => {
      const score = reading.words[code] ?? 0;
      return score >= MEANT ? score * FADE ** (last - at) : 0;
    })
    .filter((score) => score > 0)
    .sort((a, b) => b - a);
  if (scores.length === 0) return null;
  const none = scores.reduce(
    (rest, score, i) => rest * (1 - (i === 0 ? score : score * REPEAT)),
    1,
  );
  return { code, score: 1 - none, evidence: quotesFor(history.readings, code) };
}
